// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import org.postern.hooks.testing.Listener;

/** On James's own listener. */
class StockSmtpUtf8Test extends SmtpUtf8Contract {
    @Override
    Listener listener() throws Exception {
        return Listener.stock("");
    }
}
