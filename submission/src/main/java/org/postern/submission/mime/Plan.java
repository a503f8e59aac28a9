// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.util.List;

/**
 * What is changed in a message.
 *
 * @param changes in their order in the message
 * @param complete whether the whole body suits the target then
 * @param breaksSignature whether a signed part is changed
 * @param eightBitPartHeader whether the header of a part has octets over 127
 */
record Plan(List<Change> changes, boolean complete, boolean breaksSignature, boolean eightBitPartHeader) {
    /** For a message that nobody can judge. */
    static final Plan NONE = new Plan(List.of(), false, false, false);
}
