package org.licensehub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.licensehub.fixtures.cycle.CycleFixture;
import org.licensehub.fixtures.internals.InternalsFixture;
import org.licensehub.fixtures.undeclared.UndeclaredFixture;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violations;

/** Package = module: what may know what is verified, and the verification is shown to be able to fail. */
class ModulesTest {

    private static final ApplicationModules MODULES = ApplicationModules.of(HubApplication.class);

    @Test
    void everyModuleKeepsItsBoundaries() {
        MODULES.verify();
    }

    @Test
    void cycleBetweenModulesIsFound() {
        assertThatThrownBy(() -> wrong(CycleFixture.class).verify())
                .isInstanceOf(Violations.class).hasMessageContaining("Cycle detected");
    }

    @Test
    void useOfAnotherModulesInternalsIsFound() {
        assertThatThrownBy(() -> wrong(InternalsFixture.class).verify())
                .isInstanceOf(Violations.class).hasMessageContaining("non-exposed");
    }

    @Test
    void undeclaredDependencyIsFound() {
        assertThatThrownBy(() -> wrong(UndeclaredFixture.class).verify())
                .isInstanceOf(Violations.class).hasMessageContaining("Allowed targets");
    }

    /** The usual import leaves test classes out, and the wrong fixtures are test classes. */
    private static ApplicationModules wrong(Class<?> application) {
        return ApplicationModules.of(application, location -> true);
    }

    @Test
    void diagramInTheDocumentationIsTheOneOfTheCode() throws IOException {
        Path document = Path.of("..", "docs", "architecture.md");
        String text = Files.readString(document);
        String current = ModuleDiagram.mermaid(MODULES);
        String updated = ModuleDiagram.replaceIn(text, current);
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(document, updated);
            text = updated;
        }
        assertThat(text).as("docs/architecture.md is out of date; run the tests with -Dupdate.docs=true").isEqualTo(updated);
    }
}
