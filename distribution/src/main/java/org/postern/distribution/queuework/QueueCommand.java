// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.postern.distribution.AccountAdmin;
import org.postern.distribution.CommandFailure;
import org.postern.distribution.ExitCodes;
import org.postern.distribution.HomeOption;
import org.postern.distribution.queue.QueueAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern queue}: what waits in the queues of the running server, why, and what is to become of it. */
@Command(name = "queue", mixinStandardHelpOptions = true,
    description = "List, show, hold, release, retry or delete queued mail. What is in delivery at that moment is left alone.")
public final class QueueCommand implements Runnable {

    private static final String PATH = "/queue";

    @Mixin
    private HomeOption homeOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
            "queue: one of list, show, delays, hold, release, retry and delete is expected");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "What is queued: due mail first, then what waits.")
    int list(@Mixin QueueFilters filters,
            @Option(names = "--held", description = "Messages that wait for a person to release them.") boolean held,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100",
                description = "So many lines, up to 1000. Default: ${DEFAULT-VALUE}.") int limit,
            @Option(names = "--json", description = "As JSON, with all recipients.") boolean json)
            throws IOException, InterruptedException {
        List<String> parameters = filters.parameters();
        parameters.add("held=" + held);
        parameters.add("limit=" + limit);
        JsonNode answer = get(PATH + "?" + String.join("&", parameters));
        if (json) {
            out().println(answer);
            return ExitCodes.OK;
        }
        JsonNode rows = answer.path("messages");
        if (!rows.isEmpty()) {
            table().messages(rows);
        }
        long total = answer.path("total").asLong();
        out().println(total > rows.size() ? rows.size() + " of " + messages(total) : messages(total));
        return ExitCodes.OK;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Envelope, tries and header of one message.")
    int show(@Parameters(paramLabel = "ID", description = "The queue id; of a message to several domains, all parts are shown.") String id,
            @Option(names = "--json", description = "As JSON.") boolean json) throws IOException, InterruptedException {
        JsonNode answer = get(PATH + "/mail/" + AccountAdmin.encoded(id));
        if (json) {
            out().println(answer);
            return ExitCodes.OK;
        }
        boolean isFirst = true;
        for (JsonNode shown : answer.path("messages")) {
            table().message(shown, isFirst);
            isFirst = false;
        }
        return ExitCodes.OK;
    }

    @Command(name = "delays", mixinStandardHelpOptions = true,
        description = "The domains that mail waits for: how much, since when, and what the other server said last.")
    int delays(@Option(names = "--limit", paramLabel = "N", defaultValue = "100",
                description = "So many domains, up to 1000. Default: ${DEFAULT-VALUE}.") int limit,
            @Option(names = "--json", description = "As JSON.") boolean json) throws IOException, InterruptedException {
        JsonNode answer = get(PATH + "/delays?limit=" + limit);
        if (json) {
            out().println(answer);
        } else if (answer.path("domains").isEmpty()) {
            out().println("No mail waits for another try.");
        } else {
            table().delays(answer.path("domains"));
        }
        return ExitCodes.OK;
    }

    @Command(name = "hold", mixinStandardHelpOptions = true, description = "Keep messages until they are released, over restarts.")
    int hold(@Mixin QueueFilters filters, @Mixin WorkOptions options) throws IOException, InterruptedException {
        return work(QueueAction.HOLD, "held", filters, options);
    }

    @Command(name = "release", mixinStandardHelpOptions = true,
        description = "Let messages go on that are held, also those that a limit holds for review.")
    int release(@Mixin QueueFilters filters, @Mixin WorkOptions options) throws IOException, InterruptedException {
        return work(QueueAction.RELEASE, "released", filters, options);
    }

    @Command(name = "retry", mixinStandardHelpOptions = true,
        description = "Try waiting messages now. What its author wants to be sent later, and what is held, waits on.")
    int retry(@Mixin QueueFilters filters, @Mixin WorkOptions options) throws IOException, InterruptedException {
        return work(QueueAction.RETRY, "tried now", filters, options);
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Remove messages for good; their authors are not told.")
    int delete(@Mixin QueueFilters filters, @Mixin WorkOptions options) throws IOException, InterruptedException {
        return work(QueueAction.DELETE, "deleted", filters, options);
    }

    private int work(QueueAction action, String done, QueueFilters filters, WorkOptions options)
            throws IOException, InterruptedException {
        List<String> which = new ArrayList<>(filters.parameters());
        which.add("all=" + options.all());
        AccountAdmin server = new AccountAdmin(homeOption.existing());
        QueueWorker worker = new QueueWorker((method, path) -> server.call(method, path, ""),
            new Progress(spec.commandLine().getErr(), System.console() != null));
        if (options.dryRun()) {
            JsonNode preview = worker.preview(action, which);
            long messages = preview.path("left").asLong();
            out().println(messages(messages) + " would be " + done + leftAlone(preview.path("inDelivery").asLong()));
            if (messages > 0) {
                table().messages(preview.path("messages"));
            }
            return ExitCodes.OK;
        }
        QueueWorker.Result result = worker.work(action, which);
        out().println(messages(result.messages()) + (result.messages() == 1 ? " is " : " are ") + done + leftAlone(result.inDelivery()));
        if (result.left() > 0) {
            throw new CommandFailure(ExitCodes.UNAVAILABLE, messages(result.left()) + " could not be " + done + "; try again");
        }
        return ExitCodes.OK;
    }

    private static String messages(long count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    private static String leftAlone(long inDelivery) {
        return inDelivery == 0 ? "" : "; " + inDelivery + " in delivery, left alone";
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return new AccountAdmin(homeOption.existing()).call("GET", path, "");
    }

    private QueueTable table() {
        return new QueueTable(out(), Clock.systemUTC());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
