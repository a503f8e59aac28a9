// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.util.Iterator;
import java.util.stream.Stream;

import com.google.common.collect.Streams;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;
import org.postern.distribution.delivery.smtp.SMTPTransport;

/** The configuration of a RemoteDelivery that talks SMTP by our transport and forgets no mail. */
record TransportConfig(MailetConfig config) implements MailetConfig {

    private static final String TRANSPORT = "mail.smtp.class";

    @Override
    public String getInitParameter(String name) {
        return name.equals(TRANSPORT) ? SMTPTransport.class.getName() : config.getInitParameter(name);
    }

    @Override
    public Iterator<String> getInitParameterNames() {
        return Stream.concat(Stream.of(TRANSPORT), Streams.stream(config.getInitParameterNames())).distinct().iterator();
    }

    @Override
    public MailetContext getMailetContext() {
        return CarefulContext.around(config.getMailetContext());
    }

    @Override
    public String getMailetName() {
        return config.getMailetName();
    }
}
