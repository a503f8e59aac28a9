// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

/** A store of users, aliases or delegations did not answer. A fault on our side: 4xx for the client. */
public class RightsUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public RightsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
