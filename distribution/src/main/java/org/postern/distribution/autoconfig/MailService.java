// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import java.util.List;

/**
 * A server that people's mail programs talk to.
 *
 * @param host its name in the DNS
 * @param tls how the connection is secured; there is no other kind (RFC 8314 §3)
 * @param logins the best first
 */
public record MailService(Protocol protocol, String host, int port, Tls tls, List<Login> logins) {

    /** What is spoken there. */
    public enum Protocol { SMTP, IMAP, POP3 }

    /** When TLS begins. */
    public enum Tls { IMPLICIT, STARTTLS }

    /** How a person shows who they are. */
    public enum Login { PASSWORD, HIDDEN_PASSWORD, TOKEN, CERTIFICATE }

    public MailService {
        logins = List.copyOf(logins);
    }

    /** The label under which the DNS names such a server (RFC 6186 §3, RFC 8314 §5.1). */
    public String srvLabel() {
        return switch (protocol) {
            case SMTP -> tls == Tls.IMPLICIT ? "_submissions" : "_submission";
            case IMAP -> tls == Tls.IMPLICIT ? "_imaps" : "_imap";
            case POP3 -> tls == Tls.IMPLICIT ? "_pop3s" : "_pop3";
        };
    }
}
