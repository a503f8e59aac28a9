// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import org.apache.james.core.MailAddress;

/** Who may use which address as an originator (RFC 6409 §6.1). */
public interface SenderRights {
    /**
     * Own address, its sub-addresses, aliases, delegated addresses, granted domains.
     *
     * @throws RightsUnavailableException when a store could not be asked: the answer is then "later", never "no"
     */
    boolean maySendAs(Identity identity, MailAddress address) throws RightsUnavailableException;
}
