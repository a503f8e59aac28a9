// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.postern.submission.header.MessageParser;

/** Jörg, whose mailbox is not ASCII and who has an alias that is. */
public final class International {
    public static final Identity JOERG = new Identity(Username.of("j\u00f6rg@example.org"),
        InternationalAddress.of("j\u00f6rg@example.org").orElseThrow(), "PLAIN", "192.0.2.7");
    public static final SenderRights RIGHTS = (identity, address) ->
        Set.of("j\u00f6rg@example.org", "joerg@example.org").contains(InternationalAddress.identifier(address));

    private International() {
    }

    /**
     * @param header lines with LF, in UTF-8
     * @param reversePath empty for the null one
     */
    public static Submission submission(String header, String reversePath, boolean smtpUtf8) {
        var parsed = MessageParser.parse((header + "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        var sender = InternationalAddress.of(reversePath).map(MaybeSender::of).orElse(MaybeSender.nullSender());
        return new Submission(JOERG, new Envelope(sender, List.of(), smtpUtf8), parsed.header(), parsed.body());
    }
}
