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
        Map<String, Integer> resent = new HashMap<>();
        for (HeaderField field : fields) {
            String key = field.key();
            if (key.startsWith(RESENT)) {
                resent.merge(key, 1, Integer::sum);
            } else {
                Verdict block = checkResent(resent);
                if (block != Verdict.ACCEPT) {
                    return block;
                }
                resent.clear();
                if (ONCE.contains(key)) {
                    seen.merge(key, 1, Integer::sum);
                }
            }
        }
        Verdict repeated = firstOver(fields, seen, 1);
        return repeated == Verdict.ACCEPT ? checkResent(resent) : repeated;
    }

    private static Verdict checkResent(Map<String, Integer> resent) {
        if (resent.size() < 1) {
            return Verdict.ACCEPT;
        }
        int dates = resent.getOrDefault("resent-date", 0);
        int authors = resent.getOrDefault("resent-from", 0);
        int blocks = Math.max(1, Math.min(dates, authors));
        for (Map.Entry<String, Integer> field : resent.entrySet()) {
            if (field.getValue() > blocks) {
                return Verdict.refuse(Replies.repeated(field.getKey(), field.getValue()));
            }
        }
        return Verdict.ACCEPT;
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
