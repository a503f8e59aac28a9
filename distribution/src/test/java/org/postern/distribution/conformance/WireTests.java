// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Runs a test on each port, against one server for all tests, and keeps what those that pass have seen. The table's own test
 * takes that as {@link Observations}.
 */
final class WireTests implements TestTemplateInvocationContextProvider, ParameterResolver {
    private static final Namespace OURS = Namespace.create(WireTests.class);

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return Arrays.stream(context.getRequiredTestMethod().getAnnotation(OverTheWire.class).value()).map(OnPort::new);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Observations.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return observations(context);
    }

    private static Store shared(ExtensionContext context) {
        return context.getRoot().getStore(OURS);
    }

    private static Observations observations(ExtensionContext context) {
        return shared(context).getOrComputeIfAbsent(Observations.class, type -> new Observations(), Observations.class);
    }

    /** One run of a test. JUnit closes what is in its stores: the connections with the test, the server with the last one. */
    private record OnPort(Port port) implements TestTemplateInvocationContext, ParameterResolver, AfterTestExecutionCallback {
        @Override
        public String getDisplayName(int index) {
            return port.toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Wire.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            World world = shared(context).getOrComputeIfAbsent(World.class, type -> World.start(), World.class);
            return context.getStore(OURS).getOrComputeIfAbsent(Wire.class, type -> new Wire(world, port), Wire.class);
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            if (context.getExecutionException().isEmpty()) {
                Requirement requirement = context.getRequiredTestMethod().getAnnotation(Requirement.class);
                String test = context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName();
                List<String> seen = context.getStore(OURS).get(Wire.class, Wire.class).seen();
                for (String id : requirement.value()) {
                    observations(context).add(id, port, test, seen);
                }
            }
        }
    }
}
