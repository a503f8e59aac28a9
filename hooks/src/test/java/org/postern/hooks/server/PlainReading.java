// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dialogue read slowly and plainly, from all that was said on both sides: what the client's octets are is told by the replies
 * before them, and each command, message and chunk has one reply. Throws when the two sides do not fit.
 */
final class PlainReading {
    /** What the client's next octet is part of. */
    enum Floor { COMMAND, EXCHANGE, MESSAGE, CHUNK, TLS, NONE }

    private static final Pattern REPLY_LINE = Pattern.compile("([2-5]\\d\\d)([ -])[ -~]{0,506}");
    private static final Pattern CHUNK = Pattern.compile("(?is)[\\x00- ]*BDAT[\\x00- ].*");
    private static final Pattern SIZE = Pattern.compile("(?is)[\\x00- ]*BDAT [\\x00- ]*0*(\\d{1,18})( .*)?[\\x00- ]*\\r\\n");
    private static final Pattern LAST = Pattern.compile("(?is) +LAST[\\x00- ]*");
    private static final Pattern FORGETTING = Pattern.compile("(?is)[\\x00- ]*(EHLO|HELO|RSET)[\\x00- ].*");
    private static final String LEAVING = "(?s)(421|221) .*|.*closing connection\r\n";
    private static final String NOT_IN_CLEAR_TEXT = "554 5.5.1 Nothing may follow STARTTLS";
    private static final String QUEUED = "250 2.6.0 Queued as ";

    private final String wire;
    private final String replies;
    private final List<String> messages = new ArrayList<>();
    private final StringBuilder chunks = new StringBuilder();
    private Floor floor = Floor.COMMAND;
    private int position;
    private int replyPosition;
    private long left;

    /**
     * @param wire what the client said
     * @param replies what the server said
     */
    PlainReading(String wire, String replies) {
        this.wire = wire;
        this.replies = replies;
        expect(reply(), "220 ");
        while (floor == Floor.COMMAND || floor == Floor.EXCHANGE) {
            int end = wire.indexOf('\n', position) + 1;
            if (end == 0) {
                break;
            }
            String line = wire.substring(position, end);
            position = end;
            if (floor == Floor.COMMAND && CHUNK.matcher(line).matches()) {
                chunk(line);
            } else {
                line(line);
            }
        }
        if (floor != Floor.TLS && replyPosition < replies.length()) {
            throw fault("A reply to nothing");
        }
    }

    Floor floor() {
        return floor;
    }

    /** Whether a command has begun. */
    boolean isInLine() {
        return (floor == Floor.COMMAND || floor == Floor.EXCHANGE) && position < wire.length();
    }

    /** Octets that the chunk still has. */
    long left() {
        return left;
    }

    /** Every message that the server has taken over, octet for octet. */
    List<String> messages() {
        return messages;
    }

    private void line(String line) {
        boolean wasExchange = floor == Floor.EXCHANGE;
        floor = Floor.COMMAND;
        String reply = reply();
        if (reply.startsWith(NOT_IN_CLEAR_TEXT)) {
            expectCommand("STARTTLS", line, !wasExchange);
            floor = Floor.NONE;
        } else if (reply.matches(LEAVING)) {
            floor = Floor.NONE;
        } else if (reply.startsWith("354 ")) {
            expectCommand("DATA", line, !wasExchange);
            message();
        } else if (reply.startsWith("334 ")) {
            expectCommand(wasExchange ? "" : "AUTH", line, true);
            floor = Floor.EXCHANGE;
        } else if (reply.startsWith("220 ")) {
            expectCommand("STARTTLS", line, !wasExchange);
            floor = Floor.TLS;
        } else if (reply.startsWith(QUEUED)) {
            throw fault("Queued without a message");
        } else if (reply.startsWith("250") && FORGETTING.matcher(line).matches()) {
            chunks.setLength(0);
        }
    }

    private void message() {
        int end = wire.indexOf("\r\n.\r\n", position - 2);
        if (end < 0) {
            floor = Floor.MESSAGE;
            return;
        }
        String stuffed = wire.substring(position - 2, end + 2);
        position = end + 5;
        String reply = reply();
        expectNoInvitation(reply);
        if (reply.startsWith(QUEUED)) {
            messages.add(stuffed.replace("\r\n.", "\r\n").substring(2));
        } else if (reply.startsWith("2")) {
            throw fault("Neither queued nor refused: " + reply);
        }
    }

    private void chunk(String line) {
        Matcher size = SIZE.matcher(line);
        if (!size.matches()) {
            expectMatch(reply(), LEAVING);
            floor = Floor.NONE;
            return;
        }
        long length = Long.parseLong(size.group(1));
        boolean complete = length <= wire.length() - position;
        if (!complete && replyPosition == replies.length()) {
            left = length - (wire.length() - position);
            floor = Floor.CHUNK;
            return;
        }
        String reply = reply();
        if (reply.matches(LEAVING)) {
            floor = Floor.NONE;
            return;
        }
        if (!complete) {
            throw fault("A reply before the end of the chunk: " + reply);
        }
        String octets = wire.substring(position, position + (int) length);
        position += (int) length;
        chunked(octets, reply, size.group(2) != null && LAST.matcher(size.group(2)).matches());
    }

    private void chunked(String octets, String reply, boolean isLast) {
        expectNoInvitation(reply);
        chunks.append(octets);
        if (!reply.startsWith("2")) {
            chunks.setLength(0);
        } else if (isLast) {
            expect(reply, QUEUED);
            messages.add(chunks.toString());
            chunks.setLength(0);
        } else {
            expect(reply, "250 2.0.0 " + octets.length() + " octets received");
        }
    }

    /** The next one, all its lines. */
    private String reply() {
        int start = replyPosition;
        while (true) {
            int end = replies.indexOf("\r\n", replyPosition);
            if (end < 0) {
                throw fault(start == replies.length() ? "No reply" : "Half a reply");
            }
            Matcher line = REPLY_LINE.matcher(replies.substring(replyPosition, end));
            if (!line.matches() || !replies.startsWith(line.group(1), start)) {
                throw fault("Not a reply line: " + replies.substring(replyPosition, end));
            }
            replyPosition = end + 2;
            if (line.group(2).equals(" ")) {
                return replies.substring(start, replyPosition);
            }
        }
    }

    private void expectCommand(String name, String line, boolean inItsPlace) {
        if (!inItsPlace || !line.trim().regionMatches(true, 0, name, 0, name.length())) {
            throw fault("Not in reply to this");
        }
    }

    private void expectNoInvitation(String reply) {
        if (reply.startsWith("3") || reply.startsWith("220")) {
            throw fault("Not in reply to a message: " + reply);
        }
    }

    private void expect(String reply, String beginning) {
        if (!reply.startsWith(beginning)) {
            throw fault("Expected " + beginning + ", got " + reply);
        }
    }

    private void expectMatch(String reply, String pattern) {
        if (!reply.matches(pattern)) {
            throw fault("Expected the session to end, got " + reply);
        }
    }

    private AssertionError fault(String what) {
        return new AssertionError(what + "\nat octet " + position + " of the client\n" + shown(wire) + "\nat octet " + replyPosition
            + " of the server\n" + shown(replies));
    }

    private static String shown(String octets) {
        return octets.length() > 3_000 ? octets.substring(0, 3_000) + "..." : octets;
    }
}
