// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtp;

import java.util.Arrays;

import javax.mail.Address;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;

import org.apache.james.core.MailAddress;

/**
 * A forward-path whose text is the address and nothing else. JavaMail puts angle brackets around one with a quoted
 * local-part; RemoteDelivery reads that text back to learn who was refused, cannot, and would forget the recipient.
 */
final class Forward extends InternetAddress {

    private static final long serialVersionUID = 1L;

    private Forward(InternetAddress path) {
        setAddress(path.getAddress());
    }

    static Address[] paths(Address[] recipients) {
        return Arrays.stream(recipients)
            .map(recipient -> recipient instanceof InternetAddress path ? new Forward(path) : recipient)
            .toArray(Address[]::new);
    }

    /** The recipient of a path that RemoteDelivery gave. */
    static MailAddress address(String path) {
        try {
            return new MailAddress(path);
        } catch (AddressException e) {
            throw new IllegalStateException("RemoteDelivery gave a recipient that is no address", e);
        }
    }

    @Override
    public String toString() {
        return getAddress();
    }
}
