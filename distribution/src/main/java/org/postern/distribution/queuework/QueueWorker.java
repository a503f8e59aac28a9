// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.postern.distribution.queue.QueueAction;

/** Has the server do work part by part, until nothing is left. */
final class QueueWorker {

    private static final int AT_ONCE = 500;
    private static final int SHOWN = 10;

    private final Server server;
    private final Progress progress;

    /** The running one. */
    interface Server {
        JsonNode call(String method, String path) throws IOException, InterruptedException;
    }

    /**
     * @param messages how many it was
     * @param left how many were not, though they should
     * @param inDelivery how many were left alone
     */
    record Result(long messages, long left, long inDelivery) {
    }

    QueueWorker(Server server, Progress progress) {
        this.server = server;
        this.progress = progress;
    }

    /** What it would be: the answer of the server. */
    JsonNode preview(QueueAction action, List<String> which) throws IOException, InterruptedException {
        return call(action, which, "dryRun=true", "limit=" + SHOWN);
    }

    Result work(QueueAction action, List<String> which) throws IOException, InterruptedException {
        JsonNode part = call(action, which, "limit=" + AT_ONCE);
        String before = "before=" + part.path("before").asText();
        long done = part.path("done").asLong();
        long inDelivery = part.path("inDelivery").asLong();
        try {
            progress.show(done, done + left(part));
            while (left(part) > 0 && part.path("done").asLong() > 0) {
                part = call(action, which, before, "limit=" + AT_ONCE);
                done += part.path("done").asLong();
                inDelivery = Math.max(inDelivery, part.path("inDelivery").asLong());
                progress.show(done, done + left(part));
            }
        } finally {
            progress.end();
        }
        return new Result(done, left(part), inDelivery);
    }

    private static long left(JsonNode part) {
        return part.path("left").asLong();
    }

    private JsonNode call(QueueAction action, List<String> which, String... more) throws IOException, InterruptedException {
        List<String> parameters = new ArrayList<>(which);
        parameters.addAll(List.of(more));
        return server.call("POST", "/queue/" + QueueRoutes.word(action) + "?" + String.join("&", parameters));
    }
}
