// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.postern.submission.Repair;
import org.postern.submission.repairs.StandardRepairs;

/** A mailet that applies repairs to submitted mail and leaves any other alone. Running it twice changes nothing more. */
abstract class HeaderMailet extends StrictMailet {
    static final String HOST_NAME = "hostName";

    private final Repairs repairs;
    private List<Repair> chosen = List.of();

    /** @param parameters allowed in the XML */
    HeaderMailet(Repairs repairs, List<String> parameters) {
        super(parameters);
        this.repairs = repairs;
    }

    /** @throws MessagingException when a parameter asks for what there is not */
    abstract List<Repair> choose(StandardRepairs standard) throws MessagingException;

    @Override
    final void configure() throws MessagingException {
        chosen = choose(repairs.standard(hostName()));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        repairs.apply(repairs(mail), mail);
    }

    /** Those for this mail. */
    List<Repair> repairs(Mail mail) {
        return chosen;
    }

    private Optional<String> hostName() throws MessagingException {
        Optional<String> hostName = getInitParameterAsOptional(HOST_NAME).map(String::strip);
        if (hostName.isPresent() && !hostName.get().matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
            throw wrong(HOST_NAME, "is a fully qualified name such as mail.example.org, not '" + hostName.get() + "'");
        }
        return hostName;
    }
}
