// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.header.MessageHeader;

/** All repairs in the order in which they run: a later one reads what an earlier one has completed. Immutable. */
public final class StandardRepairs {
    private static final Set<String> OFF_BY_DEFAULT = Set.of("rewrite-from", "replace-sender");

    private final List<Repair> all;

    /**
     * @param clock its zone is written into dates
     * @param random unguessable, such as {@code java.security.SecureRandom}
     * @param hostName of this server, for {@link AddMessageId}
     */
    public StandardRepairs(SenderRights rights, Clock clock, RandomGenerator random, String hostName) {
        this.all = List.of(
            new QualifyAddresses(),
            new AddFrom(rights),
            new RewriteFrom(rights),
            new ReplaceSender(rights),
            new AddSender(rights),
            new AddDate(clock),
            new AddMessageId(clock, random, hostName),
            new RemoveBcc(),
            new RemoveEmpty(),
            new AddTo());
    }

    /** Every repair there is, on or off. */
    public List<Repair> all() {
        return all;
    }

    /** Those that are on unless an operator says otherwise. */
    public List<Repair> defaults() {
        return select(Map.of());
    }

    /** The names under which an operator knows the repairs, in order. */
    public List<String> names() {
        return all.stream().map(Repair::name).toList();
    }

    /** Whether the repair is on unless an operator says otherwise. */
    public static boolean isOnByDefault(String name) {
        return !OFF_BY_DEFAULT.contains(name);
    }

    /**
     * The repairs that are on.
     *
     * @param switches on or off by name; what is not named is as by default
     * @throws IllegalArgumentException when there is no repair of such a name; the message lists those there are
     */
    public List<Repair> select(Map<String, Boolean> switches) {
        for (String name : switches.keySet()) {
            if (!names().contains(name)) {
                throw new IllegalArgumentException("There is no repair '" + name + "'; the repairs are " + String.join(", ", names()));
            }
        }
        return all.stream().filter(repair -> switches.getOrDefault(repair.name(), isOnByDefault(repair.name()))).toList();
    }

    /**
     * The header after these repairs, one after the other; the very same instance when there was nothing to repair.
     *
     * @throws RightsUnavailableException when a right could not be asked for
     */
    public static MessageHeader apply(List<Repair> repairs, Submission submission) throws RightsUnavailableException {
        return apply(repairs, submission, repair -> { });
    }

    /**
     * The same.
     *
     * @param changing told of each repair that has found something to repair
     * @throws RightsUnavailableException when a right could not be asked for
     */
    public static MessageHeader apply(List<Repair> repairs, Submission submission, Consumer<Repair> changing)
            throws RightsUnavailableException {
        Submission repaired = submission;
        for (Repair repair : repairs) {
            MessageHeader header = repair.repair(repaired);
            if (header != repaired.header()) {
                changing.accept(repair);
                repaired = repaired.withHeader(header);
            }
        }
        return repaired.header();
    }
}
