// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.auth;

import java.util.Map;

import org.postern.hooks.testing.Listener;

/** On Postern's listener. */
class PopBeforeSmtpTest extends PopBeforeSmtpContract {
    @Override
    Listener listener(Map<String, String> files) throws Exception {
        return Listener.configured(files, "");
    }
}
