// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import java.util.List;
import java.util.Objects;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;

/**
 * The SMTP envelope (RFC 5321 §2.3.1).
 *
 * @param reversePath the null reverse-path {@code <>} is {@link MaybeSender#nullSender()}
 * @param recipients the forward-paths, in the order they were given
 * @param smtpUtf8 whether MAIL carried SMTPUTF8 (RFC 6531)
 */
public record Envelope(MaybeSender reversePath, List<MailAddress> recipients, boolean smtpUtf8) {
    public Envelope {
        Objects.requireNonNull(reversePath);
        recipients = List.copyOf(recipients);
    }
}
