// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.util.Optional;

/** What the next hop takes (RFC 2045 §2.7 to §2.9), and what has to become of a part for it. */
enum Target {
    /** Lines of ASCII. */
    SEVEN_BIT {
        @Override
        boolean takes(OctetFacts facts) {
            return !facts.hasEightBit();
        }

        @Override
        Optional<Encoding> encoding(Part part) {
            if (takes(part.body())) {
                return Optional.empty();
            }
            return Optional.of(part.type().isText() && !part.body().hasNul() ? Encoding.QUOTED_PRINTABLE : Encoding.BASE64);
        }

        @Override
        Optional<Encoding> labelAround(Encoding label, boolean changed, boolean eightBit) {
            boolean promisesMore = label == Encoding.EIGHT_BIT || label == Encoding.BINARY;
            return changed && promisesMore ? Optional.of(Encoding.SEVEN_BIT) : Optional.empty();
        }
    },

    /** Lines of any octets (8BITMIME). */
    EIGHT_BIT {
        @Override
        boolean takes(OctetFacts facts) {
            return !facts.isBinary();
        }

        @Override
        Optional<Encoding> encoding(Part part) {
            if (!takes(part.body())) {
                return Optional.of(Encoding.BASE64);
            }
            if (part.encoding() != Encoding.BINARY) {
                return Optional.empty();
            }
            boolean linesSuffice = part.type().isText() || part.kind() == Part.Kind.OPAQUE;
            return Optional.of(linesSuffice ? lines(part.body().hasEightBit()) : Encoding.BASE64);
        }

        @Override
        Optional<Encoding> labelAround(Encoding label, boolean changed, boolean eightBit) {
            return label == Encoding.BINARY ? Optional.of(lines(eightBit)) : Optional.empty();
        }
    };

    /** Whether such octets may stay. */
    abstract boolean takes(OctetFacts facts);

    /** The encoding that a part without parts needs; empty when it can stay as it is. */
    abstract Optional<Encoding> encoding(Part part);

    /**
     * The encoding that a part with parts needs when all in it suits the target.
     *
     * @param changed whether something in it is encoded
     * @param eightBit whether something in it has octets over 127 still
     */
    abstract Optional<Encoding> labelAround(Encoding label, boolean changed, boolean eightBit);

    private static Encoding lines(boolean eightBit) {
        return eightBit ? Encoding.EIGHT_BIT : Encoding.SEVEN_BIT;
    }
}
