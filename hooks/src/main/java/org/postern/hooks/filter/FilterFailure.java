// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.filter;

import org.postern.submission.Printable;

/** There is no answer of the filter that could be obeyed. Its message is fit for the log. */
public final class FilterFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 200;

    FilterFailure(String reason) {
        super(Printable.line(reason, SHOWN));
    }
}
