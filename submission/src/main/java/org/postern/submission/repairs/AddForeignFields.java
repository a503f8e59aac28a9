// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;

import org.postern.submission.Repair;
import org.postern.submission.Submission;
import org.postern.submission.header.HeaderField;
import org.postern.submission.header.MessageHeader;

/**
 * 6409-8: writes what a content filter wants to have said in the header, after all other fields; not what stands there already,
 * octet for octet.
 */
public final class AddForeignFields implements Repair {
    private final List<HeaderField> fields;

    /** @param fields as {@link org.postern.submission.header.ForeignField} lets them through */
    public AddForeignFields(List<HeaderField> fields) {
        this.fields = List.copyOf(fields);
    }

    @Override
    public String name() {
        return "add-foreign-fields";
    }

    @Override
    public MessageHeader repair(Submission submission) {
        MessageHeader header = submission.header();
        for (HeaderField field : fields) {
            if (header.named(field.name()).stream().noneMatch(there -> there.toString().equals(field.toString()))) {
                header = header.append(field);
            }
        }
        return header;
    }
}
