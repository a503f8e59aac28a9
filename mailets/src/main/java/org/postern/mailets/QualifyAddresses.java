// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Gives every bare local-part in an address field of the header the domain of the person who submitted (RFC 6409 §4.2).
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.QualifyAddresses"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class QualifyAddresses extends OneRepair {
    @Inject
    public QualifyAddresses(Repairs repairs) {
        super(repairs, "qualify-addresses");
    }
}
