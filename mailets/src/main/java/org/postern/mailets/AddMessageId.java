// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import javax.inject.Inject;

/**
 * Adds {@code Message-ID} where there is none or one that is none (RFC 6409 §8.3).
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.AddMessageId">
 *   <hostName>mail.example.org</hostName>  <!-- behind the @; default: the default domain, or the person's -->
 * </mailet>
 * }</pre>
 *
 * <p>{@link RepairHeader} does this too, together with the others and in one pass.
 */
public class AddMessageId extends OneRepair {
    @Inject
    public AddMessageId(Repairs repairs) {
        super(repairs, "add-message-id", HOST_NAME);
    }
}
