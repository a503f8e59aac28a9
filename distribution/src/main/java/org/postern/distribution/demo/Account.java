// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import javax.net.ssl.SSLSocketFactory;

/**
 * What a person enters into a mail program.
 *
 * @param host the name that the server's certificate must have
 * @param submissionPort STARTTLS
 * @param submissionsPort TLS from the start
 * @param trust trusts the server's own certificate and no other
 */
record Account(String host, int submissionPort, int submissionsPort, SSLSocketFactory trust, String user, String password) {

    Account withPassword(String other) {
        return new Account(host, submissionPort, submissionsPort, trust, user, other);
    }

    /** The initial response of SASL PLAIN (RFC 4616). */
    String plain() {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return user + " at " + host;
    }
}
