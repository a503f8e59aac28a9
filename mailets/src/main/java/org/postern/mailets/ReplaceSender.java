// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Puts the mailbox of the person who submitted into {@code Sender} where the address in it is not theirs to use (RFC 6409
 * §8.1).
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.SenderPolicyIs=add-sender" class="org.postern.mailets.ReplaceSender"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too when told to, together with the others and in one pass.
 */
public class ReplaceSender extends OneRepair {
    @Inject
    public ReplaceSender(Repairs repairs) {
        super(repairs, "replace-sender");
    }
}
