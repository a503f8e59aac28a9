// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.postern.submission.Repair;
import org.postern.submission.repairs.StandardRepairs;

/** A mailet that applies repairs to submitted mail and leaves any other alone. Running it twice changes nothing more. */
abstract class HeaderMailet extends GenericMailet {
    static final String HOST_NAME = "hostName";
    /** James reads these itself, on every mailet. */
    private static final Set<String> OF_THE_CONTAINER = Set.of("onMailetException", "onMatchException");

    private final Repairs repairs;
    private final List<String> parameters;
    private List<Repair> chosen = List.of();

    /** @param parameters allowed in the XML */
    HeaderMailet(Repairs repairs, List<String> parameters) {
        this.repairs = repairs;
        this.parameters = parameters;
    }

    /** @throws MessagingException when a parameter asks for what there is not */
    abstract List<Repair> choose(StandardRepairs standard) throws MessagingException;

    @Override
    public void init() throws MessagingException {
        for (Iterator<String> names = getInitParameterNames(); names.hasNext();) {
            String name = names.next();
            if (!parameters.contains(name) && !OF_THE_CONTAINER.contains(name)) {
                throw wrong(name, "is no parameter; allowed "
                    + (parameters.isEmpty() ? "is none" : "are " + String.join(", ", parameters)));
            }
        }
        chosen = choose(repairs.standard(hostName()));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        repairs.apply(chosen, mail);
    }

    @Override
    public String getMailetInfo() {
        return getClass().getSimpleName() + " of Postern";
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        return List.of();
    }

    /** The names in a parameter, which commas part; none when it is not there. */
    List<String> names(String parameter) {
        List<String> names = new ArrayList<>();
        for (String name : getInitParameter(parameter, "").split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    MessagingException wrong(String parameter, String complaint) {
        return new MessagingException("Mailet " + getClass().getSimpleName() + ": <" + parameter + "> " + complaint);
    }

    private Optional<String> hostName() throws MessagingException {
        Optional<String> hostName = getInitParameterAsOptional(HOST_NAME).map(String::strip);
        if (hostName.isPresent() && !hostName.get().matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
            throw wrong(HOST_NAME, "is a fully qualified name such as mail.example.org, not '" + hostName.get() + "'");
        }
        return hostName;
    }
}
