// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.autoconfig;

import org.apache.james.core.MailAddress;

/** By which name people log in. */
public enum UserNameForm {
    ADDRESS("%EMAILADDRESS%"),
    LOCAL_PART("%EMAILLOCALPART%");

    private final String placeholder;

    UserNameForm(String placeholder) {
        this.placeholder = placeholder;
    }

    /** What Thunderbird replaces by the name. */
    String placeholder() {
        return placeholder;
    }

    String of(MailAddress address) {
        return this == ADDRESS ? address.asString() : address.getLocalPart();
    }
}
