// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.ContentUtil;
import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;

/**
 * 6409-3.2b, 8098: an authenticated person uses the null reverse-path for a disposition notification, whose bounce nobody
 * wants, and for nothing else. Who may be its author is for {@link AuthorRights}.
 */
public final class NullReversePath implements Check {
    @Override
    public String name() {
        return "null-reverse-path";
    }

    @Override
    public Verdict check(Submission submission) {
        if (!submission.envelope().reversePath().isNullSender() || isDispositionNotification(submission)) {
            return Verdict.ACCEPT;
        }
        return Verdict.refuse(Replies.nullReversePath());
    }

    private static boolean isDispositionNotification(Submission submission) {
        return submission.header().first("Content-Type").filter(field -> isDispositionNotification(field.body())).isPresent();
    }

    private static boolean isDispositionNotification(String contentType) {
        ByteSequence octets = ContentUtil.encode(contentType);
        RawBody body = RawFieldParser.DEFAULT.parseRawBody(octets, new ParserCursor(0, octets.length()));
        return "multipart/report".equalsIgnoreCase(body.getValue()) && body.getParams().stream().anyMatch(NullReversePath::isReportType);
    }

    private static boolean isReportType(NameValuePair parameter) {
        return "report-type".equalsIgnoreCase(parameter.getName())
            && "disposition-notification".equalsIgnoreCase(parameter.getValue());
    }
}
