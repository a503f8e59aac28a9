// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.checks;

import org.postern.submission.Check;
import org.postern.submission.Replies;
import org.postern.submission.Submission;
import org.postern.submission.Verdict;
import org.postern.submission.header.AddressFields;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.HeaderMailbox;

/**
 * 6409-4.2b, 6409-4.2c: domains in header addresses are fully qualified names. A local-part alone is completed by a
 * repair; a partial name or a literal is nobody's to complete.
 */
public final class QualifiedDomains implements Check {
    @Override
    public String name() {
        return "qualified-domains";
    }

    @Override
    public Verdict check(Submission submission) {
        for (HeaderField field : submission.header().fields()) {
            if (AddressFields.isStandard(field)) {
                for (HeaderMailbox mailbox : field.addresses().mailboxes()) {
                    if (mailbox.domain().startsWith("[")) {
                        return Verdict.refuse(Replies.domainLiteral(field.name(), mailbox.asString()));
                    }
                    if (!mailbox.isBare() && !DomainNames.isFullyQualified(mailbox.domain())) {
                        return Verdict.refuse(Replies.notQualified(field.name(), mailbox.asString()));
                    }
                }
            }
        }
        return Verdict.ACCEPT;
    }
}
