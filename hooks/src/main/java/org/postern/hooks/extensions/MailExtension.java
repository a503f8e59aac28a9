// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.util.List;
import java.util.Optional;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.postern.hooks.Answers;
import org.postern.hooks.Settings;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Reply;

/**
 * An extension with parameters of MAIL. EHLO announces it exactly when its parameters are taken; otherwise they are unknown.
 * Of several in a handler chain the first one acts, so that one with options stands for itself and not beside the one of the
 * core handlers.
 */
abstract class MailExtension implements MailParametersHook, EhloExtension, ExtensibleHandler {
    static final String ENABLED = "enabled";

    private final List<String> parameters;
    private boolean enabled = true;
    private boolean isFirst = true;

    /** @param parameters in upper case */
    MailExtension(String... parameters) {
        this.parameters = List.of(parameters);
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        enabled = Settings.flag(config, ENABLED, true);
    }

    /** What EHLO says of it. */
    abstract String announcement();

    /**
     * Keeps in the transaction what this parameter asks for.
     *
     * @param value empty when there is none
     * @return the reply to MAIL when it is refused
     */
    abstract Optional<Reply> take(SMTPSession session, String parameter, String value);

    /** Whether a client may use it now. */
    boolean isOffered(SMTPSession session) {
        return enabled;
    }

    boolean isFirst() {
        return isFirst;
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return isFirst && isOffered(session) ? List.of(announcement()) : List.of();
    }

    @Override
    public String[] getMailParamNames() {
        return parameters.toArray(String[]::new);
    }

    @Override
    public HookResult doMailParameter(SMTPSession session, String parameter, String value) {
        Optional<Reply> refusal = isOffered(session)
            ? take(session, parameter, value)
            : Optional.of(DialogueReplies.unknownParameter(parameter));
        return refusal.map(Answers::hook).orElse(HookResult.DECLINED);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(getClass());
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        isFirst = handlers.get(0) == this;
    }
}
