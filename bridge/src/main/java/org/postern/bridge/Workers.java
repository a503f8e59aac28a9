// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads on which questions are asked that may never be answered. */
public final class Workers {
    private static final long IDLE_SECONDS = 30;

    private Workers() {
    }

    /** As many threads as there are questions, up to a limit beyond which a question is rejected; none when there is nothing to do. */
    public static ExecutorService upTo(int threads, String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(0, threads, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }
}
