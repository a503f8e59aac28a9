// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

/** RFC 9422: the limits, told beforehand. */
class AnnouncedLimitsIT {
    @OverTheWire
    @Requirement("9422")
    void shouldAnnounceTheLimitOfRecipients(Wire wire) throws Exception {
        wire.ann().play("""
            C: EHLO client.test
            S: 250 LIMITS RCPTMAX=1000
            """);
    }
}
