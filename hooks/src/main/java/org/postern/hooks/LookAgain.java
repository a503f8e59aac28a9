// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.List;
import java.util.stream.Stream;

import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;

/** Asks directly before the mail is queued whether its session has had to end meanwhile: what comes before may take long. */
public class LookAgain implements JamesMessageHook, ExtensibleHandler {
    private List<EndsSessions> endings = List.of();

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        return endings.stream()
            .map(ending -> ending.onMessage(session, mail))
            .filter(result -> !result.equals(HookResult.DECLINED))
            .findFirst()
            .orElse(HookResult.DECLINED);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(EndsSessions.class);
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        endings = Stream.concat(endings.stream(), handlers.stream().map(EndsSessions.class::cast)).toList();
    }
}
