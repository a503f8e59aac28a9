// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.postern.submission.HostileOctets.Message;

/**
 * What holds for every message, with those that reach the odd corners. The first octet of an input says how the rest is cut, and
 * whether it came with SMTPUTF8.
 */
class MessageFuzzTest {
    private final AnyMessageTest properties = new AnyMessageTest();

    @FuzzTest
    @DictionaryFile(resourcePath = "/message.dict")
    void shouldHoldForEveryMessage(byte[] input) throws Exception {
        if (input.length < 1) {
            return;
        }
        Message message = new Message(Arrays.copyOfRange(input, 1, input.length));
        try {
            holds(message, input[0] & 0x7f, input[0] < 0);
        } catch (RightsUnavailableException e) {
            assertThat(message.toString()).contains("down");
        }
    }

    private void holds(Message message, int cut, boolean smtpUtf8) throws Exception {
        properties.shouldGiveBackEveryOctetWhenNothingIsRepaired(message);
        properties.shouldReadTheSameWhereverBlocksAreCut(message, List.of(cut, 0, 1, cut / 2, 1, cut));
        properties.shouldFindTheSameAsSimpleReading(message);
        properties.shouldAlwaysReachVerdict(message, smtpUtf8);
        properties.shouldRepairOnceOnly(message);
        properties.shouldReadRepairedMessageWithTheSameBody(message);
        properties.shouldKeepOtherFieldsAndTheirOrderWhenRepaired(message);
    }
}
