// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.mailet.Mail;

/** A spool that keeps what it gets, and that can be made to fail or to wait. */
public final class Spool {
    public final List<Taken> taken = new CopyOnWriteArrayList<>();
    public volatile Optional<Exception> fault = Optional.empty();
    public volatile Optional<CountDownLatch> gate = Optional.empty();
    public final CountDownLatch entered = new CountDownLatch(1);

    MailQueueFactory<?> factory() {
        MailQueue queue = stub(MailQueue.class, (method, arguments) -> {
            if (method.equals("enQueue")) {
                entered.countDown();
                if (gate.isPresent()) {
                    gate.get().await();
                }
                if (fault.isPresent()) {
                    throw fault.get();
                }
                taken.add(Taken.of((Mail) arguments[0], arguments.length > 1 ? (Duration) arguments[1] : Duration.ZERO));
            }
            return null;
        });
        return stub(MailQueueFactory.class, (method, arguments) -> queue);
    }

    public interface Behaviour {
        Object call(String method, Object[] arguments) throws Exception;
    }

    public static <T> T stub(Class<T> type, Behaviour behaviour) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (proxy, method, arguments) -> behaviour.call(method.getName(), arguments)));
    }
}
