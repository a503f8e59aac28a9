// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.List;
import java.util.stream.Stream;

import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.postern.hooks.CheckDomains;
import org.postern.hooks.StockSubmissionHandlers;

/** The handlers of Postern's own listener: those of a stock James, and its own way of taking a message. */
public class SubmissionHandlers implements HandlersPackage {
    @Override
    public List<String> getHandlers() {
        return Stream.concat(
            StockSubmissionHandlers.COMMANDS.stream(),
            Stream.of(CheckDomains.class, MessageHooks.class,
                Reception.class, ReceiveMessage.class, ReceiveChunk.class).map(Class::getName)).toList();
    }
}
