// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.inject.Inject;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.submission.Identity;
import org.postern.submission.InternationalAddress;
import org.postern.submission.Printable;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.SubAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * 6409-6.1: rights from where James keeps such things. An address belongs to the user of that name and to those whom the
 * recipient rewrite table's aliases and domain aliases lead to; groups and forwards give no right to send. A user may use
 * what belongs to them, what belongs to somebody who delegated to them, and what is granted in configuration; of all that,
 * with an app password that is limited to some addresses, those; with any other one not what belongs to somebody else.
 *
 * <p>James's own {@code CanSendFrom} answers "no" when its table fails; this one throws.
 */
public class JamesSenderRights implements SenderRights {
    private static final Logger LOGGER = LoggerFactory.getLogger(JamesSenderRights.class);
    private static final EnumSet<Mapping.Type> ALIASES = EnumSet.of(Mapping.Type.Alias, Mapping.Type.DomainAlias);
    private static final EnumSet<Mapping.Type> ALIASES_AND_ADDRESSES =
        EnumSet.of(Mapping.Type.Alias, Mapping.Type.DomainAlias, Mapping.Type.Address);
    /** Well under the two minutes of 6409-5.3. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SHOWN = 120;

    private final RecipientRewriteTable rewriteTable;
    private final DelegationStore delegations;
    private final UsersRepository users;
    private final Grants grants;
    private final StoreCalls stores;

    public JamesSenderRights(RecipientRewriteTable rewriteTable, DelegationStore delegations, UsersRepository users, Grants grants) {
        this(rewriteTable, delegations, users, grants, new StoreCalls());
    }

    /** @param stores how long each of the others may take */
    @Inject
    public JamesSenderRights(RecipientRewriteTable rewriteTable, DelegationStore delegations, UsersRepository users, Grants grants,
            StoreCalls stores) {
        this.rewriteTable = rewriteTable;
        this.delegations = delegations;
        this.users = users;
        this.grants = grants;
        this.stores = stores;
    }

    @Override
    public boolean maySendAs(Identity identity, MailAddress address) throws RightsUnavailableException {
        if (MaybeSender.of(address).isNullSender()) {
            // Nobody's address; whether it may be the reverse-path is another question (6409-3.2b).
            return false;
        }
        if (!identity.credential().allows(address)) {
            return false;
        }
        String own = InternationalAddress.identifier(identity.mailbox());
        if (own.equals(InternationalAddress.identifier(address)) || grants.allow(identity, address)) {
            return true;
        }
        if (address.getLocalPart().indexOf('@') >= 0) {
            // A quoted local-part that no user name can have.
            return false;
        }
        try {
            return stores.ask(() -> belongsTo(identity, own, address));
        } catch (Exception e) {
            // Those who ask answer "try later" and have no use for the cause; who runs the server has.
            LOGGER.error("Cannot tell whether {} may send as {}", identity.username().asString(),
                Printable.line(address.asString(), SHOWN), e);
            throw new RightsUnavailableException("Cannot tell now who may send as " + address.asString(), e);
        }
    }

    private boolean belongsTo(Identity identity, String own, MailAddress address)
            throws UsersRepositoryException, RecipientRewriteTableException, RecipientRewriteTable.ErrorMappingException {
        Set<String> owners = owners(address);
        return owners.contains(own)
            || owners.contains(UserNames.identifier(identity.username()))
            || identity.credential().mayActAs(address)
                && delegators(identity).stream().map(UserNames::identifier).anyMatch(owners::contains);
    }

    private Set<String> owners(MailAddress address)
            throws UsersRepositoryException, RecipientRewriteTableException, RecipientRewriteTable.ErrorMappingException {
        Set<MailAddress> names = aliasTargets(address);
        names.add(address);
        Set<String> owners = new HashSet<>();
        for (MailAddress name : names) {
            owners.add(InternationalAddress.identifier(name));
            Optional<MailAddress> base = SubAddress.base(name);
            // alice+bob@ may also be the whole name of another person.
            if (base.isPresent() && !isPerson(name)) {
                owners.add(InternationalAddress.identifier(base.get()));
                aliasTargets(base.get()).forEach(target -> owners.add(InternationalAddress.identifier(target)));
            }
        }
        return owners;
    }

    private boolean isPerson(MailAddress address) throws UsersRepositoryException {
        for (Username name : UserNames.of(address)) {
            if (users.contains(users.supportVirtualHosting() ? name : Username.fromLocalPartWithoutDomain(name.getLocalPart()))) {
                return true;
            }
        }
        return false;
    }

    private Set<MailAddress> aliasTargets(MailAddress address)
            throws RecipientRewriteTableException, RecipientRewriteTable.ErrorMappingException {
        Set<MailAddress> targets = new HashSet<>();
        for (Username name : UserNames.of(address)) {
            rewriteTable.getResolvedMappings(name.getLocalPart(), name.getDomainPart().orElseThrow(),
                    grants.areAddressMappingsRights() ? ALIASES_AND_ADDRESSES : ALIASES)
                .asStream()
                .map(mapping -> InternationalAddress.of(mapping.getMappingValue()))
                .flatMap(Optional::stream)
                .forEach(targets::add);
        }
        return targets;
    }

    /** Those who let this identity act for them. */
    private Collection<Username> delegators(Identity identity) {
        try {
            List<Username> delegators = Flux.from(delegations.delegatedUsers(identity.username()))
                .map(user -> user.withDefaultDomain(identity.mailbox().getDomain()))
                .collectList()
                .block(PATIENCE);
            return delegators == null ? List.of() : delegators;
        } catch (UnsupportedOperationException e) {
            // A server without delegation: James's JPA flavour throws for all of it.
            return List.of();
        }
    }
}
