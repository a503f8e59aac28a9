// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

import org.aaa4j.radius.core.attribute.EnumData;
import org.aaa4j.radius.core.attribute.StringData;
import org.aaa4j.radius.core.attribute.TextData;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.attribute.attributes.NasIdentifier;
import org.aaa4j.radius.core.attribute.attributes.ServiceType;
import org.aaa4j.radius.core.attribute.attributes.UserName;
import org.aaa4j.radius.core.attribute.attributes.UserPassword;
import org.aaa4j.radius.core.dictionary.dictionaries.StandardDictionary;
import org.aaa4j.radius.core.packet.PacketCodec;
import org.aaa4j.radius.core.packet.PacketCodecException;
import org.aaa4j.radius.core.packet.packets.AccessRequest;
import org.postern.accounts.Password;

/**
 * Writes questions. Message-Authenticator (RFC 2869 §5.14) comes first in them, so that nobody on the way can put chosen octets
 * before it (Blast-RADIUS, CVE-2024-3596).
 */
final class AccessRequests {
    static final String NAS_IDENTIFIER = "postern";

    /** RFC 2865 §5.6: no service is asked for, only whether the password is right. */
    private static final int AUTHENTICATE_ONLY = 8;
    private static final int AUTHENTICATOR_OCTETS = 16;
    /** RFC 2865 §5: an attribute has no room for more. */
    private static final int LONGEST_NAME = 253;
    /** RFC 2865 §5.2. */
    private static final int LONGEST_PASSWORD = 128;

    private final PacketCodec codec = new PacketCodec(new StandardDictionary());
    private final SecureRandom random = new SecureRandom();
    private final SharedSecret secret;

    AccessRequests(SharedSecret secret) {
        this.secret = secret;
    }

    /** Whether a question has room for them. RFC 2865 §5.2 pads passwords with NUL, so that none may end with it. */
    static boolean canCarry(String name, Password password) {
        byte[] octets = password.octets();
        return octets.length > 0 && octets.length <= LONGEST_PASSWORD && octets[octets.length - 1] != 0
            && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
    }

    /** A question like no other before it: each try needs one of its own. */
    PendingRequest next(String name, Password password) {
        byte[] authenticator = new byte[AUTHENTICATOR_OCTETS];
        random.nextBytes(authenticator);
        AccessRequest request = new AccessRequest(List.of(
            new MessageAuthenticator(),
            new UserName(new TextData(name)),
            new UserPassword(new StringData(password.octets())),
            new NasIdentifier(new TextData(NAS_IDENTIFIER)),
            new ServiceType(new EnumData(AUTHENTICATE_ONLY))));
        try {
            return new PendingRequest(codec, secret, authenticator, codec.encodeRequest(request, secret.octets(), authenticator));
        } catch (PacketCodecException e) {
            throw new IllegalStateException("These attributes can be written", e);
        }
    }
}
