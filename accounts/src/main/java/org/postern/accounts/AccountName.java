// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.text.Normalizer;
import java.util.Locale;

import org.postern.bridge.UserNames;

/** Names as they are counted: one for all spellings of the same account, whether there is such an account or not. */
final class AccountName {
    /** No account has a longer one, and nobody fills our memory with longer ones. */
    private static final int LONGEST = 255;

    private AccountName() {
    }

    static String of(String claimed) {
        String name = claimed.substring(0, Math.min(claimed.length(), LONGEST)).strip();
        try {
            return UserNames.identifier(UserNames.parse(name));
        } catch (IllegalArgumentException e) {
            return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        }
    }
}
