// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks;

/** A listener's configuration that knows the listener's name. */
public interface NamedListener {
    /** {@code jmxName} of the {@code <smtpserver>} element. */
    String listenerName();
}
