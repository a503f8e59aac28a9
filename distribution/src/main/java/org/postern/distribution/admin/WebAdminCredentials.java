// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import static spark.Spark.halt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import org.apache.james.webadmin.authentication.AuthenticationFilter;
import spark.Request;
import spark.Response;

/**
 * Lets into WebAdmin who knows the generated password: as {@code Authorization: Basic} (any user name) or, as later
 * James does it, in a {@code Password} header. Compared in constant time.
 */
final class WebAdminCredentials implements AuthenticationFilter {

    private static final String BASIC = "Basic ";
    private static final String BODY = "{\"statusCode\":401,\"type\":\"Unauthorized\"}";

    private final byte[] password;

    WebAdminCredentials(String password) {
        this.password = password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(Request request, Response response) {
        if (request.requestMethod().equals("OPTIONS")) {
            return;
        }
        if (!MessageDigest.isEqual(password, presented(request))) {
            response.header("WWW-Authenticate", "Basic realm=\"Postern WebAdmin\"");
            throw halt(401, BODY);
        }
    }

    private static byte[] presented(Request request) {
        String header = request.headers("Authorization");
        if (header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return basic(header.substring(BASIC.length()).trim());
        }
        String password = request.headers("Password");
        return password == null ? new byte[0] : password.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] basic(String encoded) {
        try {
            String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return decoded.substring(decoded.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
