// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;

import javax.inject.Inject;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import org.apache.james.webadmin.PublicRoutes;
import org.postern.distribution.admin.WebAdminCredentials;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * {@code GET /metrics}: all figures, for Prometheus. Opened by a password that opens nothing else, so that no monitoring system holds
 * that of an administrator, and by WebAdmin's own.
 */
final class MetricsRoutes implements PublicRoutes {

    private static final String BASE = "/metrics";
    /** Of each series, when it began: as many lines again, and of no use to anybody here. */
    private static final String WHEN_MADE = "_created";

    private final CollectorRegistry registry;
    private final WebAdminCredentials credentials;

    @Inject
    MetricsRoutes(CollectorRegistry registry, WebAdminCredentials credentials) {
        this.registry = registry;
        this.credentials = credentials;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.before(BASE, credentials);
        service.get(BASE, this::figures);
    }

    private String figures(Request request, Response response) throws IOException {
        String format = TextFormat.chooseContentType(request.headers("Accept"));
        response.type(format);
        StringWriter text = new StringWriter();
        TextFormat.writeFormat(format, text, Collections.enumeration(
            Collections.list(registry.metricFamilySamples()).stream().map(MetricsRoutes::withoutBirth).toList()));
        return text.toString();
    }

    /** The registry's own filter would leave out what has no series yet, and what is asked for at this moment. */
    private static MetricFamilySamples withoutBirth(MetricFamilySamples family) {
        return new MetricFamilySamples(family.name, family.unit, family.type, family.help,
            family.samples.stream().filter(sample -> !sample.name.endsWith(WHEN_MADE)).toList());
    }
}
