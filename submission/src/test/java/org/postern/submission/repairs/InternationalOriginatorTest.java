// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.submission.International;
import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.Submissions;

class InternationalOriginatorTest {
    private static final String JOERG = "j\u00f6rg@example.org";

    private final Repair addFrom = new AddFrom(International.RIGHTS);
    private final Repair addSender = new AddSender(International.RIGHTS);
    private final Repair rewriteFrom = new RewriteFrom(International.RIGHTS);
    private final Repair replaceSender = new ReplaceSender(International.RIGHTS);

    @ParameterizedTest
    @CsvSource({
        "j\u00f6rg@example.org, true,  j\u00f6rg@example.org",
        "joerg@example.org,     true,  j\u00f6rg@example.org",
        "joerg@example.org,     false, joerg@example.org",
        "'',                    true,  j\u00f6rg@example.org",
    })
    void shouldNamePersonAsHeaderMay(String reversePath, boolean smtpUtf8, String named) throws Exception {
        assertThat(repaired(addFrom, "To: x\n", reversePath, smtpUtf8)).isEqualTo("To: x\nFrom: " + named + "\n");
        assertThat(repaired(addSender, "From: bob@x.org\n", reversePath, smtpUtf8)).isEqualTo("From: bob@x.org\nSender: " + named + "\n");
        assertThat(repaired(replaceSender, "Sender: bob@x.org\n", reversePath, smtpUtf8)).isEqualTo("Sender: " + named + "\n");
        assertThat(repaired(rewriteFrom, "From: B <b@x.org>\n", reversePath, smtpUtf8))
            .isEqualTo("From: B <" + named + ">\nReply-To: B <b@x.org>\n");
    }

    @ParameterizedTest
    @CsvSource({"eve@example.org", "''"})
    void shouldWriteNobodyElseAndNothingThatIsNotAscii(String reversePath) throws Exception {
        for (Repair repair : new Repair[] {addFrom, addSender, replaceSender, rewriteFrom}) {
            Submission submission = International.submission("To: x\n", reversePath, false);

            assertThat(repair.repair(submission)).as(repair.name()).isSameAs(submission.header());
        }
    }

    @Test
    void shouldKnowPersonBySpelling() throws Exception {
        String own = "From: \"jo\u0308rg+news\"@EXAMPLE.org\n";

        assertThat(repaired(addSender, own, "", true)).isEqualTo(own);
        assertThat(repaired(rewriteFrom, "From: \"J\u00d6RG\"@example.org\n", JOERG, true)).isEqualTo("From: \"J\u00d6RG\"@example.org\n");
    }

    private static String repaired(Repair repair, String header, String reversePath, boolean smtpUtf8) throws Exception {
        Submission submission = International.submission(header, reversePath, smtpUtf8);
        return new String(Submissions.octets(repair.repair(submission)), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
