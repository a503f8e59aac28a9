// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.util.List;
import java.util.regex.Pattern;

import org.postern.distribution.demo.Outcome.Delivered;
import org.postern.distribution.demo.Outcome.Refused;

/** Holds what happened against what should have happened. */
final class Judge {
    private static final List<String> ONCE = List.of("From", "Date", "Message-ID", "To");
    private static final Pattern FAILED = Pattern.compile("^Action: *failed *$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final String NOTHING = "nothing";

    /** @param arrived what the MX received because of this case */
    Row judge(GalleryCase galleryCase, Answer answer, List<ReceivedMail> arrived) {
        Outcome expected = galleryCase.expected();
        if (expected instanceof Refused refused) {
            String problem = refused.matches(answer) ? "" : "should have been answered " + refused;
            return new Row(galleryCase, answer, arrived.isEmpty() ? NOTHING : arrived.size() + " mails", "",
                arrived.isEmpty() ? problem : "should not have been sent on");
        }
        if (!answer.positive()) {
            return new Row(galleryCase, answer, NOTHING, "", "should have been accepted");
        }
        if (arrived.size() != 1) {
            return new Row(galleryCase, answer, arrived.isEmpty() ? NOTHING : arrived.size() + " mails", "",
                "should have arrived once");
        }
        return expected instanceof Delivered delivered
            ? delivered(galleryCase, answer, arrived.get(0), delivered.repairs())
            : bounced(galleryCase, answer, arrived.get(0));
    }

    private static Row delivered(GalleryCase galleryCase, Answer answer, ReceivedMail mail, Repairs expected) {
        Header header = Header.of(mail.octets());
        Header sent = Header.of(galleryCase.letter().octets());
        Repairs repairs = Repairs.between(sent, header.withoutTrace());
        boolean sameBody = Header.body(mail.octets()).equals(Header.body(galleryCase.letter().octets()));
        String received = sameBody ? repairs.none() ? "as sent" : "body as sent" : "another body";
        return new Row(galleryCase, answer, received, repairs.describe(header),
            problem(mail, header, repairs.equals(expected), sameBody));
    }

    private static String problem(ReceivedMail mail, Header header, boolean sameRepairs, boolean sameBody) {
        for (String name : ONCE) {
            if (header.named(name).size() != 1) {
                return header.named(name).size() + " " + name + " fields";
            }
        }
        if (!sameBody) {
            return "the body changed";
        }
        if (!mail.tls()) {
            return "came to the MX without TLS";
        }
        if (header.named("Received").stream().filter(field -> field.value().contains(" with ESMTPSA ")).count() != 1) {
            return "no Received field with ESMTPSA";
        }
        return sameRepairs ? "" : "other repairs than expected";
    }

    private static Row bounced(GalleryCase galleryCase, Answer answer, ReceivedMail mail) {
        Header header = Header.of(mail.octets());
        boolean report = header.named("Content-Type").stream().anyMatch(field -> field.value().contains("report-type=")
            && field.value().contains("delivery-status"));
        boolean toAuthor = mail.reversePath().isEmpty() && mail.recipients().equals(List.of(galleryCase.letter().reversePath()));
        boolean failed = FAILED.matcher(mail.octets()).find();
        return new Row(galleryCase, answer, "a bounce", "", report && toAuthor && failed ? ""
            : "should have been a delivery status notification to the author");
    }
}
