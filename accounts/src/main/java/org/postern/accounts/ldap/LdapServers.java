// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import javax.net.SocketFactory;

import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.ldap.sdk.StartTLSPostConnectProcessor;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import org.postern.accounts.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers of one directory behind a pool of connections. The one that answered last is asked first. A connection that breaks
 * or falls silent is closed with all that wait beside it, as they most likely lead to the same server, and the question goes
 * once more over a new one. When that is in vain too it is a {@link TimeoutException}, for which others need not wait again.
 */
final class LdapServers implements AutoCloseable {
    private static final Set<ResultCode> SILENT = Set.of(ResultCode.TIMEOUT, ResultCode.CONNECT_ERROR, ResultCode.SERVER_DOWN);
    private static final Logger LOGGER = LoggerFactory.getLogger(LdapServers.class);

    private final LDAPConnectionPool pool;
    private final AtomicBoolean silent = new AtomicBoolean();

    private interface Question<T> {
        T ask(LDAPConnection connection) throws LDAPException;
    }

    /** Connects to nobody yet: a directory that is down does not keep the server from starting. */
    LdapServers(LdapSettings settings) throws LDAPException {
        FailoverServerSet servers = new FailoverServerSet(settings.hosts().stream().map(host -> server(host, settings)).toList());
        servers.setReOrderOnFailover(true);
        pool = new LDAPConnectionPool(servers, settings.service(), 0, settings.connections());
        pool.setConnectionPoolName("ldap");
        pool.setCreateIfNecessary(false);
        pool.setMaxWaitTimeMillis(settings.patience().toMillis());
        // What DNS and a certificate say is looked at again now and then.
        pool.setMaxConnectionAgeMillis(LdapSettings.CONNECTION_AGE.toMillis());
    }

    private static ServerSet server(LdapHost host, LdapSettings settings) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true);
        options.setConnectTimeoutMillis(Math.toIntExact(settings.connectTimeout().toMillis()));
        options.setResponseTimeoutMillis(settings.timeout().toMillis());
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        SocketFactory sockets = host.isImplicitTls() ? settings.tls().getSocketFactory() : SocketFactory.getDefault();
        return new SingleServerSet(host.name(), host.port(), sockets, options, settings.service(),
            settings.startTls() ? new StartTLSPostConnectProcessor(settings.tls().getSocketFactory()) : null);
    }

    /** @throws TimeoutException when no server answers */
    SearchResult search(SearchRequest request) throws LDAPException, TimeoutException {
        return ask(connection -> connection.search(request), pool::releaseConnection);
    }

    /**
     * @param password not empty: RFC 4513 §5.1.2 has a server say yes to none
     * @return what the server says to it, success or not
     * @throws TimeoutException when none says anything
     */
    LDAPResult bind(String dn, Password password) throws LDAPException, TimeoutException {
        return ask(connection -> {
            try {
                return connection.bind(new SimpleBindRequest(dn, password.octets()));
            } catch (LDAPException e) {
                if (isBroken(e)) {
                    throw e;
                }
                return e.toLDAPResult();
            }
        }, pool::releaseAndReAuthenticateConnection);
    }

    private <T> T ask(Question<T> question, Consumer<LDAPConnection> release) throws LDAPException, TimeoutException {
        try {
            T answer = askTwice(question, release);
            if (silent.getAndSet(false)) {
                LOGGER.info("LDAP server answers again");
            }
            return answer;
        } catch (LDAPException e) {
            if (!SILENT.contains(e.getResultCode())) {
                throw e;
            }
            if (!silent.getAndSet(true)) {
                LOGGER.warn("No LDAP server answers", e);
            }
            TimeoutException silence = new TimeoutException("No LDAP server has answered: " + e.getMessage());
            silence.initCause(e);
            throw silence;
        }
    }

    private <T> T askTwice(Question<T> question, Consumer<LDAPConnection> release) throws LDAPException {
        LDAPConnection first = pool.getConnection();
        try {
            return ask(first, question, release);
        } catch (LDAPException e) {
            if (!isBroken(e)) {
                throw e;
            }
            pool.shrinkPool(0);
            return ask(pool.getConnection(), question, release);
        }
    }

    private <T> T ask(LDAPConnection connection, Question<T> question, Consumer<LDAPConnection> release) throws LDAPException {
        T answer;
        try {
            answer = question.ask(connection);
        } catch (LDAPException e) {
            if (isBroken(e)) {
                pool.discardConnection(connection);
            } else {
                release.accept(connection);
            }
            throw e;
        }
        release.accept(connection);
        return answer;
    }

    private static boolean isBroken(LDAPException e) {
        return e.getResultCode().equals(ResultCode.TIMEOUT) || !e.getResultCode().isConnectionUsable();
    }

    @Override
    public void close() {
        pool.close();
    }
}
