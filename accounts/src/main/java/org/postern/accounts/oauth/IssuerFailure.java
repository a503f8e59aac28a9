// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts.oauth;

import org.postern.submission.Printable;

/** The issuer could not be asked, which is never a "no". Its message is fit for the log. */
public final class IssuerFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 300;

    IssuerFailure(String reason) {
        super(Printable.line(reason, SHOWN));
    }
}
