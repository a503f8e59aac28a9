// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.ldap;

import java.net.URI;
import java.util.Optional;

import com.google.common.net.InetAddresses;

/**
 * One server of a directory (RFC 4516 §2, without what is to be searched for there).
 *
 * @param isImplicitTls as {@code ldaps://} says
 */
public record LdapHost(String name, int port, boolean isImplicitTls) {
    private static final String CLEAR = "ldap";
    private static final String IMPLICIT_TLS = "ldaps";
    private static final int CLEAR_PORT = 389;
    private static final int IMPLICIT_TLS_PORT = 636;
    private static final int MOST_PORT = 65_535;

    /** @return empty when the text is no {@code ldap://HOST[:PORT]} or {@code ldaps://HOST[:PORT]} */
    public static Optional<LdapHost> parse(String text) {
        try {
            URI url = URI.create(text);
            boolean isImplicitTls = IMPLICIT_TLS.equalsIgnoreCase(url.getScheme());
            if (!isImplicitTls && !CLEAR.equalsIgnoreCase(url.getScheme()) || url.getHost() == null || url.getRawUserInfo() != null
                    || !url.getRawPath().replace("/", "").isEmpty() || url.getRawQuery() != null || url.getRawFragment() != null
                    || url.getPort() == 0 || url.getPort() > MOST_PORT) {
                return Optional.empty();
            }
            int usual = isImplicitTls ? IMPLICIT_TLS_PORT : CLEAR_PORT;
            String name = url.getHost().replaceAll("^\\[|\\]$", "");
            return Optional.of(new LdapHost(name, url.getPort() < 0 ? usual : url.getPort(), isImplicitTls));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether what is said to it stays on this machine. No name is looked up. */
    public boolean isLoopback() {
        return name.equalsIgnoreCase("localhost") || InetAddresses.isInetAddress(name) && InetAddresses.forString(name).isLoopbackAddress();
    }
}
