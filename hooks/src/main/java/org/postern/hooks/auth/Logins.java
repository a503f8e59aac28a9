// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.Authorizator.AuthorizationState;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.bridge.Identities;
import org.postern.bridge.StoreCalls;
import org.postern.hooks.Connection;
import org.postern.hooks.auth.SaslExchange.Step;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Identity;
import org.postern.submission.Printable;
import org.postern.submission.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 4954-4d, 4954-6: what the end of an exchange means for the session: whose it is from now on, or why not. To act as
 * somebody else needs their delegation to the person who knows the password. Leaves one line in the log for each.
 */
public class Logins {
    private static final Logger LOGGER = LoggerFactory.getLogger(Logins.class);
    private static final int SHOWN_NAME = 100;

    private final Identities identities;
    private final Authorizator authorizator;
    private final StoreCalls stores;

    @Inject
    public Logins(Identities identities, Authorizator authorizator, StoreCalls stores) {
        this.identities = identities;
        this.authorizator = authorizator;
        this.stores = stores;
    }

    Reply conclude(SMTPSession session, String mechanism, Step step) {
        if (step instanceof Step.Authenticated authenticated) {
            return authorize(session, mechanism, authenticated);
        }
        if (step instanceof Step.Unavailable unavailable) {
            return unavailable(session, mechanism, unavailable.claimed(), unavailable.cause());
        }
        return failed(session, mechanism, ((Step.Failed) step).claimed(), "credentials");
    }

    private Reply authorize(SMTPSession session, String mechanism, Step.Authenticated step) {
        Username authentication = step.authentication();
        Username authorization = step.authorization();
        try {
            if (!authentication.equals(authorization)
                    && stores.ask(() -> authorizator.canLoginAsOtherUser(authentication, authorization)) != AuthorizationState.ALLOWED) {
                return failed(session, mechanism, authentication.asString(), "may not act as " + shown(authorization.asString()));
            }
            Identity identity = identify(authorization, mechanism, Connection.clientAddress(session));
            Connection.authenticated(session, identity);
            session.setRelayingAllowed(true);
            LOGGER.info("login accepted user={} as={} mechanism={} client={} tls=\"{}\" session={}", shown(authentication.asString()),
                shown(authorization.asString()), mechanism, identity.clientAddress(), tls(session), session.getSessionID());
            return DialogueReplies.authenticated();
        } catch (Exception e) {
            return unavailable(session, mechanism, authentication.asString(), e);
        }
    }

    private Identity identify(Username username, String mechanism, String client) throws Exception {
        return stores.ask(() -> identities.identify(username, mechanism, client));
    }

    private static Reply failed(SMTPSession session, String mechanism, String claimed, String reason) {
        LOGGER.info("login refused user={} mechanism={} client={} tls=\"{}\" session={} reason=\"{}\"", shown(claimed), mechanism,
            Connection.clientAddress(session), tls(session), session.getSessionID(), reason);
        return DialogueReplies.authenticationFailed();
    }

    private static Reply unavailable(SMTPSession session, String mechanism, String claimed, Exception cause) {
        LOGGER.error("login not possible user={} mechanism={} client={} session={}", shown(claimed), mechanism,
            Connection.clientAddress(session), session.getSessionID(), cause);
        return DialogueReplies.authenticationUnavailable();
    }

    private static String tls(SMTPSession session) {
        return Connection.tls(session).orElse("");
    }

    private static String shown(String name) {
        return Printable.line(name, SHOWN_NAME);
    }
}
