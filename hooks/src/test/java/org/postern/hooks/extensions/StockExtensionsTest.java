// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import org.postern.hooks.testing.Listener;

/** On James's own listener. */
class StockExtensionsTest extends ExtensionsContract {
    @Override
    Listener listener() throws Exception {
        return Listener.stock("");
    }
}
