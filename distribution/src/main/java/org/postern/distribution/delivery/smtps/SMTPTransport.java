// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery.smtps;

import javax.mail.Session;
import javax.mail.URLName;

/**
 * The same with TLS from the first octet, as RemoteDelivery's {@code sslEnable} asks for. (It has the same name, as
 * RemoteDelivery knows a transport that can do 8BITMIME by the end of its class name.)
 */
public final class SMTPTransport extends org.postern.distribution.delivery.smtp.SMTPTransport {

    public SMTPTransport(Session session, URLName url) {
        super(session, url, "smtps", true);
    }
}
