// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import javax.mail.MessagingException;

import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;

/** A mailet that takes no parameter but its own: a misspelt one keeps the server from starting. */
abstract class StrictMailet extends GenericMailet {
    /** James reads these itself, on every mailet. */
    private static final Set<String> OF_THE_CONTAINER = Set.of("onMailetException", "onMatchException");

    private final List<String> parameters;

    /** @param parameters allowed in the XML */
    StrictMailet(List<String> parameters) {
        this.parameters = parameters;
    }

    /** @throws MessagingException when a parameter has a value that is not allowed */
    abstract void configure() throws MessagingException;

    @Override
    public final void init() throws MessagingException {
        for (Iterator<String> names = getInitParameterNames(); names.hasNext();) {
            String name = names.next();
            if (!parameters.contains(name) && !OF_THE_CONTAINER.contains(name)) {
                throw wrong(name, "is no parameter; allowed "
                    + (parameters.isEmpty() ? "is none" : "are " + String.join(", ", parameters)));
            }
        }
        configure();
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
}
