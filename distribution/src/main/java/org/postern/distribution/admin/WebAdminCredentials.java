// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.admin;

import static spark.Spark.halt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.apache.james.webadmin.authentication.AuthenticationFilter;
import spark.Request;
import spark.Response;

/**
 * Lets in who knows a generated password: as {@code Authorization: Basic} (any user name) or {@code Bearer}, or, as later James does it,
 * in a {@code Password} header. Compared in constant time.
 */
public final class WebAdminCredentials implements AuthenticationFilter {

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    private static final String BODY = "{\"statusCode\":401,\"type\":\"Unauthorized\"}";

    private final List<byte[]> passwords;

    private WebAdminCredentials(List<byte[]> passwords) {
        this.passwords = passwords;
    }

    /**
     * @param files of which each holds a password, a line by itself
     * @throws IOException when one cannot be read, or is empty
     */
    public static WebAdminCredentials ofFiles(Path... files) throws IOException {
        List<byte[]> passwords = new ArrayList<>();
        for (Path file : files) {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new IOException(file + " is empty; it holds a password");
            }
            passwords.add(password.getBytes(StandardCharsets.UTF_8));
        }
        return new WebAdminCredentials(passwords);
    }

    @Override
    public void handle(Request request, Response response) {
        if (request.requestMethod().equals("OPTIONS")) {
            return;
        }
        byte[] presented = presented(request);
        if (passwords.stream().noneMatch(password -> MessageDigest.isEqual(password, presented))) {
            response.header("WWW-Authenticate", "Basic realm=\"Postern WebAdmin\"");
            throw halt(401, BODY);
        }
    }

    private static byte[] presented(Request request) {
        String header = request.headers("Authorization");
        if (header != null && begins(header, BASIC)) {
            return basic(header.substring(BASIC.length()).trim());
        }
        if (header != null && begins(header, BEARER)) {
            return header.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8);
        }
        String password = request.headers("Password");
        return password == null ? new byte[0] : password.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean begins(String header, String scheme) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
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
