// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.HeaderField;

/** 6531: octets over 127 in the header are for messages submitted with SMTPUTF8, and are UTF-8 there (RFC 6532 §3). */
public final class EightBitHeader implements Check {
    @Override
    public String name() {
        return "eight-bit-header";
    }

    @Override
    public Verdict check(Submission submission) {
        for (HeaderField field : submission.header().fields()) {
            if (field.hasEightBit()) {
                String name = field.isWellFormed() ? field.name() : field.toString();
                if (!submission.envelope().smtpUtf8()) {
                    return Verdict.refuse(Replies.eightBitHeader(name));
                }
                if (!isUtf8(field.raw())) {
                    return Verdict.refuse(Replies.notUtf8(name));
                }
            }
        }
        return Verdict.ACCEPT;
    }

    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
