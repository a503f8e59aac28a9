// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Names the person who submitted in {@code Sender} when they are not among the authors, or one of several (RFC 6409 §8.1).
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.AddSender"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class AddSender extends OneRepair {
    @Inject
    public AddSender(Repairs repairs) {
        super(repairs, "add-sender");
    }
}
