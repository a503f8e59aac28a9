// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.util.Map;

import org.postern.hooks.testing.Listener;

/** On James's own listener. */
class StockPopBeforeSmtpTest extends PopBeforeSmtpContract {
    @Override
    Listener listener(Map<String, String> files) throws Exception {
        return Listener.stockConfigured(files, "");
    }
}
