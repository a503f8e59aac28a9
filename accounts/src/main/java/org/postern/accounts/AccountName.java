// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

import org.postern.bridge.UserNames;

/**
 * Names as they are counted: one for all spellings of the same account, whether there is such an account or not. All that a
 * directory may take for the same (RFC 4518 §2) is one name here, so that nobody has a name's tries again for each way to write it.
 */
final class AccountName {
    /** No account has a longer one, and nobody fills our memory with longer ones. */
    private static final int LONGEST = 255;
    private static final Pattern IGNORED = Pattern.compile("[\\p{Cf}\\u034F\\u180B-\\u180D\\uFE00-\\uFE0F\\uFFFC]");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private AccountName() {
    }

    static String of(String claimed) {
        String name = folded(claimed);
        try {
            return cut(folded(UserNames.identifier(UserNames.parse(name))));
        } catch (IllegalArgumentException e) {
            return cut(name);
        }
    }

    private static String folded(String name) {
        String shown = IGNORED.matcher(name).replaceAll("");
        String lower = Normalizer.normalize(shown, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return SPACES.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKC)).replaceAll(" ").strip();
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST));
    }
}
