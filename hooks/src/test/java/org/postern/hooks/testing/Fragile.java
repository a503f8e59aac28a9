// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A store that can be made to fail or to hang. */
public final class Fragile {
    public volatile Optional<Exception> fault = Optional.empty();
    /** When present, the store waits for it before it answers. */
    public volatile Optional<CountDownLatch> gate = Optional.empty();

    <T> T guard(Class<T> type, T store) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (fault.isPresent()) {
                throw fault.get();
            }
            if (gate.isPresent()) {
                gate.get().await();
            }
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
