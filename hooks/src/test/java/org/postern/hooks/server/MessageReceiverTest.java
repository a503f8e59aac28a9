// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.apache.james.protocols.api.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReceiverTest {
    private static final byte[] HEADER = "From: alice@example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ON_CLOSE = 3;

    private final List<String> witnessed = new ArrayList<>();

    /** 1: with the Received field, 2: with the message, 3: at its end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, ON_CLOSE})
    void shouldSayLaterWhenDiskFails(int failing) {
        OutputStream disk = new OutputStream() {
            private int writes;

            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Disk is full");
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                writes++;
                if (writes >= failing && failing < ON_CLOSE) {
                    throw new IOException("Disk is full");
                }
            }

            @Override
            public void close() throws IOException {
                if (failing == ON_CLOSE) {
                    throw new IOException("Disk is full");
                }
            }
        };
        MessageReceiver receiver = new MessageReceiver(disk, "Received: x\r\n".getBytes(StandardCharsets.US_ASCII), 0, message -> {
            throw new AssertionError("Taken");
        }, (end, size, reply) -> witnessed.add(size + " " + reply.getRetCode()));
        receiver.accept(HEADER, 0, HEADER.length);
        receiver.accept(HEADER, 0, HEADER.length);

        Response response = receiver.finish();

        assertThat(response.getLines().get(0).toString()).startsWith("451 4.3.1");
        assertThat(witnessed).containsExactly(2 * HEADER.length + " 451");
    }
}
