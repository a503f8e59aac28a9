// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Who sends to whom, as a client says it in one go. For use any number of times. */
public final class Envelope {
    private final byte[] octets;
    private final int recipients;

    private Envelope(byte[] octets, int recipients) {
        this.octets = octets;
        this.recipients = recipients;
    }

    public static Envelope of(String sender, List<String> recipients) {
        StringBuilder commands = new StringBuilder("MAIL FROM:<" + sender + ">\r\n");
        recipients.forEach(recipient -> commands.append("RCPT TO:<").append(recipient).append(">\r\n"));
        return new Envelope(commands.append("DATA\r\n").toString().getBytes(StandardCharsets.US_ASCII), recipients.size());
    }

    /** @param count of recipients, all of them at the next hop */
    static List<String> people(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i + "@sink.test").toList();
    }

    /** MAIL, each RCPT, and DATA (RFC 2920). */
    byte[] octets() {
        return octets;
    }

    int recipients() {
        return recipients;
    }
}
