// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

import java.util.List;

import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.smtpserver.CoreCmdHandlerLoader;

/** The handlers of a submission port on a James without Postern's listener. */
public class StockSubmissionHandlers implements HandlersPackage {
    @Override
    public List<String> getHandlers() {
        return new CoreCmdHandlerLoader().getHandlers();
    }
}
