// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.util.ArrayList;
import java.util.List;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.accounts.Opening;
import org.postern.accounts.Proof;
import org.postern.accounts.Suspensions;
import org.postern.accounts.pop.PopLogins;
import org.postern.bridge.Identities;
import org.postern.bridge.StoreCalls;
import org.postern.hooks.Connection;
import org.postern.submission.Identity;
import org.postern.submission.RightsUnavailableException;

/**
 * POP-before-SMTP: who a client may be that uses no AUTH, and whose address has just been opened by a POP3 login. Several people
 * when they share an address; then the reverse-path has to tell which of them it is. Only over TLS, as any login.
 */
public class PopReaders {
    private static final String MECHANISM = "POP";

    /**
     * Who the client may be.
     *
     * @param opening that of the POP3 login
     */
    public record Reader(Identity identity, Opening opening) {
    }

    private final PopLogins logins;
    private final Identities identities;
    private final Suspensions suspensions;
    private final StoreCalls stores;
    private final LoginLog log;

    @Inject
    public PopReaders(PopLogins logins, Identities identities, Suspensions suspensions, StoreCalls stores, LoginLog log) {
        this.logins = logins;
        this.identities = identities;
        this.suspensions = suspensions;
        this.stores = stores;
        this.log = log;
    }

    /**
     * The last one first; nobody who is suspended.
     *
     * @throws RightsUnavailableException when a store did not answer
     */
    public List<Reader> at(SMTPSession session) throws RightsUnavailableException {
        if (!session.isTLSStarted()) {
            return List.of();
        }
        String address = Connection.clientAddress(session);
        List<Reader> readers = new ArrayList<>();
        for (PopLogins.Reader reader : logins.readers(address)) {
            try {
                if (!stores.ask(() -> suspensions.isSuspended(reader.username()))) {
                    Identity identity = stores.ask(() -> identities.identify(reader.username(), MECHANISM, address));
                    readers.add(new Reader(identity, reader.opening()));
                }
            } catch (Exception e) {
                throw new RightsUnavailableException("It is not known now who may submit from " + address, e);
            }
        }
        return readers;
    }

    /** It is this one, for as long as the transaction runs. */
    public void recognize(SMTPSession session, Reader reader) {
        Username username = reader.identity().username();
        Connection.recognized(session, reader.identity());
        Connection.openedWith(session, reader.opening());
        log.accepted(Peer.of(session).client(), MECHANISM, new Proof(username, "pop"), username);
    }
}
