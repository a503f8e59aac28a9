// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.Domain;
import org.postern.accounts.sending.Allowance.OnExceed;
import org.postern.accounts.sending.Limit.Counted;
import org.postern.accounts.sending.Usage.Taken;

/**
 * What one message costs, taken step by step and given back when nothing comes of the message: sessions at the same time cannot
 * spend the same room twice. Used by one thread at a time.
 */
public final class Outlay {
    private final List<Usage> usages;
    private final List<Spent> spent = new ArrayList<>();
    /** From where on it is what the last recipient cost. */
    private int lastRecipient;
    private Optional<Exceeded> review = Optional.empty();
    private Optional<Exceeded> reviewBefore = Optional.empty();

    private record Spent(Usage usage, Taken taken) {
        void keep() {
            usage.keep(taken);
        }

        void giveBack() {
            usage.giveBack(taken);
        }
    }

    private interface Cost {
        Usage.Outcome of(Usage usage);
    }

    /** @param usages of the accounts that it is charged to; never twice the same one */
    Outlay(List<Usage> usages) {
        this.usages = usages;
    }

    /** @return the limit that has no room for it */
    public Optional<Exceeded> message() {
        return spend(usage -> usage.take(Counted.MESSAGES));
    }

    /** @return the limit that has no room for it; nothing is taken then */
    public Optional<Exceeded> recipient(Domain domain) {
        reviewBefore = review;
        lastRecipient = spent.size();
        Optional<Exceeded> exceeded = spend(usage -> usage.take(Counted.RECIPIENTS)).or(() -> spend(usage -> usage.takeDomain(domain)));
        if (exceeded.isPresent()) {
            refuseRecipient();
        }
        return exceeded;
    }

    /** The recipient that was taken last has been refused for another reason. */
    public void refuseRecipient() {
        List<Spent> last = spent.subList(lastRecipient, spent.size());
        last.forEach(Spent::giveBack);
        last.clear();
        review = reviewBefore;
    }

    /** The limit for whose sake the message is held for review, if it is. */
    public Optional<Exceeded> review() {
        return review;
    }

    /** The message is ours, and this is spent. */
    public void accepted() {
        spent.forEach(Spent::keep);
        end();
    }

    /** Nothing came of the message. May be called more than once. */
    public void giveBack() {
        spent.forEach(Spent::giveBack);
        end();
    }

    private void end() {
        spent.clear();
        lastRecipient = 0;
    }

    private Optional<Exceeded> spend(Cost cost) {
        for (Usage usage : usages) {
            Usage.Outcome outcome = cost.of(usage);
            spent.add(new Spent(usage, outcome.taken()));
            Optional<Exceeded> refusal = outcome.exceeded().flatMap(exceeded -> hold(usage, exceeded));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** @return the limit that counts, when the message cannot be held either */
    private Optional<Exceeded> hold(Usage usage, Exceeded exceeded) {
        if (usage.allowance().onExceed() == OnExceed.REFUSE) {
            return Optional.of(exceeded);
        }
        if (review.isEmpty()) {
            Usage.Outcome held = usage.take(Counted.HELD);
            if (held.exceeded().isPresent()) {
                return held.exceeded();
            }
            spent.add(new Spent(usage, held.taken()));
            review = Optional.of(exceeded);
        }
        return Optional.empty();
    }
}
