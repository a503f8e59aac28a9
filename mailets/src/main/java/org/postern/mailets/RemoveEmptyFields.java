// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Takes out address fields with no address in them, which scripts leave behind (RFC 5322 §3.6.3).
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.RemoveEmptyFields"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class RemoveEmptyFields extends OneRepair {
    @Inject
    public RemoveEmptyFields(Repairs repairs) {
        super(repairs, "remove-empty");
    }
}
