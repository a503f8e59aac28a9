// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.util.List;
import java.util.Optional;

import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.packet.Packet;
import org.aaa4j.radius.core.packet.PacketCodec;
import org.aaa4j.radius.core.packet.PacketCodecException;

/** A question as it is sent once, and which answers are answers to it. */
final class PendingRequest {
    private static final int SIGNATURE_OCTETS = 16;

    private final PacketCodec codec;
    private final SharedSecret secret;
    private final byte[] authenticator;
    private final byte[] octets;

    PendingRequest(PacketCodec codec, SharedSecret secret, byte[] authenticator, byte[] octets) {
        this.codec = codec;
        this.secret = secret;
        this.authenticator = authenticator;
        this.octets = octets;
    }

    byte[] octets() {
        return octets.clone();
    }

    /** Empty when it is no answer to this question from one who knows the secret. */
    Optional<Verdict> verdict(byte[] datagram) {
        try {
            Packet answer = codec.decodeResponse(datagram, secret.octets(), authenticator);
            return answer.getReceivedFields().getIdentifier() == identifier() && isSigned(answer)
                ? Verdict.of(answer.getCode())
                : Optional.empty();
        } catch (PacketCodecException | RuntimeException e) {
            // The codec throws anything at attributes that are broken.
            return Optional.empty();
        }
    }

    private int identifier() {
        return Byte.toUnsignedInt(octets[1]);
    }

    /** The codec has verified it if there is one of the right size, and the last one only if there are several. */
    private static boolean isSigned(Packet answer) {
        List<? extends Attribute<?>> signatures = answer.getAttributes().stream()
            .filter(attribute -> attribute.getType().head() == MessageAuthenticator.TYPE.head())
            .toList();
        return signatures.size() == 1 && signatures.get(0).getData().length() == SIGNATURE_OCTETS;
    }
}
