// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Adds {@code To: undisclosed-recipients:;} to a message that names no recipient.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.AddUndisclosedRecipients"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class AddUndisclosedRecipients extends OneRepair {
    @Inject
    public AddUndisclosedRecipients(Repairs repairs) {
        super(repairs, "add-to");
    }
}
