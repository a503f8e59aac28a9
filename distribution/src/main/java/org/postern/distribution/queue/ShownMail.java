// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.queue;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A queued mail with its header.
 *
 * @param header its lines as they are, without the body
 */
public record ShownMail(ListedMail mail, List<String> header) {

    public ShownMail {
        header = List.copyOf(header);
    }

    static List<String> header(byte[] beginning) {
        return new String(beginning, StandardCharsets.UTF_8).lines().takeWhile(line -> !line.isEmpty()).toList();
    }
}
