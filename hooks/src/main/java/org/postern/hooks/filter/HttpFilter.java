// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.postern.bridge.BoundedBody;

/** A filter at a URL. Connections are kept and used again; nothing goes to where a redirect or a proxy would have it. */
public final class HttpFilter {
    private static final int MOST_ANSWER = 1_048_576;
    private static final int OK = 200;

    private final FilterSettings settings;
    private final HttpClient client;
    private final Patience patience;

    public HttpFilter(FilterSettings settings) {
        this.settings = settings;
        client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(settings.timeout())
            .build();
        patience = new Patience(Clock.systemUTC(), settings.timeout());
    }

    /** @throws FilterFailure when there is no answer in time, or none that makes sense */
    public FilterAnswer ask(Question question) throws FilterFailure {
        if (!patience.mayAsk()) {
            throw new FilterFailure("it has not answered in time lately");
        }
        try {
            HttpResponse<Optional<byte[]>> response = exchange(question, System.nanoTime() + settings.timeout().toNanos());
            patience.inTime();
            return read(response);
        } catch (TimeoutException | HttpTimeoutException e) {
            patience.timedOut();
            throw new FilterFailure("no answer within " + settings.timeout().toSeconds() + " s");
        } catch (IOException e) {
            patience.inTime();
            throw new FilterFailure(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FilterFailure("this server is stopping");
        }
    }

    private static FilterAnswer read(HttpResponse<Optional<byte[]>> response) throws FilterFailure {
        if (response.statusCode() != OK) {
            throw new FilterFailure("it answers with HTTP status " + response.statusCode());
        }
        return FilterAnswer.read(response.body().orElseThrow(
            () -> new FilterFailure("the answer has more than " + MOST_ANSWER + " octets")));
    }

    /** A connection that was kept may end just when it is used again; a second try has a new one. */
    private HttpResponse<Optional<byte[]>> exchange(Question question, long end)
            throws IOException, TimeoutException, InterruptedException {
        try {
            return once(question, end);
        } catch (ConnectException | HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return once(question, end);
        }
    }

    private HttpResponse<Optional<byte[]>> once(Question question, long end) throws IOException, TimeoutException, InterruptedException {
        try (Upload message = new Upload(question)) {
            CompletableFuture<HttpResponse<Optional<byte[]>>> answer =
                client.sendAsync(request(question, message), response -> new BoundedBody(MOST_ANSWER));
            try {
                // The client's own time-out ends with the header of the answer.
                return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
            } finally {
                answer.cancel(true);
            }
        }
    }

    private HttpRequest request(Question question, Upload message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url()).POST(message.body());
        Stream.concat(question.fields().stream(), settings.password().stream())
            .forEach(field -> request.header(field.name(), field.value()));
        return request.build();
    }
}
