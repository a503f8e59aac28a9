// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.postern.distribution.demo.GalleryCase.Attempt;
import org.postern.distribution.demo.GalleryCase.Service;
import org.postern.distribution.demo.Outcome.Bounced;
import org.postern.distribution.demo.Outcome.Delivered;
import org.postern.distribution.demo.Outcome.Refused;

/** The messages that are submitted: right ones, incomplete ones and wrong ones. */
final class Gallery {
    static final String DOMAIN = "example.org";
    static final String USER = "alice@example.org";
    static final String ALIAS = "sales@example.org";
    static final String FOREIGN_DOMAIN = "remote.example";
    /** Has a null MX. */
    static final String SILENT_DOMAIN = "silent.example";

    private static final String STRANGER = "carol@example.org";
    private static final String RECIPIENT = "bob@remote.example";
    private static final String BODY = "\r\nHello Bob.\r\n";
    private static final String FROM = "From: Alice Example <" + USER + ">\r\n";
    private static final String TO = "To: Bob <" + RECIPIENT + ">\r\n";
    private static final String SUBJECT = "Subject: Hello\r\n";
    private static final Delivered AS_SENT = new Delivered(Repairs.NONE);

    private final String date;

    /** @param now becomes the Date of the messages that have one */
    Gallery(ZonedDateTime now) {
        date = "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(now) + "\r\n";
    }

    /** One heading of the table and what stands under it. */
    record Section(String title, List<GalleryCase> cases) {
    }

    List<Section> sections() {
        return List.of(
            new Section("Right, and left alone", right()),
            new Section("Incomplete, and repaired", incomplete()),
            new Section("Accepted, then refused by the MX", List.of(
                mail("unknown recipient", new Letter(USER, List.of("gone@" + FOREIGN_DOMAIN), complete("3")), new Bounced()))),
            new Section("Wrong, and refused at once", wrong()));
    }

    private List<GalleryCase> right() {
        String signed = "MIME-Version: 1.0\r\nContent-Type: multipart/signed; boundary=cut; micalg=pgp-sha256;\r\n"
            + "\tprotocol=\"application/pgp-signature\"\r\n";
        String signedBody = "\r\n--cut\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + "Gr\u00c3\u00bc\u00c3\u009fe \r\n--cut\r\nContent-Type: application/pgp-signature\r\n\r\nexample\r\n--cut--\r\n";
        return List.of(
            mail("complete message", complete("1"), AS_SENT),
            mail("8-bit and signed", FROM + TO + SUBJECT + date + messageId("2") + signed + signedBody, AS_SENT),
            mail("alias as author", new Letter(ALIAS, List.of(RECIPIENT),
                "From: " + ALIAS + "\r\n" + TO + SUBJECT + date + messageId("4") + BODY), AS_SENT),
            mail("sub-address as author",
                "From: alice+lists@" + DOMAIN + "\r\nSender: " + USER + "\r\n" + TO + SUBJECT + date + messageId("5") + BODY, AS_SENT));
    }

    private List<GalleryCase> incomplete() {
        return List.of(
            mail("a subject and a body", SUBJECT + BODY, new Delivered(Repairs.adding("from", "to", "date", "message-id"))),
            mail("no Date", FROM + TO + SUBJECT + messageId("6") + BODY, new Delivered(Repairs.adding("date"))),
            mail("Date that is none", FROM + TO + SUBJECT + "Date: yesterday\r\n" + messageId("7") + BODY,
                new Delivered(Repairs.changing("date"))),
            mail("malformed Message-ID", FROM + TO + SUBJECT + date + "Message-ID: <8>\r\n" + BODY,
                new Delivered(Repairs.changing("message-id"))),
            mail("To without a domain", new Letter(USER, List.of("bob"),
                FROM + "To: bob\r\n" + SUBJECT + date + messageId("9") + BODY), new Delivered(Repairs.changing("to"))),
            mail("neither To nor Cc", FROM + SUBJECT + date + messageId("10") + BODY, new Delivered(Repairs.adding("to"))),
            mail("Bcc", complete("11").replaceFirst(SUBJECT, "Bcc: dave@remote.example\r\n" + SUBJECT),
                new Delivered(Repairs.removing("bcc"))),
            mail("two authors, no Sender", "From: " + USER + ", " + ALIAS + "\r\n" + TO + SUBJECT + date + messageId("12") + BODY,
                new Delivered(Repairs.adding("sender"))));
    }

    private List<GalleryCase> wrong() {
        String received = "Received: by loop.example; " + date.substring("Date: ".length());
        return List.of(
            wrong("somebody else as author", "From: " + STRANGER + "\r\n" + TO + SUBJECT + BODY, 550, "5.7.1"),
            byHand("reverse-path not one's own", new Letter(STRANGER, List.of(RECIPIENT), complete("20")), Dialogue::submit,
                new Refused(550, "5.7.1")),
            wrong("two From fields", FROM + FROM + TO + SUBJECT + BODY, 554, "5.6.0"),
            wrong("line that is no field", FROM + TO + "this is not a field\r\n" + SUBJECT + BODY, 554, "5.6.0"),
            wrong("8-bit header", FROM + TO + "Subject: Gr\u00fc\u00dfe\r\n" + BODY, 554, "5.6.0"),
            wrong("NUL in the body", complete("21") + "a\0b\r\n", 554, "5.6.0"),
            wrong("bare LF in the body", complete("22") + "a\nb\r\n", 554, "5.6.0"),
            wrong("line of 1,200 octets", complete("23") + "x".repeat(1200) + "\r\n", 554, "5.6.0"),
            wrong("40 Received fields", received.repeat(40) + complete("24"), 554, "5.4.6"),
            byHand("recipient without name", new Letter(USER, List.of("@" + FOREIGN_DOMAIN), complete("25")), Dialogue::submit,
                new Refused(501, "5.1.3")),
            byHand("recipient, half a domain", new Letter(USER, List.of("bob@intranet"), complete("26")), Dialogue::submit,
                new Refused(554, "5.1.2")),
            byHand("recipient, misspelt domain", new Letter(USER, List.of("bob@remote.exmaple"), complete("30")), Dialogue::submit,
                new Refused(550, "5.1.2")),
            byHand("recipient that takes no mail", new Letter(USER, List.of("bob@" + SILENT_DOMAIN), complete("31")), Dialogue::submit,
                new Refused(556, "5.1.10")),
            byHand("wrong password", letter(complete("27")),
                (account, letter) -> Dialogue.submit(account.withPassword("guess"), letter), new Refused(535, "5.7.8")),
            byHand("no password at all", letter(complete("28")), Gallery::withoutPassword, new Refused(530, "5.7.0")),
            new GalleryCase("password before TLS", Service.SUBMISSION, letter(complete("29")), Gallery::passwordInClear,
                new Refused(538, "5.7.11")));
    }

    private static Answer withoutPassword(Account account, Letter letter) throws IOException {
        try (Dialogue dialogue = Dialogue.overTls(account)) {
            return dialogue.say("MAIL FROM:<" + letter.reversePath() + ">");
        }
    }

    private static Answer passwordInClear(Account account, Letter letter) throws IOException {
        try (Dialogue dialogue = Dialogue.inClear(account)) {
            return dialogue.say("AUTH PLAIN " + account.plain());
        }
    }

    private String complete(String number) {
        return FROM + TO + SUBJECT + date + messageId(number) + BODY;
    }

    private static String messageId(String number) {
        return "Message-ID: <gallery-" + number + "@laptop.example.org>\r\n";
    }

    private static Letter letter(String octets) {
        return new Letter(USER, List.of(RECIPIENT), octets);
    }

    private static GalleryCase mail(String name, String octets, Outcome expected) {
        return mail(name, letter(octets), expected);
    }

    private static GalleryCase mail(String name, Letter letter, Outcome expected) {
        return new GalleryCase(name, Service.SUBMISSION, letter, new MailProgram()::send, expected);
    }

    private static GalleryCase wrong(String name, String octets, int code, String enhanced) {
        return byHand(name, letter(octets), Dialogue::submit, new Refused(code, enhanced));
    }

    private static GalleryCase byHand(String name, Letter letter, Attempt attempt, Outcome expected) {
        return new GalleryCase(name, Service.SUBMISSIONS, letter, attempt, expected);
    }
}
