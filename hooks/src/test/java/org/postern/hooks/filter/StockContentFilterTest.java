// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import org.postern.hooks.testing.Listener;

/** On James's own listener. */
class StockContentFilterTest extends ContentFilterContract {
    @Override
    Listener listener(String chain) throws Exception {
        return Listener.stock(chain);
    }
}
