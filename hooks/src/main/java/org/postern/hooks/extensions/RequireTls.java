// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import java.util.Optional;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.hooks.Settings;
import org.postern.hooks.Transaction;
import org.postern.submission.Reply;
import org.postern.submission.TransferOptions;
import org.postern.submission.parameters.RequireTlsParameter;

/**
 * 8689: REQUIRETLS (RFC 8689), on a connection with TLS only (§2).
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.extensions.RequireTls">
 *   <enabled>true</enabled>   <!-- false: not announced, REQUIRETLS is unknown -->
 * </handler>
 * }</pre>
 */
public class RequireTls extends MailExtension {
    private final RequireTlsParameter parameter = new RequireTlsParameter();

    public RequireTls() {
        super(RequireTlsParameter.NAME);
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "RequireTls", ENABLED);
        super.init(config);
    }

    @Override
    boolean isOffered(SMTPSession session) {
        return super.isOffered(session) && session.isTLSStarted();
    }

    @Override
    String announcement() {
        return RequireTlsParameter.NAME;
    }

    @Override
    Optional<Reply> take(SMTPSession session, String name, String value) {
        Optional<Reply> refusal = parameter.refusal(value);
        if (refusal.isEmpty()) {
            Transaction.ask(session, TransferOptions::withRequireTls);
        }
        return refusal;
    }
}
