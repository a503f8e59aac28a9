// SPDX-License-Identifier: Apache-2.0
package org.postern.bridge;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.Mail;
import org.postern.submission.InternationalAddress;
import org.postern.submission.repairs.AddressRewrites;

/** 6409-8.7: other addresses in the envelope of a mail; what the author asked for a recipient goes with the new address. */
public final class RewrittenEnvelope {
    private RewrittenEnvelope() {
    }

    /** The null reverse-path stays. */
    public static void rewriteReversePath(Mail mail, AddressRewrites rules) throws MessagingException {
        Optional<MailAddress> rewritten = mail.getMaybeSender().asOptional().flatMap(rules::rewrite);
        if (rewritten.isEmpty()) {
            return;
        }
        if (!(mail instanceof MailImpl)) {
            throw new MessagingException("The reverse-path of mail " + mail.getName() + " cannot be changed");
        }
        ((MailImpl) mail).setSender(rewritten.get());
    }

    /** Of two that become the same one stays. */
    public static void rewriteRecipients(Mail mail, AddressRewrites rules) {
        Map<MailAddress, MailAddress> becomes = new LinkedHashMap<>();
        mail.getRecipients().forEach(recipient -> becomes.put(recipient, rules.rewrite(recipient).orElse(recipient)));
        if (becomes.entrySet().stream().allMatch(entry -> entry.getKey().toString().equals(entry.getValue().toString()))) {
            return;
        }
        Map<MailAddress, String> originals = new LinkedHashMap<>();
        becomes.forEach((old, current) -> MailOptions.originalRecipient(mail, old)
            .or(() -> Optional.of(old).filter(known -> !known.equals(current)).flatMap(RewrittenEnvelope::original))
            .ifPresent(original -> originals.putIfAbsent(current, original)));
        mail.setRecipients(becomes.values().stream().distinct().toList());
        mail.dsnParameters().ifPresent(parameters -> mail.setDsnParameters(moved(parameters, becomes)));
        MailOptions.writeOriginalRecipients(mail, originals);
    }

    /** As an author would give it (RFC 3461 §4.2), so that a report names a recipient whom the author knows. */
    private static Optional<String> original(MailAddress recipient) {
        return InternationalAddress.isInternational(recipient) ? Optional.empty()
            : Optional.of(DsnParameters.RFC_822_PREFIX + DsnParameters.XText.encode(recipient.asString()));
    }

    private static DsnParameters moved(DsnParameters parameters, Map<MailAddress, MailAddress> becomes) {
        Map<MailAddress, RecipientDsnParameters> moved = new LinkedHashMap<>();
        new LinkedHashSet<>(becomes.values()).forEach(current -> {
            List<Optional<RecipientDsnParameters>> wishes = becomes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(current))
                .map(entry -> Optional.ofNullable(parameters.getRcptParameters().get(entry.getKey())))
                .toList();
            RecipientDsnParameters.of(merged(wishes), first(wishes)).ifPresent(wish -> moved.put(current, wish));
        });
        return parameters.withRcptParameters(moved);
    }

    /** Nobody misses a report who asked for it, or who has it for not having asked for anything (RFC 3461 §4.1). */
    private static Optional<EnumSet<Notify>> merged(List<Optional<RecipientDsnParameters>> wishes) {
        List<Optional<EnumSet<Notify>>> all = wishes.stream()
            .map(wish -> wish.flatMap(RecipientDsnParameters::getNotifyParameter)).toList();
        if (all.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        EnumSet<Notify> union = EnumSet.noneOf(Notify.class);
        all.forEach(notify -> union.addAll(notify.orElse(EnumSet.of(Notify.FAILURE, Notify.DELAY))));
        if (union.size() > 1) {
            union.remove(Notify.NEVER);
        }
        return Optional.of(union);
    }

    private static Optional<MailAddress> first(List<Optional<RecipientDsnParameters>> wishes) {
        return wishes.stream().flatMap(Optional::stream).flatMap(wish -> wish.getOrcptParameter().stream()).findFirst();
    }
}
