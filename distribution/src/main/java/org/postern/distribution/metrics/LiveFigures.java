// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.inject.Inject;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import org.apache.james.filesystem.api.JamesDirectoriesProvider;
import org.postern.distribution.queue.QueueDepth;
import org.postern.distribution.queue.QueueDepths;
import org.postern.hooks.server.SubmissionServerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is the case when somebody asks: queues, sessions, the disk, and the Java machine. */
final class LiveFigures extends Collector {

    private static final Logger LOGGER = LoggerFactory.getLogger(LiveFigures.class);
    private static final double MILLIS = 1000;

    private final QueueDepths queues;
    private final SubmissionServerFactory listeners;
    private final Readiness readiness;
    private final Path var;

    @Inject
    LiveFigures(QueueDepths queues, SubmissionServerFactory listeners, Readiness readiness, JamesDirectoriesProvider directories) {
        this.queues = queues;
        this.listeners = listeners;
        this.readiness = readiness;
        this.var = Path.of(directories.getVarDirectory());
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> figures = new ArrayList<>(List.of(
            new GaugeMetricFamily("postern_ready", "Whether new mail is taken, as /healthcheck/ready has it.", readiness.isReady() ? 1 : 0),
            sessions(),
            new GaugeMetricFamily("process_start_time_seconds", "When this server was started, since the epoch.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS)));
        addQueues(figures);
        addDisk(figures);
        addMemory(figures);
        return figures;
    }

    private MetricFamilySamples sessions() {
        GaugeMetricFamily sessions = new GaugeMetricFamily("postern_sessions", "Sessions that are open.", List.of("listener"));
        listeners.openSessions().forEach((listener, open) -> sessions.addMetric(List.of(listener), open));
        return sessions;
    }

    private void addQueues(List<MetricFamilySamples> figures) {
        GaugeMetricFamily messages = new GaugeMetricFamily("postern_queue_messages", "Messages in a queue.", List.of("queue", "state"));
        GaugeMetricFamily lag = new GaugeMetricFamily("postern_queue_lag_seconds",
            "For how long the message that has waited longest for its turn has been due.", List.of("queue"));
        queues.all().forEach((queue, depth) -> {
            addDepth(messages, queue, depth);
            lag.addMetric(List.of(queue), depth.lag().toMillis() / MILLIS);
        });
        figures.add(messages);
        figures.add(lag);
    }

    private static void addDepth(GaugeMetricFamily messages, String queue, QueueDepth depth) {
        messages.addMetric(List.of(queue, "due"), depth.due());
        messages.addMetric(List.of(queue, "active"), depth.active());
        messages.addMetric(List.of(queue, "waiting"), depth.waiting());
        messages.addMetric(List.of(queue, "suspended"), depth.suspended());
        messages.addMetric(List.of(queue, "held"), depth.held());
    }

    private void addDisk(List<MetricFamilySamples> figures) {
        try {
            figures.add(new GaugeMetricFamily("postern_disk_free_bytes", "Free on the disk of var/, where the queues are.",
                Files.getFileStore(var).getUsableSpace()));
        } catch (IOException e) {
            LOGGER.warn("It cannot be told how much of the disk of {} is free", var, e);
        }
    }

    private static void addMemory(List<MetricFamilySamples> figures) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        GaugeMetricFamily used = new GaugeMetricFamily("jvm_memory_used_bytes", "Memory that Java uses.", List.of("area"));
        GaugeMetricFamily most = new GaugeMetricFamily("jvm_memory_max_bytes", "Memory that Java may use; -1: no limit.", List.of("area"));
        addArea(used, most, "heap", memory.getHeapMemoryUsage());
        addArea(used, most, "nonheap", memory.getNonHeapMemoryUsage());
        figures.add(used);
        figures.add(most);
    }

    private static void addArea(GaugeMetricFamily used, GaugeMetricFamily most, String area, MemoryUsage usage) {
        used.addMetric(List.of(area), usage.getUsed());
        most.addMetric(List.of(area), usage.getMax());
    }
}
