// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Comes behind all other tests of the package and looks at what they have seen. */
@Order(Integer.MAX_VALUE)
@ExtendWith(WireTests.class)
class ConformanceTableIT {
    private static final Path FILE = Path.of(System.getProperty("postern.root")).resolve("CONFORMANCE.md");

    @Test
    void shouldHaveNoRowWithoutTest(Observations observations) throws Exception {
        assertThat(Row.all()).filteredOn(row -> observations.tests(row.id()).isEmpty()).extracting(Row::id)
            .as("rows without a test").isEmpty();
    }

    @Test
    void shouldHaveEachRowSeenOnBothPorts(Observations observations) throws Exception {
        assertThat(Row.all()).filteredOn(row -> observations.ports(row.id()).size() < Port.values().length).extracting(Row::id)
            .as("rows not seen on both ports").isEmpty();
    }

    @Test
    void shouldHaveARowForWhatTheTestsName(Observations observations) throws Exception {
        Set<String> named = observations.rows();

        assertThat(Row.all()).extracting(Row::id).doesNotHaveDuplicates().containsAll(named);
    }

    @Test
    void shouldBeWhatIsCommitted(Observations observations) throws Exception {
        List<Row> rows = Row.all();
        String table = ConformanceTable.of(rows, observations);
        if (Boolean.getBoolean(ConformanceTable.REWRITE)) {
            Files.writeString(FILE, table);
        }

        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
            .as("CONFORMANCE.md, which -D%s=true would write anew", ConformanceTable.REWRITE)
            .isEqualTo(table);
    }
}
