// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import org.eclipse.jetty.server.handler.ErrorHandler;

/** Answers a fault with its status alone: strangers are to see nothing of what is inside. */
final class SilentErrors extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return false;
    }
}
