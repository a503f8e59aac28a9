// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.postern.submission.BodyFacts;

/**
 * 6409-8.4, 3030: encodes the parts of a message that the next hop does not take (RFC 6152 §3, RFC 3030 §3), with the
 * Content-Transfer-Encoding of these parts and of what is around them. Every other octet of the message stays. Reads the
 * message twice; the caller can ask between the two what will come of it. Memory does not grow with the message.
 */
public final class Reencoding {
    private final MessageSource message;
    private final Plan plan;

    private Reencoding(MessageSource message, Plan plan) {
        this.message = message;
        this.plan = plan;
    }

    /** Whether a next hop without 8BITMIME does not take the body. */
    public static boolean isNeededForSevenBit(BodyFacts facts) {
        return facts.eightBit();
    }

    /** For a next hop without 8BITMIME: no octet over 127 stays in the body. */
    public static Reencoding toSevenBit(MessageSource message) throws IOException {
        return of(message, Target.SEVEN_BIT);
    }

    /** For a next hop without BINARYMIME: no NUL, no bare CR or LF, no over-long line, and no {@code binary} stays in the body. */
    public static Reencoding toEightBit(MessageSource message) throws IOException {
        return of(message, Target.EIGHT_BIT);
    }

    private static Reencoding of(MessageSource message, Target target) throws IOException {
        return new Reencoding(message, PartScanner.scan(message).map(parts -> new Planner(target).plan(parts)).orElse(Plan.NONE));
    }

    /** Whether anything is changed. */
    public boolean isNeeded() {
        return !plan.changes().isEmpty();
    }

    /**
     * Whether the whole body suits the next hop afterwards. It cannot where octets stand that may not be encoded: in the
     * header of a part, around the parts of a multipart, in a message/delivery-status, in what says that it is encoded already.
     */
    public boolean isComplete() {
        return plan.complete();
    }

    /** Whether a part of a multipart/signed (RFC 1847) is changed, so that its signature does not hold any more. */
    public boolean breaksSignature() {
        return plan.breaksSignature();
    }

    /** Whether the header of a part or of an attached message has octets over 127: only SMTPUTF8 helps (RFC 6532). */
    public boolean hasEightBitPartHeader() {
        return plan.eightBitPartHeader();
    }

    /** Writes the changed message; the same message when nothing is to be changed. */
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = message.open()) {
            long position = 0;
            for (Change change : plan.changes()) {
                Change.copy(in, out, change.start() - position);
                change.write(in, out);
                position = change.end();
            }
            in.transferTo(out);
        }
    }
}
