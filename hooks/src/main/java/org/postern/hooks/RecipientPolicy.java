// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.postern.bridge.AddressesFile;
import org.postern.bridge.RecipientRules;
import org.postern.submission.Reply;
import org.postern.submission.checks.RecipientPermissions;

/**
 * 6409-6.2: who may send to whom, by the site's rules; see {@link RecipientRules}. The first rule that covers both decides,
 * and what no rule covers is allowed. An address that {@code addresses.xml} rewrites is judged by what it becomes, too; the recipient
 * rewrite table is not looked at. The server's own postmaster, written {@code <postmaster>}, is never denied.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.RecipientPolicy">
 *   <allow who="press@example.org"/>                     <!-- who, to: an address, *@domain, *@*.domain or *, which is the default -->
 *   <deny to="*@press.example" text="ask press@example.org to send it for you"/>   <!-- text: what the author should do -->
 * </handler>
 * }</pre>
 */
public class RecipientPolicy implements RcptHook {
    private static final String RULE = "recipient-policy";

    private RecipientPermissions permissions = new RecipientPermissions(List.of());

    private final AddressesFile addresses;

    @Inject
    public RecipientPolicy(AddressesFile addresses) {
        this.addresses = addresses;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "RecipientPolicy", RecipientRules.ALLOW, RecipientRules.DENY);
        try {
            permissions = RecipientRules.parse((HierarchicalConfiguration<ImmutableNode>) config);
        } catch (ConfigurationException e) {
            throw new ConfigurationException("smtpserver.xml: RecipientPolicy: " + e.getMessage(), e);
        }
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
        return doRcpt(session, sender, recipient);
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        if (Transaction.isForOperator(session)) {
            return HookResult.DECLINED;
        }
        Optional<Reply> refusal = Connection.identity(session).flatMap(identity -> permissions.check(identity, recipient).answer()
            .or(() -> addresses.rules().rewrite(recipient).flatMap(other -> permissions.check(identity, other).answer())));
        refusal.ifPresent(reply -> TracedSession.refusedBy(session, RULE));
        return refusal.map(Answers::hook).orElse(HookResult.DECLINED);
    }
}
