// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.util.JSONObjectUtils;
import org.postern.bridge.BoundedBody;

/** Asks an issuer over HTTP; no thread waits. Nothing goes to where a redirect would have it. */
final class IssuerHttp {
    private static final int OK = 200;
    private static final int MOST_ANSWER = 262_144;

    private final HttpClient client;
    private final Duration timeout;

    /** @param timeout for one whole answer */
    IssuerHttp(Duration timeout) {
        this.timeout = timeout;
        client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
    }

    /** Fails with an {@link IssuerFailure} when the answer is no JSON object, and with what the client fails with. */
    CompletableFuture<Map<String, Object>> get(URI url) {
        return ask(HttpRequest.newBuilder(url).header("Accept", "application/json").build());
    }

    /** Fails as {@link #get} does. What is asked must be no other when it is asked twice. */
    CompletableFuture<Map<String, Object>> post(URI url, String form, String authorization) {
        return ask(HttpRequest.newBuilder(url)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", authorization)
            .POST(BodyPublishers.ofString(form, StandardCharsets.US_ASCII))
            .build());
    }

    /** A connection that was kept may end just when it is used again; a second try has a new one. */
    private CompletableFuture<Map<String, Object>> ask(HttpRequest request) {
        return once(request).exceptionallyCompose(fault -> {
            Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
            boolean isFinal = !(cause instanceof IOException) || cause instanceof ConnectException || cause instanceof HttpTimeoutException;
            return isFinal ? CompletableFuture.failedFuture(cause) : once(request);
        });
    }

    private CompletableFuture<Map<String, Object>> once(HttpRequest request) {
        CompletableFuture<HttpResponse<Optional<byte[]>>> exchange = client.sendAsync(request, response -> new BoundedBody(MOST_ANSWER));
        // The client's own time-out ends with the header of the answer.
        CompletableFuture<Map<String, Object>> answer = exchange
            .thenCompose(response -> read(request.uri(), response))
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        answer.whenComplete((read, fault) -> exchange.cancel(true));
        return answer;
    }

    private static CompletableFuture<Map<String, Object>> read(URI url, HttpResponse<Optional<byte[]>> response) {
        if (response.statusCode() != OK) {
            return failed(url + " answers with HTTP status " + response.statusCode());
        }
        if (response.body().isEmpty()) {
            return failed(url + " answers with more than " + MOST_ANSWER + " octets");
        }
        try {
            return CompletableFuture.completedFuture(JSONObjectUtils.parse(new String(response.body().get(), StandardCharsets.UTF_8)));
        } catch (ParseException e) {
            return failed(url + " answers with no JSON object");
        }
    }

    private static <T> CompletableFuture<T> failed(String reason) {
        return CompletableFuture.failedFuture(new IssuerFailure(reason));
    }
}
