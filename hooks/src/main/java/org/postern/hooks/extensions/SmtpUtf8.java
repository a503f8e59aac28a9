// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.util.List;
import java.util.Optional;

import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.postern.hooks.Answers;
import org.postern.hooks.Transaction;
import org.postern.submission.Reply;
import org.postern.submission.TransferOptions;
import org.postern.submission.parameters.SmtpUtf8Parameter;

/** 6531: SMTPUTF8 (RFC 6531), which EHLO announces together with 8BITMIME. */
public class SmtpUtf8 implements EhloExtension, MailParametersHook {
    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return List.of(SmtpUtf8Parameter.NAME);
    }

    @Override
    public String[] getMailParamNames() {
        return new String[] {SmtpUtf8Parameter.NAME};
    }

    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        Optional<Reply> refusal = SmtpUtf8Parameter.refusal(value);
        if (refusal.isPresent()) {
            return Answers.hook(refusal.get());
        }
        Transaction.ask(session, TransferOptions::withSmtpUtf8);
        return HookResult.DECLINED;
    }
}
