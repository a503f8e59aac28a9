// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import org.postern.submission.header.MessageHeader;

/**
 * One completion or correction of the header (RFC 6409 §8). Touches no field but its own, never the body, and changes
 * nothing when run on its own result. Stateless and safe for use by many threads.
 */
public interface Repair {
    /** The name under which an operator switches it in XML, such as {@code add-date}. */
    String name();

    /**
     * The repaired header; the very same instance when there was nothing to repair.
     *
     * @throws RightsUnavailableException when a right could not be asked for; the message is to be tried again later
     */
    MessageHeader repair(Submission submission) throws RightsUnavailableException;
}
