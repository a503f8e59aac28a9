// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.inject.Inject;

import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.eclipse.jetty.http.HttpStatus;
import org.postern.distribution.admin.RouteArguments;
import org.postern.distribution.queue.QueueAction;
import org.postern.distribution.queue.QueueDelays;
import org.postern.distribution.queue.QueueWork;
import org.postern.distribution.queue.Selection;
import org.postern.submission.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Service;

/**
 * The mail of all queues. {@code GET /queue}: a list; {@code GET /queue/mail/ID}: one, with its header; {@code GET /queue/delays}: the
 * domains that mail waits for; {@code POST /queue/hold}, {@code release}, {@code retry} and {@code delete}: do that to no more than
 * {@code limit} of what the {@link QueueQuery} selects, and say how much is left. No request takes long; whoever wants it all repeats
 * it until nothing is left. (James's {@code /mailQueues} reads each mail that it lists or counts, and knows neither age nor domain.)
 */
final class QueueRoutes implements Routes {

    private static final Logger LOGGER = LoggerFactory.getLogger(QueueRoutes.class);
    private static final String PATH = "/queue";
    private static final int SHOWN_IN_LOG = 300;

    private final QueueWork work;
    private final QueueDelays delays;
    private final Clock clock;
    private final JsonTransformer transformer;

    @Inject
    QueueRoutes(QueueWork work, QueueDelays delays, Clock clock, JsonTransformer transformer) {
        this.work = work;
        this.delays = delays;
        this.clock = clock;
        this.transformer = transformer;
    }

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, (request, response) -> list(query(request)), transformer);
        service.get(PATH + "/delays", (request, response) -> QueueRows.Delays.of(delays.delays(query(request).limit())), transformer);
        service.get(PATH + "/mail/:id", (request, response) -> show(request.params(":id")), transformer);
        Stream.of(QueueAction.values()).forEach(action -> service.post(PATH + "/" + word(action),
            (request, response) -> work(action, query(request)), transformer));
    }

    private QueueQuery query(Request request) {
        return QueueQuery.read(request.queryMap().toMap(), clock);
    }

    /** Of a path. */
    static String word(QueueAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private QueueRows.Rows list(QueueQuery query) {
        return QueueRows.Rows.of(work.count(query.which()), work.list(query.which(), query.limit()));
    }

    private QueueRows.AllShown show(String id) {
        List<QueueRows.Shown> messages = work.show(Selection.of(id), QueueQuery.MOST).stream().map(QueueRows.Shown::of).toList();
        if (messages.isEmpty()) {
            throw RouteArguments.refusal(HttpStatus.NOT_FOUND_404, ErrorType.NOT_FOUND, "no message '" + id + "' is queued");
        }
        return new QueueRows.AllShown(messages);
    }

    private QueueRows.Worked work(QueueAction action, QueueQuery query) throws MailQueueException {
        Selection asked = query.ofWork();
        Instant before = asked.queuedBefore().orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Selection which = asked.queuedBefore(before);
        if (query.dryRun()) {
            return QueueRows.Worked.of(before, work.ahead(action, which), work.preview(action, which, query.limit()));
        }
        QueueWork.Part part = work.work(action, which, query.limit());
        LOGGER.info("queue {} messages={} left={} which={}", word(action), part.done(), part.left(),
            Printable.line(which.toString(), SHOWN_IN_LOG));
        return QueueRows.Worked.of(before, part, List.of());
    }
}
