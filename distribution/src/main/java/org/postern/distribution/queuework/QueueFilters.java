// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.util.ArrayList;
import java.util.List;

import org.postern.distribution.AccountAdmin;
import picocli.CommandLine.Option;

/** Which of the queued mail; the server says what is wrong with them. */
public final class QueueFilters {

    @Option(names = "--id", paramLabel = "ID", description = "This message, by the queue id that its author was told; may be repeated.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--sender", paramLabel = "ADDRESS", description = "Messages from this envelope sender; <> for reports.")
    private String sender;

    @Option(names = "--recipient", paramLabel = "ADDRESS", description = "Messages with this recipient, and all others that they have.")
    private String recipient;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Messages with a recipient of this domain.")
    private String domain;

    @Option(names = "--older-than", paramLabel = "TIME", description = "Messages submitted longer ago than this: 30m, 2h, 3d.")
    private String olderThan;

    /** As parameters of a query, encoded. */
    List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        ids.forEach(id -> add(parameters, "id", id));
        add(parameters, "sender", sender);
        add(parameters, "recipient", recipient);
        add(parameters, "domain", domain);
        add(parameters, "olderThan", olderThan);
        return parameters;
    }

    private static void add(List<String> parameters, String name, String value) {
        if (value != null) {
            parameters.add(name + "=" + AccountAdmin.encoded(value));
        }
    }
}
