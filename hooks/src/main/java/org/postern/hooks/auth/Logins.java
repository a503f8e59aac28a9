// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.time.Duration;
import java.util.List;

import javax.inject.Inject;

import org.apache.james.core.Username;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.Authorizator.AuthorizationState;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.user.api.UsersRepository;
import org.postern.accounts.Client;
import org.postern.accounts.Endings;
import org.postern.accounts.GuessLimits;
import org.postern.accounts.Opening;
import org.postern.accounts.Proof;
import org.postern.accounts.StoredNames;
import org.postern.accounts.Suspensions;
import org.postern.accounts.alerts.AccountWatch;
import org.postern.bridge.Identities;
import org.postern.bridge.StoreCalls;
import org.postern.bridge.UserNames;
import org.postern.hooks.Answers;
import org.postern.hooks.Connection;
import org.postern.hooks.LateReply;
import org.postern.hooks.auth.SaslExchange.Step;
import org.postern.submission.DialogueReplies;
import org.postern.submission.Identity;
import org.postern.submission.Reply;

/**
 * 4954-4d, 4954-6: what the end of an exchange means for the session: whose it is from now on, or why not. To act as
 * somebody else needs their delegation to the person who knows the password; with an app password it also needs that address among
 * those that it was made for. Leaves one line in the log for each.
 */
public class Logins {
    private final Identities identities;
    private final UsersRepository users;
    private final Authorizator authorizator;
    private final StoreCalls stores;
    private final GuessLimits guesses;
    private final Suspensions suspensions;
    private final AccountWatch watch;
    private final Endings endings;
    private final LoginLog log;

    @Inject
    public Logins(Identities identities, UsersRepository users, Authorizator authorizator, StoreCalls stores, GuessLimits guesses,
            Suspensions suspensions, AccountWatch watch, Endings endings, LoginLog log) {
        this.identities = identities;
        this.users = users;
        this.authorizator = authorizator;
        this.stores = stores;
        this.guesses = guesses;
        this.suspensions = suspensions;
        this.watch = watch;
        this.endings = endings;
        this.log = log;
    }

    /** To be asked before an exchange begins, and given to {@link #conclude} at its end. */
    long moment() {
        return endings.moment();
    }

    /** @param step anything but a challenge */
    LateReply conclude(SMTPSession session, Peer peer, String mechanism, long moment, Step step) {
        Client client = peer.client();
        if (step instanceof Step.Authenticated authenticated) {
            return atOnce(authorize(session, client, mechanism, moment, authenticated));
        }
        if (step instanceof Step.Unavailable unavailable) {
            log.impossible(client, mechanism, unavailable.claimed(), unavailable.cause());
            return new LateReply(Answers.of(DialogueReplies.authenticationUnavailable()), guesses.undecided(client));
        }
        if (step instanceof Step.Doubtful doubtful) {
            log.doubtful(client, mechanism, doubtful.claimed(), doubtful.cause());
            return new LateReply(Answers.of(DialogueReplies.authenticationUnavailable()), guesses.failed(client, doubtful.claimed()));
        }
        if (step instanceof Step.LockedOut lockedOut) {
            log.lockedOut(client, mechanism, lockedOut.claimed(), lockedOut.left().toSeconds());
            return new LateReply(Answers.of(DialogueReplies.lockedOut(lockedOut.left())), guesses.unheard());
        }
        Step.Failed failed = (Step.Failed) step;
        log.refused(client, mechanism, failed.claimed(), failed.reason());
        return new LateReply(Answers.of(DialogueReplies.authenticationFailed()), guesses.failed(client, failed.claimed()));
    }

    /** The client has left the exchange before it came to an end. */
    void abandoned(Peer peer, String mechanism, SaslExchange exchange, String reason) {
        guesses.abandoned(peer.client());
        log.abandoned(peer.client(), mechanism, exchange.claimed(), exchange.proved().isPresent() ? "proved" : reason);
        notice(peer, exchange);
    }

    /** Also without a login, who has learnt that a secret is right is somewhere. */
    void notice(Peer peer, SaslExchange exchange) {
        exchange.proved().ifPresent(proof -> watch.loggedIn(proof.username(), peer.client().network()));
    }

    private static LateReply atOnce(Reply reply) {
        return new LateReply(Answers.of(reply), Duration.ZERO);
    }

    private Reply authorize(SMTPSession session, Client client, String mechanism, long moment, Step.Authenticated step) {
        Username authentication = step.proof().username();
        try {
            Username authorization = authorization(step);
            Username claimed = UserNames.parse(step.claimed());
            if (isAnySuspended(List.of(authentication, authorization, claimed))) {
                guesses.undecided(client);
                log.refused(client, mechanism, authentication.asString(), "suspended");
                return DialogueReplies.accountSuspended();
            }
            guesses.succeeded(client, step.claimed(), step.proof());
            if (!authentication.equals(authorization) && !mayActAs(step.proof(), authorization)) {
                log.refusedToActAs(client, mechanism, authentication, authorization);
                return DialogueReplies.authenticationFailed();
            }
            Identity identity = identify(authorization, mechanism, client.address()).provedWith(step.proof().credential());
            // What may fail comes before the session is theirs.
            watch.loggedIn(authentication, client.network());
            Connection.authenticated(session, identity);
            Connection.usedAccount(session, authentication);
            Connection.claimed(session, claimed);
            Connection.openedWith(session, Opening.by(step.proof(), authorization, moment));
            session.setRelayingAllowed(true);
            log.accepted(client, mechanism, step.proof(), authorization);
            return DialogueReplies.authenticated();
        } catch (Exception e) {
            guesses.undecided(client);
            log.impossible(client, mechanism, authentication.asString(), e);
            return DialogueReplies.authenticationUnavailable();
        }
    }

    private boolean isAnySuspended(List<Username> names) throws Exception {
        return stores.ask(() -> {
            for (Username name : names) {
                if (suspensions.isSuspended(name)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** As the store has it, whichever of a person's names the client gave. */
    private Username authorization(Step.Authenticated step) throws Exception {
        Username own = step.proof().username();
        return UserNames.areSame(own, step.authorization())
            ? own : stores.ask(() -> StoredNames.spelling(users, step.authorization()));
    }

    private boolean mayActAs(Proof proof, Username other) throws Exception {
        return stores.ask(() -> authorizator.canLoginAsOtherUser(proof.username(), other)) == AuthorizationState.ALLOWED
            && proof.credential().mayActAs(identify(other, "", "").mailbox());
    }

    private Identity identify(Username username, String mechanism, String client) throws Exception {
        return stores.ask(() -> identities.identify(username, mechanism, client));
    }
}
