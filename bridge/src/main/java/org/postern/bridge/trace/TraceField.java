// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge.trace;

import java.util.stream.Stream;

/** What an event can tell, in the order in which it is shown. */
public enum TraceField {
    /** Of the dialogue, as in the log. */
    SESSION("session"),
    /** The number of the transaction in its session, from 1. */
    TRANSACTION("transaction"),
    /** Whose password was used, or whose the client says that it knows. */
    ACCOUNT("account"),
    /** As whom they submit. */
    USER("user"),
    /** What knew the password, such as {@code people} or {@code app:scanner}. */
    BY("by"),
    MECHANISM("mechanism"),
    /** The client's IP address. */
    CLIENT("client"),
    LISTENER("listener"),
    /** Version and cipher suite; of the client. */
    TLS("tls"),
    COMMAND("command"),
    /** Which rule of ours has refused, where it has a name. */
    RULE("rule"),
    /** Of a login, in the word of the log. */
    OUTCOME("outcome"),
    /** The reverse-path. */
    SENDER("sender"),
    /** Without its brackets. */
    MESSAGE_ID("messageId"),
    /** In octets. */
    SIZE("size"),
    /** What was done to the message. */
    CHANGES("changes"),
    /** The server that was asked to take it. */
    HOST("host"),
    /** What was answered, by us to the client or by another server to us. */
    REPLY("reply"),
    /** Why, where nobody answered anything. */
    REASON("reason"),
    /** When it is tried again. */
    NEXT_TRY("nextTry"),
    /** The queue id of the report to the author. */
    REPORT("report");

    private final String word;

    TraceField(String word) {
        this.word = word;
    }

    /** As in JSON. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when there is no such word */
    public static TraceField of(String word) {
        return Stream.of(values()).filter(field -> field.word.equals(word)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("No field of an event: " + word));
    }
}
