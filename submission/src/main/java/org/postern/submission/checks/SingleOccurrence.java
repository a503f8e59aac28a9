// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.HeaderField;

/**
 * 6409-5.1b: fields that may occur once do (RFC 5322 §3.6, RFC 2045 §3). With two of them each reader believes another one.
 *
 * <p>Resent fields come in blocks, each resending puts one in front (RFC 5322 §3.6.6): where some stand together, a field
 * may occur as often as there are blocks, which the fields that every block has tell.
 */
public final class SingleOccurrence implements Check {
    private static final Set<String> ONCE = Set.of("date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id",
        "in-reply-to", "references", "subject", "mime-version", "content-type", "content-transfer-encoding", "content-id",
        "content-description");
    private static final String RESENT = "resent-";

    @Override
    public String name() {
        return "single-occurrence";
    }

    @Override
    public Verdict check(Submission submission) {
        List<HeaderField> fields = submission.header().fields();
        Map<String, Integer> seen = new HashMap<>();
        int i = 0;
        while (i < fields.size()) {
            int together = i;
            while (together < fields.size() && isResent(fields.get(together))) {
                together++;
            }
            if (together > i) {
                Verdict resent = checkResent(fields.subList(i, together));
                if (resent != Verdict.ACCEPT) {
                    return resent;
                }
                i = together;
            } else {
                count(seen, fields.get(i));
                i++;
            }
        }
        seen.keySet().retainAll(ONCE);
        return firstOver(fields, seen, 1);
    }

    private static boolean isResent(HeaderField field) {
        return field.key().startsWith(RESENT);
    }

    private static Verdict checkResent(List<HeaderField> together) {
        Map<String, Integer> seen = new HashMap<>();
        together.forEach(field -> count(seen, field));
        int blocks = Math.min(seen.getOrDefault("resent-date", 0), seen.getOrDefault("resent-from", 0));
        return firstOver(together, seen, Math.max(1, blocks));
    }

    private static void count(Map<String, Integer> seen, HeaderField field) {
        seen.merge(field.key(), 1, Integer::sum);
    }

    private static Verdict firstOver(List<HeaderField> fields, Map<String, Integer> seen, int limit) {
        for (HeaderField field : fields) {
            int times = seen.getOrDefault(field.key(), 0);
            if (times > limit) {
                return Verdict.refuse(Replies.repeated(field.name(), times));
            }
        }
        return Verdict.ACCEPT;
    }
}
