// SPDX-License-Identifier: Apache-2.0
package org.postern.hooks.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows BDAT (RFC 3030 §2): {@code size [LAST]}.
 *
 * @param size in octets
 * @param last whether it is the message's last chunk
 * @param wellFormed false when something else than LAST stands behind the size
 */
record BdatArgument(long size, boolean last, boolean wellFormed) {
    /** More digits than that are no size of anything. */
    private static final Pattern SYNTAX = Pattern.compile("0*([0-9]{1,18})(?: +(.*?))? *");
    private static final String LAST = "LAST";

    /** Empty when the size cannot be read, and nobody knows where the chunk ends. */
    static Optional<BdatArgument> parse(String argument) {
        Matcher matcher = SYNTAX.matcher(argument);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String rest = Optional.ofNullable(matcher.group(2)).orElse("");
        boolean last = rest.equalsIgnoreCase(LAST);
        return Optional.of(new BdatArgument(Long.parseLong(matcher.group(1)), last, last || rest.isEmpty()));
    }
}
