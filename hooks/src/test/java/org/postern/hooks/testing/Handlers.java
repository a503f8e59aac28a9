// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.testing;

import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import javax.inject.Inject;
import javax.inject.Singleton;

import org.apache.commons.configuration2.Configuration;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;

/** Makes handlers as Guice would, from the few things that there are to inject. */
final class Handlers implements ProtocolHandlerLoader {
    private final Map<Class<?>, Object> bound;

    Handlers(Map<Class<?>, Object> bound) {
        this.bound = new HashMap<>(bound);
    }

    @Override
    public ProtocolHandler load(String name, Configuration config) throws LoadingException {
        try {
            ProtocolHandler handler = (ProtocolHandler) make(Class.forName(name));
            handler.init(config);
            return handler;
        } catch (Exception e) {
            throw new LoadingException("Cannot load " + name, e);
        }
    }

    private Object make(Class<?> type) throws ReflectiveOperationException {
        if (bound.containsKey(type)) {
            return bound.get(type);
        }
        Constructor<?> constructor = Stream.of(type.getConstructors())
            .filter(candidate -> candidate.isAnnotationPresent(Inject.class) || candidate.getParameterCount() == 0)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("Nothing bound for " + type));
        Object[] arguments = new Object[constructor.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = make(constructor.getParameterTypes()[i]);
        }
        Object made = constructor.newInstance(arguments);
        if (type.isAnnotationPresent(Singleton.class)) {
            bound.put(type, made);
        }
        return made;
    }
}
