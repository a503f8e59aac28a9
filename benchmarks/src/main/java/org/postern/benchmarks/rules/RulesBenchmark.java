// SPDX-License-Identifier: Apache-2.0
package org.postern.benchmarks.rules;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.postern.submission.Check;
import org.postern.submission.Envelope;
import org.postern.submission.Identity;
import org.postern.submission.Repair;
import org.postern.submission.RightsUnavailableException;
import org.postern.submission.SenderRights;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.checks.StandardChecks;
import org.postern.submission.header.MessageHeader;
import org.postern.submission.header.MessageParser;
import org.postern.submission.header.ParsedMessage;
import org.postern.submission.repairs.StandardRepairs;

/** From the octets of a message to the octets of its repaired header: one parse, all checks and all repairs that are on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RulesBenchmark {
    /** What is repaired of a complete one is nothing; of the other all that mail programs leave to a server. */
    @Param
    private TypicalMessage message;

    private byte[] octets;
    private Identity identity;
    private Envelope envelope;
    private List<Check> checks;
    private List<Repair> repairs;

    @Setup
    public void prepare() throws Exception {
        MailAddress ann = new MailAddress(TypicalMessage.AUTHOR);
        SenderRights rights = (who, address) -> address.equals(who.mailbox());
        octets = message.octets();
        identity = new Identity(Username.of(TypicalMessage.AUTHOR), ann, "PLAIN", "192.0.2.7");
        envelope = new Envelope(MaybeSender.of(ann), List.of(new MailAddress("bob@example.net")), false);
        checks = new StandardChecks(rights).defaults();
        repairs = new StandardRepairs(rights, Clock.systemDefaultZone(), new SplittableRandom(), "submit.example.org").defaults();
    }

    /** @return the repaired header */
    @Benchmark
    public MessageHeader parseCheckAndRepair() throws IOException, RightsUnavailableException {
        ParsedMessage parsed = MessageParser.parse(octets);
        Submission submission = new Submission(identity, envelope, parsed.header(), parsed.body());
        Verdict verdict = StandardChecks.firstOf(checks, submission);
        if (verdict != Verdict.ACCEPT) {
            throw new IllegalStateException("A typical message is refused: " + verdict);
        }
        MessageHeader repaired = StandardRepairs.apply(repairs, submission);
        repaired.writeTo(OutputStream.nullOutputStream());
        return repaired;
    }

    /** @return what is read of it */
    @Benchmark
    public ParsedMessage parse() {
        return MessageParser.parse(octets);
    }
}
