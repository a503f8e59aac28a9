// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

import org.apache.james.jdkim.DKIMCommon;
import org.apache.james.jdkim.impl.BodyHasherImpl;
import org.apache.james.jdkim.impl.Message;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/**
 * Verifies with jDKIM: its reading of signatures, its canonical forms of header and body. The last step, with the key, is
 * done here, as jDKIM knows no Ed25519.
 */
public final class JdkimVerifier extends DKIMCommon {
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private JdkimVerifier() {
    }

    /**
     * The good signatures, as {@code algorithm domain selector}, in the order of the header; for each other one, what is wrong.
     *
     * @param dns from a name to the text of its TXT record
     */
    public static List<String> verify(byte[] message, UnaryOperator<String> dns) throws Exception {
        List<String> results = new ArrayList<>();
        int count = new Message(new ByteArrayInputStream(message)).getFields("DKIM-Signature").size();
        for (int i = 0; i < count; i++) {
            Message read = new Message(new ByteArrayInputStream(message));
            String field = read.getFields("DKIM-Signature").get(i);
            results.add(result(read, new SignatureRecordImpl(field.substring(field.indexOf(':') + 1)), dns));
        }
        return results;
    }

    private static String result(Message message, SignatureRecordImpl record, UnaryOperator<String> dns) throws Exception {
        record.validate();
        String name = record.getHashKeyType() + " " + record.getDToken() + " " + record.getSelector();
        BodyHasherImpl body = new BodyHasherImpl(record);
        streamCopy(message.getBodyInputStream(), body.getOutputStream());
        if (!Arrays.equals(body.getDigest(), record.getBodyHash())) {
            return name + ": another body";
        }
        Canonical header = new Canonical();
        signatureCheck(message, record, record.getHeaders(), header);
        TagList key = TagList.parse(dns.apply(record.getSelector() + "._domainkey." + record.getDToken()));
        byte[] octets = Base64.getDecoder().decode(key.get("p").orElseThrow());
        boolean rsa = record.getHashKeyType().toString().equals("rsa");
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
        signature.initVerify(KeyFactory.getInstance(rsa ? "RSA" : "Ed25519").generatePublic(
            new X509EncodedKeySpec(rsa ? octets : concatenated(ED25519_PREFIX, octets))));
        signature.update(rsa ? header.octets.toByteArray() : MessageDigest.getInstance("SHA-256").digest(header.octets.toByteArray()));
        return signature.verify(record.getSignature()) ? name : name + ": another header";
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Takes what jDKIM would sign. */
    private static final class Canonical extends Signature {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Canonical() throws Exception {
            super("none");
            initSign(new KeyPairs.NoKey());
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            octets.reset();
        }

        @Override
        protected void engineUpdate(byte octet) {
            octets.write(octet);
        }

        @Override
        protected void engineUpdate(byte[] block, int offset, int length) {
            octets.write(block, offset, length);
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
