// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge.trace;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.apache.james.core.MailAddress;

/**
 * Something that happened to a message, or instead of one. Has no part of the message but its Message-ID, and no secret.
 *
 * @param at to the millisecond
 * @param story what it belongs to: the queue id of a message, or the session where there is no message (yet)
 * @param fields text on one line each, at most {@value #LONGEST} characters
 * @param recipients whom it is about; none when it is about none, or about all
 */
public record TraceEvent(Instant at, Kind kind, String story, Map<TraceField, String> fields, List<String> recipients) {
    /** Longer than any reply line or address. */
    static final int LONGEST = 520;

    private static final String SESSION = "session:";
    /** What RemoteDelivery, James's copies and we append to the name of a mail. */
    private static final Pattern APPENDED = Pattern.compile("(-to-|-!|-relayed$).*");
    private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** What happened. */
    public enum Kind {
        /** Somebody has authenticated. */
        LOGIN,
        LOGIN_REFUSED,
        /** A command, or a message at its end; nothing of it is kept. */
        REFUSED,
        /** The message is ours. */
        ACCEPTED,
        /** By a program of the site, which lets it pass. */
        CHECKED,
        REPAIRED,
        SIGNED,
        /** Another server has taken it. */
        DELIVERED,
        /** It is tried again. */
        DELAYED,
        /** It is not tried again. */
        FAILED,
        /** The author was told. */
        REPORTED,
        /** Held for review, and let go on by an operator. */
        RELEASED,
        /** Taken out of the queue by an operator. */
        REMOVED;

        /** As in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** @throws IllegalArgumentException when there is no such word */
        public static Kind of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public TraceEvent {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        story = line(story);
        Map<TraceField, String> lines = new EnumMap<>(TraceField.class);
        fields.forEach((field, text) -> lines.put(field, line(text)));
        lines.values().removeIf(String::isEmpty);
        fields = Collections.unmodifiableMap(lines);
        recipients = recipients.stream().map(TraceEvent::line).toList();
    }

    /** An event of a mail, under whatever name it has in the queue. */
    public static TraceEvent ofMail(Instant at, Kind kind, String mailName) {
        return new TraceEvent(at, kind, story(mailName), Map.of(), List.of());
    }

    /** An event of a dialogue without a message. */
    public static TraceEvent ofSession(Instant at, Kind kind, String session) {
        return new TraceEvent(at, kind, sessionStory(session), Map.of(TraceField.SESSION, session), List.of());
    }

    /** Under which name all that happens to a mail is found: the queue id that its author was told. */
    public static String story(String mailName) {
        return APPENDED.matcher(mailName).replaceFirst("");
    }

    /** Under which name all that happens in a session is found, but for messages. */
    public static String sessionStory(String session) {
        return SESSION + session;
    }

    /** As it is looked for: without brackets, and without what follows them. */
    public static String messageId(String body) {
        String id = body.strip();
        int end = id.indexOf('>');
        return id.startsWith("<") && end > 0 ? id.substring(1, end) : id;
    }

    /** The same, with what is told here; an empty text is left out. */
    public TraceEvent with(TraceField field, String text) {
        return with(Map.of(field, text));
    }

    public TraceEvent with(Map<TraceField, String> more) {
        Map<TraceField, String> all = new EnumMap<>(TraceField.class);
        all.putAll(fields);
        all.putAll(more);
        return new TraceEvent(at, kind, story, all, recipients);
    }

    /** The same about these. */
    public TraceEvent about(Collection<MailAddress> addresses) {
        return aboutText(addresses.stream().map(MailAddress::asString).toList());
    }

    /** The same about these, be they addresses or not. */
    public TraceEvent aboutText(List<String> paths) {
        return new TraceEvent(at, kind, story, fields, paths);
    }

    public Optional<String> field(TraceField field) {
        return Optional.ofNullable(fields.get(field));
    }

    public boolean isOfSession() {
        return isSessionStory(story);
    }

    public static boolean isSessionStory(String story) {
        return story.startsWith(SESSION);
    }

    /** What nearly all of it is, at next to no cost. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' && (text.charAt(i) < ' ' || i == 0 || i == text.length() - 1) || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String line(String text) {
        String shown = isPlain(text) ? text : UNSHOWN.matcher(text.strip()).replaceAll("?");
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 3) + "...";
    }
}
