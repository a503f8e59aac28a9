// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.dkim;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** RFC 6376 §3.2: {@code tag=value; tag=value}, as in a signature and in a key record. White space in values is left out. */
public final class TagList {
    private final Map<String, String> values = new HashMap<>();

    private TagList() {
    }

    /** Reads what can be read; of a tag that comes twice, the first. */
    public static TagList parse(String text) {
        TagList tags = new TagList();
        for (String tag : text.split(";")) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.values.putIfAbsent(tag.substring(0, equals).strip(), tag.substring(equals + 1).replaceAll("\\s", ""));
            }
        }
        return tags;
    }

    public Optional<String> get(String tag) {
        return Optional.ofNullable(values.get(tag));
    }
}
