// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.postern.submission.Repair;
import org.postern.submission.repairs.StandardRepairs;

/**
 * Completes the header of a submitted mail (RFC 6409 §8): all standard repairs in their right order, with the message read
 * once and copied once at most. Body and untouched fields stay as they were, octet for octet. A mail that nobody submitted
 * with authentication is left alone.
 *
 * <p>The repairs, in order: {@code qualify-addresses}, {@code add-from}, {@code rewrite-from} (off by default),
 * {@code replace-sender} (off by default), {@code add-sender}, {@code add-date}, {@code add-message-id}, {@code remove-bcc},
 * {@code remove-empty}, {@code add-to}.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.RepairHeader">
 *   <off>add-date,remove-bcc</off>               <!-- repairs not to do; default: none -->
 *   <on>rewrite-from</on>                        <!-- repairs to do that are off by default; default: none -->
 *   <hostName>mail.example.org</hostName>        <!-- behind the @ of a Message-ID; default: the default domain, or the person's -->
 *   <onMailetException>propagate</onMailetException> <!-- a fault on our side: try again, do not bounce -->
 * </mailet>
 * }</pre>
 */
public class RepairHeader extends HeaderMailet {
    private static final String OFF = "off";
    private static final String ON = "on";

    @Inject
    public RepairHeader(Repairs repairs) {
        super(repairs, List.of(OFF, ON, HOST_NAME));
    }

    @Override
    List<Repair> choose(StandardRepairs standard) throws MessagingException {
        Map<String, Boolean> switches = new HashMap<>();
        for (String parameter : List.of(OFF, ON)) {
            for (String name : names(parameter)) {
                if (!standard.names().contains(name)) {
                    throw wrong(parameter, "names repairs, parted by commas: " + String.join(", ", standard.names())
                        + "; there is no '" + name + "'");
                }
                if (switches.put(name, parameter.equals(ON)) != null) {
                    throw wrong(parameter, "names " + name + " again");
                }
            }
        }
        return standard.select(switches);
    }
}
