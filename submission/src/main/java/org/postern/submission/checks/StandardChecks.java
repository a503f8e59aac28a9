// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.postern.submission.Check;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/**
 * All checks of a message in the order in which they are asked: first whether it can be read at all, then what it says,
 * then who may say it. Immutable.
 */
public final class StandardChecks {
    private static final Set<String> OFF_BY_DEFAULT = Set.of("date-syntax", "message-id-syntax");

    private final List<Check> all;

    public StandardChecks(SenderRights rights) {
        this.all = List.of(
            new HeaderSize(),
            new Nul(),
            new LineEndings(),
            new LineLength(),
            new FieldSyntax(),
            new EightBitHeader(),
            new SingleOccurrence(),
            new HopCount(),
            new AddressSyntax(),
            new QualifiedDomains(),
            new DateSyntax(),
            new MessageIdSyntax(),
            new NullReversePath(),
            new AsciiOriginator(rights),
            new AuthorRights(rights),
            new SenderFieldRights(rights));
    }

    /** Every check there is, on or off. */
    public List<Check> all() {
        return all;
    }

    /** Those that are on unless an operator says otherwise. */
    public List<Check> defaults() {
        return select(Map.of());
    }

    /** The names under which an operator knows the checks, in order. */
    public List<String> names() {
        return all.stream().map(Check::name).toList();
    }

    /** Whether the check is on unless an operator says otherwise. */
    public static boolean isOnByDefault(String name) {
        return !OFF_BY_DEFAULT.contains(name);
    }

    /**
     * The checks that are on.
     *
     * @param switches on or off by name; what is not named is as by default
     * @throws IllegalArgumentException when there is no check of such a name; the message lists those there are
     */
    public List<Check> select(Map<String, Boolean> switches) {
        for (String name : switches.keySet()) {
            if (!names().contains(name)) {
                throw new IllegalArgumentException("There is no check '" + name + "'; the checks are " + String.join(", ", names()));
            }
        }
        return all.stream().filter(check -> switches.getOrDefault(check.name(), isOnByDefault(check.name()))).toList();
    }

    /** What the first of these checks has to say, in their order. */
    public static Verdict firstOf(List<Check> checks, Submission submission) {
        return firstOf(checks, submission, check -> { });
    }

    /**
     * The same.
     *
     * @param objecting told of the check that has something to say, if there is one
     */
    public static Verdict firstOf(List<Check> checks, Submission submission, Consumer<Check> objecting) {
        for (Check check : checks) {
            Verdict verdict = check.check(submission);
            if (!(verdict instanceof Verdict.Accept)) {
                objecting.accept(check);
                return verdict;
            }
        }
        return Verdict.ACCEPT;
    }
}
