// SPDX-License-Identifier: Apache-2.0
package org.postern.submission;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses RULES = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("org.postern.submission");

    @Test
    void shouldKnowValueTypesAndMime4jOnly() {
        // James's MailAddress throws a checked exception of javax.mail; that one name is all that comes in with it.
        classes().should().onlyDependOnClassesThat(
                resideInAnyPackage("java..", "org.postern.submission..", "org.apache.james.core..", "org.apache.james.mime4j..")
                    .or(name("javax.mail.internet.AddressException")))
            .check(RULES);
    }

    @Test
    void shouldKeepHeaderReadingFreeOfRules() {
        noClasses().that().resideInAPackage("..submission.header..")
            .should().dependOnClassesThat().resideInAnyPackage("..submission.checks..", "..submission.repairs..")
            .check(RULES);
    }

    @Test
    void shouldKeepChecksAndRepairsApart() {
        noClasses().that().resideInAPackage("..submission.checks..")
            .should().dependOnClassesThat().resideInAPackage("..submission.repairs..")
            .check(RULES);
        noClasses().that().resideInAPackage("..submission.repairs..")
            .should().dependOnClassesThat().resideInAPackage("..submission.checks..")
            .check(RULES);
    }
}
