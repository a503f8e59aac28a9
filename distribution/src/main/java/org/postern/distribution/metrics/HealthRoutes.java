// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import javax.inject.Inject;

import org.apache.james.webadmin.PublicRoutes;
import org.eclipse.jetty.http.HttpStatus;
import spark.Response;
import spark.Service;

/**
 * For load balancers and supervisors, without a password; they say yes or no, and no more. {@code GET /healthcheck/live}: 200 while this
 * server runs at all. {@code GET /healthcheck/ready}: 200 while it takes new mail; 503 while it starts or stops, a listener is closed,
 * the database does not answer, or there is no room for the queues. The log says which.
 */
final class HealthRoutes implements PublicRoutes {

    private static final String BASE = "/healthcheck";
    private static final String YES = "{\"status\":\"yes\"}";
    private static final String NO = "{\"status\":\"no\"}";

    private final Readiness readiness;

    @Inject
    HealthRoutes(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE + "/live", (request, response) -> YES);
        service.get(BASE + "/ready", (request, response) -> ready(response));
    }

    private String ready(Response response) {
        if (readiness.isReady()) {
            return YES;
        }
        response.status(HttpStatus.SERVICE_UNAVAILABLE_503);
        return NO;
    }
}
