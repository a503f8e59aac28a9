// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Puts the mailbox of the person who submitted into {@code From} where an author's address is not theirs to use; the old
 * author goes into {@code Reply-To} where there is none.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.SenderPolicyIs=rewrite-from" class="org.postern.mailets.RewriteFrom"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too when told to, together with the others and in one pass.
 */
public class RewriteFrom extends OneRepair {
    @Inject
    public RewriteFrom(Repairs repairs) {
        super(repairs, "rewrite-from");
    }
}
