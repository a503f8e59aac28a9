// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.postern.distribution.admin.AdminClient;
import org.postern.distribution.home.Home;

/** What the commands ask of the running server. */
public final class AccountAdmin {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AdminClient client;

    /** @throws CommandFailure when no server runs there */
    public AccountAdmin(Home home) throws IOException {
        client = AdminClient.of(home);
    }

    /**
     * @param path with its names encoded
     * @return the answer, missing when there is none
     * @throws CommandFailure with what the server says against it
     */
    public JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        AdminClient.Answer answer = client.call(method, path, body);
        if (!answer.isGood()) {
            throw new CommandFailure(answer.status() / 100 == 4 ? ExitCodes.USAGE : ExitCodes.UNAVAILABLE, message(answer));
        }
        return answer.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(answer.body());
    }

    /** One line, whatever WebAdmin says: of a fault of its own that need not be JSON. */
    private static String message(AdminClient.Answer answer) {
        String message;
        try {
            message = JSON.readTree(answer.body()).path("message").asText();
        } catch (JsonProcessingException e) {
            message = "";
        }
        return message.lines().filter(line -> !line.isBlank()).findFirst().orElse("the server answered " + answer.status());
    }

    /** A name as part of a path or a query. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String reason(String reason) {
        return JSON.createObjectNode().put("reason", reason).toString();
    }
}
