// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

/**
 * One rule that a submission has to meet. Used at SMTP time (a refusal answers the author) and by a matcher in the
 * spool (a refusal bounces). Stateless and safe for use by many threads.
 */
public interface Check {
    /** The name under which an operator switches it in XML, such as {@code single-occurrence}. */
    String name();

    /** Never throws for anything that a client can send. */
    Verdict check(Submission submission);
}
