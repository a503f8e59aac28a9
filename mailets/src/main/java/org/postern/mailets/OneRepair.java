// SPDX-License-Identifier: Apache-2.0
package org.postern.mailets;

import java.util.List;

import org.postern.submission.Repair;
import org.postern.submission.repairs.StandardRepairs;

/** A mailet for a single repair. */
abstract class OneRepair extends HeaderMailet {
    private final String repair;

    OneRepair(Repairs repairs, String repair, String... parameters) {
        super(repairs, List.of(parameters));
        this.repair = repair;
    }

    @Override
    List<Repair> choose(StandardRepairs standard) {
        return standard.all().stream().filter(candidate -> candidate.name().equals(repair)).toList();
    }
}
