// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
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
        return new ThreadPoolExecutor(0, threads, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name));
    }

    /** One thread, for which questions wait; none when there is nothing to do. Who asks sees to it that not too many wait. */
    public static ExecutorService oneByOne(String name) {
        ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
