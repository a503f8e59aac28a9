// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.List;

import org.apache.james.protocols.lib.handler.HandlersPackage;

/**
 * No JMX statistics of handlers. James registers one MBean for each handler class and does not start when a class stands
 * twice in the chain: in the core package, and before it with options of its own.
 *
 * <pre>{@code
 * <handlerchain coreHandlersPackage="org.postern.hooks.StockSubmissionHandlers"
 *               jmxHandlersPackage="org.postern.hooks.NoHandlerStatistics">
 * }</pre>
 */
public class NoHandlerStatistics implements HandlersPackage {
    @Override
    public List<String> getHandlers() {
        return List.of();
    }
}
