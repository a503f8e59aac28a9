// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.inject.Inject;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.postern.bridge.AddressesFile;
import org.postern.bridge.JamesMailDomains;
import org.postern.bridge.KnownDomains;
import org.postern.bridge.StoreCalls;
import org.postern.submission.MailDomains.Standing;
import org.postern.submission.Verdict;
import org.postern.submission.checks.ReachableDomains;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 6409-3.2a, 7505: looks up the domain of each recipient, and of the reverse-path, and refuses what the DNS says cannot take
 * mail. A DNS that fails or hangs refuses nobody, and all look-ups of one message together are waited for a third of a minute
 * at most (6409-5.3). The reverse-path is not looked up where its domain is one of this server's own: whoever runs the
 * server answers for those. Of several in a handler chain the first one acts.
 *
 * <pre>{@code
 * <handler class="org.postern.hooks.CheckDomains">
 *   <recipients>true</recipients>       <!-- false: not those of recipients, as behind a smarthost that knows other names -->
 *   <reversePath>true</reversePath>     <!-- false: not that of the reverse-path -->
 *   <patience>5</patience>              <!-- seconds to wait for one answer; 1 or more -->
 *   <keep>300</keep>                    <!-- seconds to keep what the DNS said; 0 or more -->
 *   <keepFailures>10</keepFailures>     <!-- seconds to keep that it said nothing; 0 or more -->
 *   <cacheSize>10000</cacheSize>        <!-- domains to keep; 1 or more -->
 * </handler>
 * }</pre>
 */
public class CheckDomains implements MailHook, RcptHook, ExtensibleHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(CheckDomains.class);
    private static final AttachmentKey<Duration> WAITED = AttachmentKey.of("POSTERN_DNS_WAITED", Duration.class);
    private static final String RULE = "reachable-domains";
    private static final Duration MOST_PER_MESSAGE = Duration.ofSeconds(20);
    private static final int PATIENCE_SECONDS = 5;
    private static final int KEEP_SECONDS = 300;
    private static final int KEEP_FAILURES_SECONDS = 10;
    private static final int CACHE_SIZE = 10_000;

    private final JamesMailDomains dns;
    private final DomainList own;
    private final StoreCalls stores;
    private final AddressesFile rules;
    private KnownDomains known;
    private Duration patience;
    private boolean recipients;
    private boolean reversePath;
    private boolean isFirst = true;

    @Inject
    public CheckDomains(JamesMailDomains dns, DomainList own, StoreCalls stores, AddressesFile rules) {
        this.rules = rules;
        this.dns = dns;
        this.own = own;
        this.stores = stores;
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        Settings.onlyKnown(config, "CheckDomains", "recipients", "reversePath", "patience", "keep", "keepFailures", "cacheSize");
        recipients = Settings.flag(config, "recipients", true);
        reversePath = Settings.flag(config, "reversePath", true);
        patience = Duration.ofSeconds(Settings.atLeast(1, config, "patience", PATIENCE_SECONDS));
        known = new KnownDomains(dns, new KnownDomains.Limits(
            Duration.ofSeconds(Settings.atLeast(0, config, "keep", KEEP_SECONDS)),
            Duration.ofSeconds(Settings.atLeast(0, config, "keepFailures", KEEP_FAILURES_SECONDS)),
            Settings.atLeast(1, config, "cacheSize", CACHE_SIZE)));
    }

    @Override
    public void destroy() {
        known.close();
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        if (!isFirst || !reversePath || sender.isNullSender() || isOwn(session, sender.get().getDomain())) {
            return HookResult.DECLINED;
        }
        return answer(session, rule(session).reversePath(sender));
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
        return doRcpt(session, sender, recipient);
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        if (!isFirst || !recipients || Transaction.isForOperator(session)) {
            return HookResult.DECLINED;
        }
        Verdict verdict = rule(session).recipient(recipient);
        // Asked behind the DNS, as nearly all domains take mail.
        return verdict == Verdict.ACCEPT || becomesAnother(session, recipient) ? HookResult.DECLINED : answer(session, verdict);
    }

    /** Aliases and groups of this server's own domains, and addresses that its rules rewrite, need no place in the DNS. */
    private boolean becomesAnother(SMTPSession session, MailAddress recipient) {
        return rules.rules().rewrite(recipient).isPresent() || isOwn(session, recipient.getDomain());
    }

    private ReachableDomains rule(SMTPSession session) {
        return new ReachableDomains(domain -> standing(session, domain));
    }

    private Standing standing(SMTPSession session, Domain domain) {
        Duration waited = session.getAttachment(WAITED, State.Transaction).orElse(Duration.ZERO);
        Duration left = MOST_PER_MESSAGE.minus(waited);
        long start = System.nanoTime();
        Standing standing = known.standing(domain, left.compareTo(patience) < 0 ? left : patience);
        session.setAttachment(WAITED, waited.plusNanos(System.nanoTime() - start), State.Transaction);
        return standing;
    }

    private boolean isOwn(SMTPSession session, Domain domain) {
        if (Connection.identity(session).filter(identity -> identity.mailbox().getDomain().equals(domain)).isPresent()) {
            return true;
        }
        try {
            return stores.ask(() -> own.containsDomain(domain));
        } catch (Exception e) {
            LOGGER.error("Cannot tell whether {} is a domain of this server; it is taken for one", domain.asString(), e);
            return true;
        }
    }

    private static HookResult answer(SMTPSession session, Verdict verdict) {
        verdict.answer().ifPresent(reply -> TracedSession.refusedBy(session, RULE));
        return verdict.answer().map(Answers::hook).orElse(HookResult.DECLINED);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(CheckDomains.class);
    }

    @Override
    public void wireExtensions(Class<?> kind, List<?> handlers) {
        isFirst = handlers.get(0) == this;
    }
}
