// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

import java.io.IOException;

/**
 * One row of the demo.
 *
 * @param name what is special about it
 * @param service the port's service name (RFC 6409, RFC 8314)
 * @param letter what is sent; where the dialogue ends before it, only its envelope counts
 */
record GalleryCase(String name, Service service, Letter letter, Attempt attempt, Outcome expected) {

    /** 587 and 465 by their names, as a demo has other ports. */
    enum Service { SUBMISSION, SUBMISSIONS }

    /** The client's side. */
    interface Attempt {
        Answer by(Account account, Letter letter) throws IOException;
    }

    Answer submit(Account account) throws IOException {
        return attempt.by(account, letter);
    }
}
