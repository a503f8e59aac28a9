// SPDX-License-Identifier: Apache-2.0
package org.postern.stock.faults;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.postern.stock.Dialogue;
import org.postern.stock.MailSink;

/** A server as its clients, its next hop and its operator see it. Everybody below is of its only domain, example.org. */
interface SubmissionServer extends AutoCloseable {
    String DOMAIN = "example.org";
    /** Submits. */
    String ALICE = "alice@example.org";
    /** Is there as well. */
    String BOB = "bob@example.org";
    /** Comes when the store of users is down, and never before: nothing may be remembered of him. */
    String CARL = "carl@example.org";
    String PASSWORD = "correct-horse";

    Duration PATIENCE = Duration.ofSeconds(60);
    /** How long a mail may take longer than one that was submitted after it. */
    Duration SLACK = Duration.ofSeconds(5);

    /** Of the port with STARTTLS. */
    int submissionPort();

    /** Takes all that leaves the server. */
    MailSink nextHop();

    List<String> domains() throws Exception;

    /** Of the server's process. */
    long pid();

    /** Runs a statement in the server's database. */
    void sql(String statement) throws Exception;

    @Override
    void close() throws IOException;

    /** In clear text, greeted. */
    default Dialogue connect() throws IOException {
        return Dialogue.with(submissionPort());
    }

    /** Encrypted, EHLO said. */
    default Dialogue encrypted() throws IOException, GeneralSecurityException {
        Dialogue dialogue = connect().startTls();
        dialogue.say("EHLO client.example.net");
        return dialogue;
    }

    /** Encrypted, authenticated as {@link #ALICE}. */
    default Dialogue session() throws IOException, GeneralSecurityException {
        return connect().startTls().authenticate(ALICE, PASSWORD);
    }

    /** What the next hop got for this recipient. */
    default Optional<String> passedOn(String recipient) {
        return nextHop().received().stream()
            .filter(mail -> mail.recipients().contains(recipient))
            .map(MailSink.Received::text)
            .findFirst();
    }

    /**
     * What the next hop gets for this recipient; empty when another mail, submitted now, is there for a while and this one
     * still is not.
     */
    default Optional<String> settled(String recipient) throws Exception {
        String marker = "after-" + recipient.replace('@', '-') + "@example.net";
        try (Dialogue client = session()) {
            client.submit(ALICE, marker, "From: " + ALICE, "Subject: comes after " + recipient, "", "body");
        }
        Awaitility.await("delivery").atMost(PATIENCE).until(() -> passedOn(marker).or(() -> passedOn(recipient)).isPresent());
        Instant end = Instant.now().plus(SLACK);
        Awaitility.await().atMost(PATIENCE).until(() -> passedOn(recipient).isPresent() || Instant.now().isAfter(end));
        return passedOn(recipient);
    }

    /** What the next hop gets for this recipient of a mail that was answered with 250. */
    default String delivered(String recipient) throws Exception {
        return settled(recipient).orElseThrow(() -> new AssertionError("Answered with 250, yet nothing arrived for " + recipient));
    }

    /** What came of a submission: empty when it was refused, else {@link #delivered}. */
    default Optional<String> outcome(String reply, String recipient) throws Exception {
        return reply.startsWith("250") ? Optional.of(delivered(recipient)) : Optional.empty();
    }
}
