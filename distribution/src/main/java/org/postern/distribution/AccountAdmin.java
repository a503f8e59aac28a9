// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.postern.distribution.admin.AdminClient;
import org.postern.distribution.home.Home;

/** What the commands about accounts ask of the running server. */
final class AccountAdmin {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AdminClient client;

    AccountAdmin(Home home) throws IOException {
        client = AdminClient.of(home);
    }

    /**
     * @param path with its names encoded
     * @return the answer, missing when there is none
     * @throws CommandFailure with what the server says against it
     */
    JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        AdminClient.Answer answer = client.call(method, path, body);
        JsonNode json = answer.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        if (!answer.isGood()) {
            throw new CommandFailure(answer.status() / 100 == 4 ? ExitCodes.USAGE : ExitCodes.UNAVAILABLE,
                json.path("message").asText("the server answered " + answer.status()));
        }
        return json;
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String reason(String reason) {
        return JSON.createObjectNode().put("reason", reason).toString();
    }
}
