// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.lang.reflect.Proxy;

/** Stores that do not answer. */
final class Faulty {
    private Faulty() {
    }

    static <T> T always(Class<T> store, Exception fault) {
        return store.cast(Proxy.newProxyInstance(store.getClassLoader(), new Class<?>[] {store}, (proxy, method, arguments) -> {
            throw fault;
        }));
    }
}
