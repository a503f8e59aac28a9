// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Takes out {@code Bcc} and {@code Resent-Bcc}. Unlike James's {@code RemoveMimeHeader} it rewrites no other field.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.RemoveBcc"/>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class RemoveBcc extends OneRepair {
    @Inject
    public RemoveBcc(Repairs repairs) {
        super(repairs, "remove-bcc");
    }
}
