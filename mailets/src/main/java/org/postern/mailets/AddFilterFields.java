// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.util.List;

import javax.inject.Inject;

import org.apache.mailet.Mail;
import org.postern.bridge.FilterNotes;
import org.postern.submission.Repair;
import org.postern.submission.repairs.AddForeignFields;
import org.postern.submission.repairs.StandardRepairs;

/**
 * Writes into the header what the content filter wants there (Rspamd: {@code milter.add_headers}), as the hook
 * {@code org.postern.hooks.ContentFilter} noted it on the mail. Only fields that are the filter's own are added; none of the
 * message is changed or removed.
 *
 * <pre>{@code
 * <mailet match="org.postern.matchers.IsSubmission" class="org.postern.mailets.AddFilterFields"/>
 * }</pre>
 */
public class AddFilterFields extends HeaderMailet {
    @Inject
    public AddFilterFields(Repairs repairs) {
        super(repairs, List.of());
    }

    @Override
    List<Repair> choose(StandardRepairs standard) {
        return List.of();
    }

    @Override
    List<Repair> repairs(Mail mail) {
        return List.of(new AddForeignFields(FilterNotes.fields(mail)));
    }
}
