// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

/**
 * An enhanced status code (RFC 3463): {@code class.subject.detail}.
 *
 * @param statusClass 2 (success), 4 (try later) or 5 (failure)
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {
    /** @throws IllegalArgumentException when a part is out of its range */
    public EnhancedStatus {
        if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
            throw new IllegalArgumentException("Class of an enhanced status code is 2, 4 or 5, not " + statusClass);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("Subject and detail of an enhanced status code are 0 to 999");
        }
    }

    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}
