// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import org.postern.hooks.testing.Listener;

/** On Postern's listener. */
class ContentFilterTest extends ContentFilterContract {
    @Override
    Listener listener(String chain) throws Exception {
        return Listener.startTls("", chain);
    }
}
