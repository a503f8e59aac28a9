// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.postern.accounts.Opening;
import org.postern.submission.Identity;

/** What is known of a client's connection: its address, its TLS, and who authenticated on it. */
public final class Connection {
    private static final AttachmentKey<Identity> IDENTITY = AttachmentKey.of("POSTERN_IDENTITY", Identity.class);

    private static final AttachmentKey<Username> ACCOUNT = AttachmentKey.of("POSTERN_ACCOUNT", Username.class);
    private static final AttachmentKey<Username> CLAIMED = AttachmentKey.of("POSTERN_CLAIMED", Username.class);
    private static final AttachmentKey<Opening> OPENING = AttachmentKey.of("POSTERN_OPENING", Opening.class);
    private static final AttachmentKey<Boolean> RECOGNIZED = AttachmentKey.of("POSTERN_RECOGNIZED", Boolean.class);

    private Connection() {
    }

    /** Behind a proxy the client's, not the proxy's; empty when not known. */
    public static String clientAddress(ProtocolSession session) {
        return Optional.ofNullable(session.getRemoteAddress())
            .map(InetSocketAddress::getAddress)
            .map(InetAddress::getHostAddress)
            .orElse("");
    }

    /** TLS version and cipher suite, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty without TLS. */
    public static Optional<String> tls(ProtocolSession session) {
        return session.getSSLSession().map(tls -> tls.getProtocol() + " " + tls.getCipherSuite());
    }

    /** What the client has shown for this connection, its own first; none when it has shown none. */
    public static List<X509Certificate> certificates(ProtocolSession session) {
        return session.getSSLSession().map(Connection::certificates).orElse(List.of());
    }

    /** In a resumed session they are those of the session before. */
    public static List<X509Certificate> certificates(SSLSession tls) {
        try {
            return Stream.of(tls.getPeerCertificates()).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    public static Optional<Identity> identity(ProtocolSession session) {
        return session.getAttachment(IDENTITY, State.Connection);
    }

    public static void authenticated(ProtocolSession session, Identity identity) {
        session.setUsername(identity.username());
        session.setAttachment(IDENTITY, identity, State.Connection);
        session.removeAttachment(RECOGNIZED, State.Connection);
    }

    /** Who a client is that has not said AUTH: for the transaction that begins, and known by something else. */
    public static void recognized(SMTPSession session, Identity identity) {
        authenticated(session, identity);
        session.setRelayingAllowed(true);
        session.setAttachment(RECOGNIZED, true, State.Connection);
    }

    /** The next transaction may be somebody else's. */
    public static void forgetRecognized(SMTPSession session) {
        if (session.removeAttachment(RECOGNIZED, State.Connection).isPresent()) {
            session.removeAttachment(IDENTITY, State.Connection);
            session.removeAttachment(OPENING, State.Connection);
            session.setUsername(null);
            session.setRelayingAllowed(false);
        }
    }

    /** What the session, or its transaction, was opened with; empty before a login. */
    public static Optional<Opening> opening(ProtocolSession session) {
        return session.getAttachment(OPENING, State.Connection);
    }

    public static void openedWith(ProtocolSession session, Opening opening) {
        session.setAttachment(OPENING, opening, State.Connection);
    }

    /** Whether the client has authenticated itself by AUTH. */
    public static boolean isLoggedIn(ProtocolSession session) {
        return session.getUsername() != null && session.getAttachment(RECOGNIZED, State.Connection).isEmpty();
    }

    /** Whose password was used, when they act as somebody else. */
    public static void usedAccount(ProtocolSession session, Username account) {
        session.setAttachment(ACCOUNT, account, State.Connection);
    }

    /** Whose password was used, then whom they act as, if that is somebody else; empty without a login. */
    public static List<Username> accounts(ProtocolSession session) {
        return identity(session).map(Identity::username).stream()
            .flatMap(username -> Stream.concat(session.getAttachment(ACCOUNT, State.Connection).stream(), Stream.of(username)))
            .distinct()
            .toList();
    }

    /** The name that the client gave, which may be another one of the person whose password was used. */
    public static void claimed(ProtocolSession session, Username name) {
        session.setAttachment(CLAIMED, name, State.Connection);
    }

    /** Those of {@link #accounts}, and the one that the client gave. */
    public static List<Username> names(ProtocolSession session) {
        return Stream.concat(accounts(session).stream(), session.getAttachment(CLAIMED, State.Connection).stream()).distinct().toList();
    }
}
