// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** The arrows between the modules point one way. */
class ArchitectureTest {

    private static final JavaClasses POSTERN = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("org.postern");

    @Test
    void shouldPointFromTheServerToTheRules() {
        layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("rules").definedBy("org.postern.submission..")
            .layer("bridge").definedBy("org.postern.bridge..")
            .layer("accounts").definedBy("org.postern.accounts..")
            .layer("hooks").definedBy("org.postern.hooks..")
            .layer("mailets").definedBy("org.postern.mailets..")
            .layer("matchers").definedBy("org.postern.matchers..")
            .layer("server").definedBy("org.postern.distribution..")
            .whereLayer("server").mayNotBeAccessedByAnyLayer()
            .whereLayer("hooks").mayOnlyBeAccessedByLayers("server")
            .whereLayer("mailets").mayOnlyBeAccessedByLayers("server")
            .whereLayer("matchers").mayOnlyBeAccessedByLayers("server")
            .whereLayer("accounts").mayOnlyBeAccessedByLayers("hooks", "server")
            .whereLayer("bridge").mayOnlyBeAccessedByLayers("accounts", "hooks", "mailets", "matchers", "server")
            .check(POSTERN);
    }

    @Test
    void shouldKeepJamesServerOutOfTheRules() {
        ArchRuleDefinition.noClasses().that().resideInAPackage("org.postern.submission..")
            .should().dependOnClassesThat().resideInAnyPackage("org.apache.james.server..", "org.apache.james.protocols..",
                "org.apache.james.smtpserver..", "org.apache.mailet..", "com.google.inject..", "io.netty..", "javax.mail..")
            .check(POSTERN);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackagesOfARuleOrAModule() {
        slices().matching("org.postern.(*)..").should().beFreeOfCycles().check(POSTERN);
    }
}
