package org.licensehub.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on threats names only tests that exist. */
class ThreatModelTest {

    private static final Path TOP = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|Properties))\\.(\\w+)`");

    @Test
    void everyTestNamedThereExists() throws IOException {
        List<MatchResult> named = NAMED.matcher(Files.readString(TOP.resolve("docs/threat-model.md"))).results().toList();
        Map<String, Path> tests = tests();

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named).allSatisfy(test -> {
            assertThat(tests).as(test.group()).containsKey(test.group(1));
            assertThat(Files.readString(tests.get(test.group(1)))).as(test.group()).contains("void " + test.group(2) + "(");
        });
    }

    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> found = new HashMap<>();
        for (String module : List.of("signing", "license-store", "connectors", "exchange-core")) {
            try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src/test/java"))) {
                found.putAll(files.filter(file -> file.toString().endsWith(".java"))
                        .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), Function.identity(), (one, other) -> one)));
            }
        }
        return found;
    }
}
