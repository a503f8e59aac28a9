// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.radius;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.attribute.RawAttribute;
import org.aaa4j.radius.core.attribute.TextData;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.attribute.attributes.ReplyMessage;
import org.aaa4j.radius.core.dictionary.dictionaries.StandardDictionary;
import org.aaa4j.radius.core.packet.Packet;
import org.aaa4j.radius.core.packet.PacketCodec;
import org.postern.accounts.radius.Responder.Asked;

/** Answers as servers make them, and as those make them who are none. */
final class Answers {
    static final String SECRET = "a secret of the test";
    static final int ACCEPT = 2;
    static final int REJECT = 3;
    static final int CHALLENGE = 11;

    private static final int FIRST_ATTRIBUTE = 20;

    private Answers() {
    }

    static PacketCodec codec() {
        return new PacketCodec(new StandardDictionary());
    }

    static byte[] secret() {
        return SharedSecret.of(SECRET).octets();
    }

    static byte[] signed(Asked asked, int code) throws Exception {
        return with(asked, code, new MessageAuthenticator(), new ReplyMessage(new TextData("hello")));
    }

    static byte[] with(Asked asked, int code, Attribute<?>... attributes) throws Exception {
        return codec().encodeResponse(new Packet(code, List.of(attributes)), secret(), identifier(asked), authenticator(asked));
    }

    static byte[] unsigned(Asked asked) throws Exception {
        return with(asked, ACCEPT, new ReplyMessage(new TextData("hello")));
    }

    static byte[] wronglySigned(Asked asked) throws Exception {
        byte[] answer = signed(asked, ACCEPT);
        answer[FIRST_ATTRIBUTE + 2] ^= 1;
        return sealed(asked, answer);
    }

    /** The codec looks at the last, and finds it right. */
    static byte[] signedTwice(Asked asked) throws Exception {
        return with(asked, ACCEPT, new MessageAuthenticator(), new MessageAuthenticator());
    }

    static byte[] signedTooShort(Asked asked) throws Exception {
        return with(asked, ACCEPT, new RawAttribute(80, new byte[15]));
    }

    static byte[] signedAndSignedTooShort(Asked asked) throws Exception {
        return with(asked, ACCEPT, new MessageAuthenticator(), new RawAttribute(80, new byte[15]));
    }

    static byte[] wronglySealed(Asked asked) throws Exception {
        byte[] answer = signed(asked, ACCEPT);
        answer[4] ^= 1;
        return answer;
    }

    static byte[] toAnotherIdentifier(Asked asked) throws Exception {
        return codec().encodeResponse(new Packet(ACCEPT, List.of(new MessageAuthenticator())), secret(), identifier(asked) ^ 1,
            authenticator(asked));
    }

    static byte[] toAnotherQuestion(Asked asked) throws Exception {
        return codec().encodeResponse(new Packet(ACCEPT, List.of(new MessageAuthenticator())), secret(), identifier(asked), new byte[16]);
    }

    static byte[] withAnotherSecret(Asked asked) throws Exception {
        return codec().encodeResponse(new Packet(ACCEPT, List.of(new MessageAuthenticator())), SharedSecret.of("another").octets(),
            identifier(asked), authenticator(asked));
    }

    static byte[] withBrokenAttribute(Asked asked) throws Exception {
        byte[] answer = signed(asked, ACCEPT);
        answer[answer.length - "hello".length() - 1] = 1;
        return sealed(asked, answer);
    }

    static byte[] longerThanItSays(Asked asked) throws Exception {
        byte[] answer = signed(asked, ACCEPT);
        return Arrays.copyOf(answer, answer.length + 1);
    }

    /** Makes the Response Authenticator right again (RFC 2865 §3). */
    private static byte[] sealed(Asked asked, byte[] answer) throws Exception {
        System.arraycopy(authenticator(asked), 0, answer, 4, 16);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(answer);
        System.arraycopy(md5.digest(secret()), 0, answer, 4, 16);
        return answer;
    }

    private static int identifier(Asked asked) {
        return Byte.toUnsignedInt(asked.octets()[1]);
    }

    private static byte[] authenticator(Asked asked) {
        return Arrays.copyOfRange(asked.octets(), 4, FIRST_ATTRIBUTE);
    }
}
