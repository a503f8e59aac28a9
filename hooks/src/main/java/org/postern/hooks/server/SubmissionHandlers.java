// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.List;

import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.smtpserver.CoreCmdHandlerLoader;

/** The handlers of Postern's own listener. */
public class SubmissionHandlers implements HandlersPackage {
    @Override
    public List<String> getHandlers() {
        return new CoreCmdHandlerLoader().getHandlers();
    }
}
