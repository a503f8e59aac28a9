// SPDX-License-Identifier: Apache-2.0
package org.postern.accounts;

import java.util.Optional;

import com.ongres.saslprep.SASLprep;
import com.ongres.stringprep.Profile;

/**
 * SASLprep (RFC 4013): names and passwords that look the same are the same, on whatever keyboard they are typed. As SCRAM wants it
 * (RFC 5802 §2.2), for passwords that are kept and for those that are tested alike.
 */
public final class SaslPrep {
    private static final Profile PROFILE = new SASLprep();

    private SaslPrep() {
    }

    /** Empty when the text has what no name or password may have, or when nothing is left of it. */
    public static Optional<String> prepare(String text) {
        try {
            return Optional.of(PROFILE.prepareStored(text)).filter(prepared -> !prepared.isEmpty());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The second is how the library says that nothing is left.
            return Optional.empty();
        }
    }
}
