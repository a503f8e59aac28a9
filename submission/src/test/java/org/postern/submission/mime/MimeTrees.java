// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Well-formed messages of parts of parts, with what is in them. */
class MimeTrees extends DomainContextBase {
    private static final List<String> LINES = List.of("plain", "caf\u00e9", "\u00ff", " ", "\t", "=", "=3D", "\r\n", "\r\n", "\r\n.", "-",
        "--", "From ", "x".repeat(71), "\u007f", "\u0001");
    private static final List<String> BINARY = List.of("\0", "\n", "\r", "\r\r\n", "x".repeat(1200), "caf\u00e9", "\r\n");
    private static final List<String> TYPES = List.of("text/plain; charset=iso-8859-1", "TEXT/html", "application/octet-stream",
        "image/png", "message/global");

    /** An entity. */
    sealed interface Node permits Leaf, Parts, Attached {
        /** @param path unlike that of any other node */
        String render(String path);

        List<String> contents();
    }

    record Leaf(String type, String encoding, String content) implements Node {
        @Override
        public String render(String path) {
            boolean base64 = encoding.contains("base64");
            return "X-Before:  odd \r\n  fold\r\nContent-Type: " + type + "\r\n" + encoding + "X-After: y\r\n\r\n"
                + (base64 ? Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.ISO_8859_1)) : content);
        }

        @Override
        public List<String> contents() {
            return List.of(content);
        }
    }

    record Parts(String encoding, List<Node> parts) implements Node {
        @Override
        public String render(String path) {
            String boundary = "=b" + path + "z";
            StringBuilder text = new StringBuilder("Content-Type: multipart/mixed;\r\n boundary=\"" + boundary + "\"\r\n" + encoding
                + "\r\npreamble\r\n");
            IntStream.range(0, parts.size()).forEach(i -> text.append("--").append(boundary).append(i % 2 == 0 ? "\r\n" : " \t\r\n")
                .append(parts.get(i).render(path + "." + i)).append("\r\n"));
            return text.append("--").append(boundary).append("--\r\nepilogue\r\n").toString();
        }

        @Override
        public List<String> contents() {
            return parts.stream().flatMap(part -> part.contents().stream()).toList();
        }
    }

    record Attached(String encoding, Node message) implements Node {
        @Override
        public String render(String path) {
            return "Content-Type: message/rfc822\r\n" + encoding + "\r\nSubject: attached\r\nMIME-Version: 1.0\r\n"
                + message.render(path + ".m");
        }

        @Override
        public List<String> contents() {
            return message.contents();
        }
    }

    /** A message and what is in its leaves, decoded. */
    record Message(byte[] octets, List<String> contents) {
        static Message of(Node root) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(("Subject: tree\r\nMIME-Version: 1.0\r\n" + root.render("")).getBytes(StandardCharsets.ISO_8859_1));
            return new Message(out.toByteArray(), root.contents());
        }

        @Override
        public String toString() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    /** A message that may have binary parts. */
    record BinaryMessage(Message message) {
    }

    @Provide
    Arbitrary<Message> eightBitMessages() {
        return tree(content(LINES), labels("8bit", "7bit")).map(Message::of);
    }

    @Provide
    Arbitrary<BinaryMessage> binaryMessages() {
        return tree(Arbitraries.oneOf(content(LINES), content(BINARY)), labels("binary", "8bit")).map(Message::of).map(BinaryMessage::new);
    }

    private static Arbitrary<String> content(List<String> pieces) {
        return Arbitraries.of(pieces).list().ofMaxSize(30).map(list -> String.join("", list));
    }

    private static Arbitrary<String> labels(String... labels) {
        return Arbitraries.of(labels).map(label -> "Content-Transfer-Encoding: " + label + "\r\n")
            .flatMap(label -> Arbitraries.of(label, ""));
    }

    private static Arbitrary<Node> tree(Arbitrary<String> content, Arbitrary<String> label) {
        Arbitrary<String> leafLabel = Arbitraries.frequencyOf(Tuple.of(5, label),
            Tuple.of(1, Arbitraries.just("Content-Transfer-Encoding: base64\r\n")));
        Arbitrary<Node> leaf = Combinators.combine(Arbitraries.of(TYPES), leafLabel, content).as(Leaf::new);
        return Arbitraries.lazyOf(
            () -> leaf,
            () -> leaf,
            () -> leaf,
            () -> leaf,
            () -> leaf,
            () -> Combinators.combine(label, tree(content, label).list().ofMinSize(1).ofMaxSize(3)).as(Parts::new),
            () -> Combinators.combine(label, tree(content, label)).as(Attached::new));
    }
}
