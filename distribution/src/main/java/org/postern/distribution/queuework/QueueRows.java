// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queuework;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.postern.bridge.MailAttributes;
import org.postern.distribution.delivery.LastWords;
import org.postern.distribution.queue.DelayedDomain;
import org.postern.distribution.queue.ListedMail;
import org.postern.distribution.queue.QueueDelays;
import org.postern.distribution.queue.QueueWork;
import org.postern.distribution.queue.ShownMail;

/** The answers of {@code /queue}, as in the JSON: what is not known is null there. */
final class QueueRows {

    private QueueRows() {
    }

    /**
     * A line of a list.
     *
     * @param sender empty for the null one
     * @param reason why the last try failed
     */
    record Row(String id, String queue, String state, String arrived, long size, String sender, List<String> recipients,
            Optional<String> next, int tries, Optional<String> heldBecause, Optional<String> reason) {

        static Row of(ListedMail listed) {
            Mail mail = listed.mail();
            return new Row(mail.getName(), listed.queue(), listed.state().word(), listed.arrived().toString(), listed.size(),
                mail.getMaybeSender().asString(""), addresses(mail), listed.next().map(Instant::toString), listed.tries(),
                MailAttributes.read(mail, MailAttributes.HELD), LastWords.of(mail).map(LastWords::text));
        }
    }

    /** @param total how many there are, of which no more are told than was asked for */
    record Rows(long total, List<Row> messages) {
        static Rows of(long total, List<ListedMail> mails) {
            return new Rows(total, mails.stream().map(Row::of).toList());
        }
    }

    /**
     * All that is known of one.
     *
     * @param accounts whose mail it is
     * @param reasons why the last try failed, by recipient
     */
    record Shown(Row message, List<String> accounts, Optional<String> client, Optional<String> listener, Map<String, LastWords> reasons,
            List<String> header) {

        static Shown of(ShownMail shown) {
            Mail mail = shown.mail().mail();
            Map<String, LastWords> reasons = new LinkedHashMap<>();
            mail.getRecipients().forEach(recipient -> LastWords.of(mail, recipient)
                .ifPresent(words -> reasons.put(recipient.asString(), words)));
            return new Shown(Row.of(shown.mail()), MailAttributes.accounts(mail), MailAttributes.read(mail, MailAttributes.CLIENT),
                MailAttributes.read(mail, MailAttributes.LISTENER), reasons, shown.header());
        }
    }

    /** What was asked for by one id: the parts of a mail by domain are several. */
    record AllShown(List<Shown> messages) {
    }

    /** @param reason what was said to the mail that was tried last */
    record Delay(String domain, long waiting, String oldest, Optional<String> reason, boolean fromNextHop) {

        static Delay of(DelayedDomain domain) {
            Optional<LastWords> words = domain.lastTried().flatMap(mail -> mail.getRecipients().stream()
                .filter(recipient -> recipient.getDomain().asString().equalsIgnoreCase(domain.domain()))
                .flatMap(recipient -> LastWords.of(mail, recipient).stream()).findFirst());
            return new Delay(domain.domain(), domain.waiting(), domain.oldest().toString(), words.map(LastWords::text),
                words.map(LastWords::fromNextHop).orElse(false));
        }
    }

    /** @param total how many domains there are */
    record Delays(long total, List<Delay> domains) {
        static Delays of(QueueDelays.Delays delays) {
            return new Delays(delays.domains(), delays.delayed().stream().map(Delay::of).toList());
        }
    }

    /**
     * What came of a part of the work; the rest is for the next request, with the same moment.
     *
     * @param before what is queued later is not meant
     * @param messages the first of them, in a dry run
     */
    record Worked(String before, long done, long left, long inDelivery, List<Row> messages) {
        static Worked of(Instant before, QueueWork.Part part, List<ListedMail> mails) {
            return new Worked(before.toString(), part.done(), part.left(), part.inDelivery(), mails.stream().map(Row::of).toList());
        }
    }

    private static List<String> addresses(Mail mail) {
        return mail.getRecipients().stream().map(MailAddress::asString).toList();
    }
}
