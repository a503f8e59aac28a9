// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepositoryException;
import org.postern.accounts.Password;
import org.postern.accounts.PasswordSource;
import org.postern.accounts.PersonLookup;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.UserNames;
import org.postern.submission.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The people of an LDAP directory: found by a search, tested by a bind as the entry that was found (RFC 4513 §5.1.3). A name that
 * nobody has takes a bind as well, so that the time does not tell. Configured by {@link LdapSettings}.
 */
public final class LdapSource implements PasswordSource, PersonLookup, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LdapSource.class);
    private static final String NAME = "ldap";
    /** An entry without a password can have none proved. One that has gone since the search is nobody's. */
    private static final Set<ResultCode> NOT_THE_PASSWORD =
        Set.of(ResultCode.INVALID_CREDENTIALS, ResultCode.INAPPROPRIATE_AUTHENTICATION, ResultCode.NO_SUCH_OBJECT);
    /** By which servers say that an account is inactive, or locked after too many wrong passwords: right ones are refused too. */
    private static final Set<ResultCode> NOT_THIS_PERSON = Set.of(ResultCode.UNWILLING_TO_PERFORM, ResultCode.CONSTRAINT_VIOLATION);
    private static final int SHOWN = 200;
    /** One is wanted; a second is enough to know that there are too many. */
    private static final int MOST_HITS = 2;

    private final LdapSettings settings;
    private final LdapServers servers;
    private final StoreCalls calls;

    public LdapSource(LdapSettings settings) {
        try {
            this.servers = new LdapServers(settings);
        } catch (LDAPException e) {
            throw new IllegalStateException("A pool without connections asks nobody", e);
        }
        this.settings = settings;
        this.calls = new StoreCalls(settings.patience());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Answer test(Username username, Password password) throws Exception {
        if (password.isEmpty()) {
            return new Answer.Wrong();
        }
        return calls.ask(() -> bind(username, password));
    }

    /** The name of an account is that of no other, even where it is also what somebody else logs in with. */
    @Override
    public Optional<Username> account(Username name) throws Exception {
        return calls.ask(() -> {
            Optional<Username> account = account(settings.accountAttribute(), name);
            return account.isPresent() || settings.accountAttribute().equals(settings.nameAttribute())
                ? account : account(settings.nameAttribute(), name);
        });
    }

    private Optional<Username> account(String attribute, Username name) throws Exception {
        List<SearchResultEntry> entries = entries(attribute, name);
        return entries.isEmpty() ? Optional.empty() : Optional.of(account(only(entries, name)));
    }

    /** What is wrong with an entry is told to those only who know its password: the others learn of no name that it is there. */
    private Answer bind(Username username, Password password) throws Exception {
        List<SearchResultEntry> entries = entries(settings.nameAttribute(), username);
        if (entries.isEmpty()) {
            servers.bind(new DN(new RDN("cn", "nobody"), new DN(settings.base())).toString(), password);
            return new Answer.Unknown();
        }
        for (SearchResultEntry entry : entries) {
            if (isPasswordOf(entry.getDN(), password)) {
                return new Answer.Proved(account(only(entries, username)));
            }
        }
        return new Answer.Wrong();
    }

    private boolean isPasswordOf(String dn, Password password) throws Exception {
        LDAPResult result = servers.bind(dn, password);
        if (result.getResultCode().equals(ResultCode.SUCCESS)) {
            return true;
        }
        if (NOT_THIS_PERSON.contains(result.getResultCode())) {
            LOGGER.info("The directory does not let {} log in: {}", dn, Printable.line(result.getResultString(), SHOWN));
            return false;
        }
        if (NOT_THE_PASSWORD.contains(result.getResultCode())) {
            return false;
        }
        throw new UsersRepositoryException("The directory answers " + result.getResultCode() + " to a login of " + dn);
    }

    private static SearchResultEntry only(List<SearchResultEntry> entries, Username name) throws UsersRepositoryException {
        if (entries.size() > 1) {
            throw new UsersRepositoryException("The directory has more than one entry for " + name.asString());
        }
        return entries.get(0);
    }

    /** Those who have the name, and may log in. */
    private List<SearchResultEntry> entries(String attribute, Username name) throws LDAPException, TimeoutException {
        List<SearchResultEntry> members = new ArrayList<>();
        for (SearchResultEntry entry : search(attribute, name)) {
            if (isInGroup(entry.getDN())) {
                members.add(entry);
            }
        }
        return members;
    }

    private List<SearchResultEntry> search(String attribute, Username username) throws LDAPException, TimeoutException {
        List<Filter> filters = new ArrayList<>(settings.filters());
        filters.add(Filter.createORFilter(UserNames.spellings(username).stream()
            .map(spelling -> Filter.createEqualityFilter(attribute, spelling.asString()))
            .toList()));
        try {
            return servers.search(new SearchRequest(settings.base(), SearchScope.SUB, DereferencePolicy.NEVER, MOST_HITS, 0, false,
                Filter.createANDFilter(filters), settings.accountAttribute())).getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return e.getSearchEntries();
            }
            throw e;
        }
    }

    private boolean isInGroup(String dn) throws LDAPException, TimeoutException {
        if (settings.group().isEmpty()) {
            return true;
        }
        Filter isMember = Filter.createORFilter(
            Filter.createEqualityFilter("member", dn), Filter.createEqualityFilter("uniqueMember", dn));
        return !servers.search(new SearchRequest(settings.group().get(), SearchScope.BASE, isMember, SearchRequest.NO_ATTRIBUTES))
            .getSearchEntries().isEmpty();
    }

    /**
     * One for each entry, whichever of its names was typed: else its person could go on under the next when one is suspended, and
     * would have as many allowances.
     */
    private Username account(SearchResultEntry entry) throws UsersRepositoryException {
        String attribute = settings.accountAttribute();
        List<Username> names = new ArrayList<>();
        for (String value : Optional.ofNullable(entry.getAttributeValues(attribute)).orElse(new String[0])) {
            names.add(username(entry, value));
        }
        if (names.isEmpty()) {
            throw new UsersRepositoryException("The directory's entry " + entry.getDN() + " has no " + attribute + " to name its account");
        }
        Username first = names.stream().min(Comparator.comparing(Username::asString)).orElseThrow();
        if (!names.stream().allMatch(name -> UserNames.areSame(first, name))) {
            throw new UsersRepositoryException("The directory's entry " + entry.getDN() + " has " + names.size() + " values of " + attribute
                + ", and its account one name: let <identityAttribute> of <ldap> be an attribute with one value");
        }
        return first;
    }

    private Username username(SearchResultEntry entry, String value) throws UsersRepositoryException {
        try {
            return UserNames.parse(value);
        } catch (IllegalArgumentException e) {
            throw new UsersRepositoryException("The directory's entry " + entry.getDN() + " has a " + settings.accountAttribute()
                + " that is no user name", e);
        }
    }

    @Override
    public void close() {
        servers.close();
    }
}
