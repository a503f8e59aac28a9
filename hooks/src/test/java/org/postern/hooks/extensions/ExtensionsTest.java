// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.extensions;

import org.postern.hooks.testing.Listener;

/** On Postern's listener. */
class ExtensionsTest extends ExtensionsContract {
    @Override
    Listener listener() throws Exception {
        return Listener.startTls();
    }
}
