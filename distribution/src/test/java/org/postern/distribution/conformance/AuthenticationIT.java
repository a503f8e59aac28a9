// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.postern.distribution.conformance.Client.base64;

/** RFC 4954. */
class AuthenticationIT {
    private static final String RIGHT = "\0" + World.ANN + "\0" + World.PASSWORD;

    @OverTheWire
    @Requirement({"4954-4", "6409-7-AUTH"})
    void shouldAnnounceMechanismsUnderTls(Wire wire) throws Exception {
        wire.secured().play("""
            C: EHLO client.test
            S: 250 AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN
            """);
    }

    @OverTheWire
    @Requirement({"4954-6", "6409-7-AUTH"})
    void shouldAcceptPlainWithAndWithoutInitialResponse(Wire wire) throws Exception {
        wire.secured().play("""
            C: AUTH PLAIN %s
            S: 235 2.7.0
            """.formatted(base64(RIGHT)));
        wire.secured().play("""
            C: AUTH PLAIN
            S: 334
            C: %s
            S: 235 2.7.0
            """.formatted(base64(RIGHT)));
    }

    @OverTheWire
    @Requirement({"4954-6", "6409-7-AUTH"})
    void shouldAcceptLoginWithAndWithoutInitialResponse(Wire wire) throws Exception {
        wire.secured().play("""
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: %1$s
            S: 334 UGFzc3dvcmQ6
            C: %2$s
            S: 235 2.7.0
            """.formatted(base64(World.ANN), base64(World.PASSWORD)));
        wire.secured().play("""
            C: auth login %1$s
            S: 334 UGFzc3dvcmQ6
            C: %2$s
            S: 235 2.7.0
            """.formatted(base64(World.ANN), base64(World.PASSWORD)));
    }

    @OverTheWire
    @Requirement("4954-6")
    void shouldRefuseWrongCredentialsAndUnknownMechanisms(Wire wire) throws Exception {
        wire.secured().play("""
            C: AUTH PLAIN %s
            S: 535 5.7.8
            C: AUTH PLAIN %s
            S: 535 5.7.8
            C: AUTH CRAM-MD5
            S: 504 5.5.4
            C: AUTH PLAIN %s
            S: 235 2.7.0
            """.formatted(base64("\0" + World.ANN + "\0wrong"), base64("\0nobody@people.test\0" + World.PASSWORD), base64(RIGHT)));
    }

    @OverTheWire
    @Requirement("4954-4a")
    void shouldRefuseWhatIsNoBase64(Wire wire) throws Exception {
        wire.secured().play("""
            C: AUTH PLAIN not*base64
            S: 501 5.5.2
            C: AUTH LOGIN
            S: 334
            C: not base64!
            S: 501 5.5.2
            C: NOOP
            S: 250
            """);
    }

    @OverTheWire
    @Requirement("4954-4b")
    void shouldTakeLongLinesOfTheExchangeAndNoLongerOnes(Wire wire) throws Exception {
        wire.secured().play("""
            C: AUTH PLAIN
            S: 334
            C: %s
            S: 535 5.7.8
            C: AUTH PLAIN
            S: 334
            C: %s
            S: 500 5.5.6
            C: NOOP
            S: 250
            """.formatted("A".repeat(12_288), "A".repeat(12_292)));
    }

    @OverTheWire
    @Requirement({"4954-4c", "5321-4.1.4"})
    void shouldRefuseASecondAuthAndOneInATransaction(Wire wire) throws Exception {
        wire.ann().play("""
            C: AUTH PLAIN %1$s
            S: 503 5.5.1
            C: MAIL FROM:<ann@people.test>
            S: 250
            C: AUTH PLAIN %1$s
            S: 503 5.5.1
            """.formatted(base64(RIGHT)));
    }

    @OverTheWire
    @Requirement("4954-4d")
    void shouldActAsTheOtherWhenDelegated(Wire wire) throws Exception {
        String password = "\0" + World.ANN + "\0" + World.PASSWORD;
        wire.secured().play("""
            C: AUTH PLAIN %s
            S: 535 5.7.8
            C: AUTH PLAIN %s
            S: 235 2.7.0
            C: MAIL FROM:<boss@people.test>
            S: 250 2.1.0
            C: RSET
            S: 250
            C: MAIL FROM:<ann@people.test>
            S: 550 5.7.1
            """.formatted(base64(World.CAROL + password), base64(World.BOSS + password)));
    }

    @OverTheWire
    @Requirement("4954-4e")
    void shouldGoOnWhenTheExchangeIsCancelled(Wire wire) throws Exception {
        wire.secured().play("""
            C: AUTH LOGIN
            S: 334
            C: *
            S: 501 5.7.0
            C: AUTH PLAIN %s
            S: 235
            """.formatted(base64(RIGHT)));
    }

    @OverTheWire
    @Requirement("4954-5")
    void shouldParseTheParameterOfMailAndNotTrustIt(Wire wire) throws Exception {
        wire.ann().play("""
            C: MAIL FROM:<ann@people.test> AUTH=<>
            S: 250 2.1.0
            C: RSET
            S: 250
            C: MAIL FROM:<ann@people.test> AUTH=carol+40people.test
            S: 250 2.1.0
            C: RSET
            S: 250
            C: MAIL FROM:<carol@people.test> AUTH=carol@people.test
            S: 550 5.7.1
            """);
        wire.secured().play("""
            C: MAIL FROM:<ann@people.test> AUTH=ann@people.test
            S: 530 5.7.0
            """);
    }
}
