// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

/** What should become of a submission. */
sealed interface Outcome {

    /** 250, and the MX receives it once, whole and valid, with these repairs and no others. */
    record Delivered(Repairs repairs) implements Outcome {
    }

    /** This reply, and the MX receives nothing. */
    record Refused(int code, String enhanced) implements Outcome {
        boolean matches(Answer answer) {
            return answer.code() == code && answer.text().startsWith(enhanced + " ");
        }

        @Override
        public String toString() {
            return code + " " + enhanced;
        }
    }

    /** 250, the MX refuses the recipient, and the author gets a delivery status notification (RFC 3464). */
    record Bounced() implements Outcome {
    }
}
