// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.delivery;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.common.collect.Streams;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;
import org.postern.distribution.delivery.smtp.SMTPTransport;

/** The configuration of a RemoteDelivery that talks SMTP by our transport and forgets no mail. */
record TransportConfig(MailetConfig config) implements MailetConfig {

    private static final Map<String, String> OURS = Map.of(
        "mail.smtp.class", SMTPTransport.class.getName(),
        "mail.smtps.class", org.postern.distribution.delivery.smtps.SMTPTransport.class.getName(),
        SMTPTransport.UTF_8_COMMANDS, "true",
        // What is left is left; nobody waits for a goodbye.
        "mail.smtp.quitwait", "false",
        "mail.smtps.quitwait", "false");

    @Override
    public String getInitParameter(String name) {
        return OURS.containsKey(name) ? OURS.get(name) : config.getInitParameter(name);
    }

    @Override
    public Iterator<String> getInitParameterNames() {
        return Stream.concat(OURS.keySet().stream(), Streams.stream(config.getInitParameterNames())).distinct().iterator();
    }

    @Override
    public MailetContext getMailetContext() {
        return CarefulContext.around(config.getMailetContext(),
            Optional.ofNullable(config.getInitParameter("bounceProcessor")).orElse(""));
    }

    @Override
    public String getMailetName() {
        return config.getMailetName();
    }
}
