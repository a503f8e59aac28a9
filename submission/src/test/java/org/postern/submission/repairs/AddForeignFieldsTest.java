// SPDX-License-Identifier: Apache-2.0
package org.postern.submission.repairs;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.postern.submission.header.HeaderField;

class AddForeignFieldsTest {
    private final RepairTester repair = new RepairTester(new AddForeignFields(List.of(
        HeaderField.of("X-Spam", "Yes"), HeaderField.of("X-Rule", "A"), HeaderField.of("X-Rule", "B\r\n\tfolded"))));

    @Test
    void shouldAddThemBehindAllOthersInTheirOrder() {
        repair.makes("Subject:  as it was\nX-Spam: No\n", "Subject:  as it was\nX-Spam: No\nX-Spam: Yes\nX-Rule: A\nX-Rule: B\n\tfolded\n");
    }

    @Test
    void shouldNotAddWhatIsThere() {
        repair.makes("X-Rule: A\nX-Spam: Yes\n", "X-Rule: A\nX-Spam: Yes\nX-Rule: B\n\tfolded\n");
    }

    @Test
    void shouldLeaveTheHeaderAloneWhenThereIsNothingToAdd() {
        new RepairTester(new AddForeignFields(List.of())).leaves("Subject: x\n");
    }
}
