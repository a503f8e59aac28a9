// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.trace;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import org.postern.distribution.AccountAdmin;
import org.postern.distribution.ExitCodes;
import org.postern.distribution.HomeOption;
import org.postern.distribution.trace.TraceSearch.Story;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern trace}: where a message is, who sent it, and what everybody said to it. */
@Command(name = "trace", mixinStandardHelpOptions = true,
    description = "Tell what happened to a message, or to all messages of an address. Ends with 1 when nothing is known of it.")
public final class TraceCommand implements Callable<Integer> {

    @Mixin
    private HomeOption homeOption;

    @Parameters(paramLabel = "ID|ADDRESS",
        description = "A queue id, a Message-ID with or without its brackets, or the address of a user, a sender or a recipient.")
    private String wanted;

    @Option(names = "--since", paramLabel = "TIME",
        description = "What an address has to do with since then: 30m, 6h, 2d. Default: all that is kept.")
    private String since;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100",
        description = "The newest N messages, up to 1000. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "One JSON array, an element for each message.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String path = TraceRoutes.BASE + "?q=" + AccountAdmin.encoded(wanted) + "&limit=" + limit
            + (since == null ? "" : "&since=" + AccountAdmin.encoded(since));
        JsonNode answer = new AccountAdmin(homeOption.existing()).call("GET", path, "");
        JsonNode stories = answer.path("stories");
        show(stories);
        PrintWriter err = spec.commandLine().getErr();
        if (answer.path("more").asBoolean()) {
            err.println("postern: there is more, and older; --limit shows more, --since less");
        }
        if (stories.isEmpty()) {
            err.println("postern: nothing is known of " + wanted + (since == null ? "" : " in the last " + since));
            return ExitCodes.NOT_FOUND;
        }
        return ExitCodes.OK;
    }

    private void show(JsonNode stories) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(stories);
            return;
        }
        TraceText text = new TraceText(ZoneId.systemDefault());
        String between = "";
        for (JsonNode story : stories) {
            out.print(between);
            String id = story.path("id").asText();
            text.lines(new Story(id, TraceJson.read(story.path("events").toString(), id))).forEach(out::println);
            between = System.lineSeparator();
        }
    }
}
