// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reply as the table shows it: the same in every run. */
final class ObservedReply {
    private static final Pattern QUEUE_ID = Pattern.compile("Queued as \\S+");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final Pattern CODE = Pattern.compile("\\d{3} (\\d\\.\\d{1,3}\\.\\d{1,3}|.*)");

    private ObservedReply() {
    }

    static String of(String line) {
        return TIME.matcher(QUEUE_ID.matcher(line).replaceAll("Queued as …")).replaceAll("…").replaceFirst("^(\\d{3})-", "$1 ");
    }

    /** What makes it another reply than others: its codes, or all of it where it has no enhanced status code. */
    static String code(String reply) {
        Matcher matcher = CODE.matcher(reply);
        return matcher.lookingAt() ? matcher.group() : reply;
    }
}
