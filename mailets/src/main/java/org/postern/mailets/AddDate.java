// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Adds {@code Date} where there is none or one that cannot be read (RFC 6409 §8.2), in this server's time zone.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.AddDate"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class AddDate extends OneRepair {
    @Inject
    public AddDate(Repairs repairs) {
        super(repairs, "add-date");
    }
}
