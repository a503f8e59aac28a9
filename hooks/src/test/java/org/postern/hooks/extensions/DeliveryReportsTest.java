// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.hooks.testing.Listener.ALICE;

import java.util.Map;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.junit.jupiter.api.Test;
import org.postern.hooks.testing.Listener;
import org.postern.hooks.testing.SmtpClient;

/** On Postern's listener, with a hook of somebody else behind ours. */
class DeliveryReportsTest extends DeliveryReportsContract {
    @Override
    Listener listener() throws Exception {
        return Listener.startTls("", "<handler class=\"" + DeliveryReports.class.getName() + "\"/>"
            + "<handler class=\"" + Greylist.class.getName() + "\"/>");
    }

    /** Refuses grey people who want to know. */
    public static class Greylist implements RcptHook {
        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
            return recipient.getLocalPart().startsWith("grey") && !parameters.isEmpty() ? HookResult.DENYSOFT : HookResult.DECLINED;
        }
    }

    @Test
    void shouldForgetWhatWasSaidOfRecipientThatAnotherHookRefused() throws Exception {
        try (SmtpClient client = opened().alice()) {
            client.say("MAIL FROM:<" + ALICE + ">");
            assertThat(client.say("RCPT TO:<grey@example.net> NOTIFY=NEVER ORCPT=rfc822;grey@ex.example")).startsWith("4");
            assertThat(client.say("RCPT TO:<grey2@example.net> NOTIFY=NEVER ORCPT=rfc822;grey@ex.example")).startsWith("4");
            client.say("RCPT TO:<grey@example.net>");
            client.say("RCPT TO:<bob@example.net> NOTIFY=DELAY");
            send(client);
        }
        assertThat(opened().spool.taken.get(0).dsn()).contains("bob@example.net=").doesNotContain("grey");
        assertThat(opened().spool.taken.get(0).attributes()).doesNotContainKey("postern.orcpt");
    }
}
