package org.licensehub.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** signing, license-store and connectors are three libraries of which none knows another, and none knows the hub. */
class LibrariesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.licensehub");
    private static final JavaClasses WRONG = new ClassFileImporter().importPackages("org.licensehub.fixtures.libraries");

    @Test
    void signingKnowsNoOtherModuleAndNoSpring() {
        isolated("org.licensehub.signing..", "org.licensehub.store..", "org.licensehub.connectors..", "org.licensehub.hub..",
                "org.springframework..", "java.sql..").check(CLASSES);
    }

    @Test
    void licenseStoreKnowsNoOtherModuleNoHttpAndNoCamel() {
        isolated("org.licensehub.store..", "org.licensehub.signing..", "org.licensehub.connectors..", "org.licensehub.hub..",
                "org.springframework.web..", "org.springframework.boot..", "jakarta.servlet..", "org.apache.camel..").check(CLASSES);
    }

    @Test
    void connectorsKnowNoOtherModuleAndNoSpring() {
        isolated("org.licensehub.connectors..", "org.licensehub.signing..", "org.licensehub.store..", "org.licensehub.hub..",
                "org.springframework..").check(CLASSES);
    }

    @Test
    void libraryThatKnowsAnotherIsFound() {
        assertThatThrownBy(() -> isolated("org.licensehub.fixtures.libraries.signing..", "org.licensehub.fixtures.libraries.store..")
                .check(WRONG)).isInstanceOf(AssertionError.class).hasMessageContaining("SealsKnowingLicenses");
    }

    @Test
    void storeThatKnowsHttpIsFound() {
        assertThatThrownBy(() -> isolated("org.licensehub.fixtures.libraries.store..", "org.springframework.web..").check(WRONG))
                .isInstanceOf(AssertionError.class).hasMessageContaining("StoredThing");
    }

    private static ArchRule isolated(String library, String... unknown) {
        return noClasses().that().resideInAPackage(library).should().dependOnClassesThat().resideInAnyPackage(unknown);
    }
}
