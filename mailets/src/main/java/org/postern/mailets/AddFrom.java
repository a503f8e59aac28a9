// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Adds {@code From} with the mailbox of the person who submitted, where there is none (RFC 6409 §8).
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.AddFrom"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class AddFrom extends OneRepair {
    @Inject
    public AddFrom(Repairs repairs) {
        super(repairs, "add-from");
    }
}
