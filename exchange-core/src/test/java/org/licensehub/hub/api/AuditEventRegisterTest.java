package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.audit.AuditEvent;

class AuditEventRegisterTest {

    private static final Path REGISTER = Path.of("..", "docs", "audit-events.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void registerListsEveryAuditEventInTheOrderOfTheCodeWithItsMeaningInBothLanguages() throws IOException {
        List<Matcher> rows = Files.readAllLines(REGISTER).stream().map(ROW::matcher).filter(Matcher::matches).toList();
        assertThat(rows.stream().map(row -> row.group(1))).containsExactlyElementsOf(Arrays.stream(AuditEvent.values()).map(Enum::name).toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.group(2)).as("Chinese meaning of " + row.group(1)).containsPattern("\\p{IsHan}");
            assertThat(row.group(3)).as("English meaning of " + row.group(1)).containsPattern("[a-z]{3}");
        });
    }

    @Test
    void everyAuditEventIsRecordedSomewhere() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java") && !path.endsWith("AuditEvent.java")).toList()) {
                code.append(Files.readString(file));
            }
        }
        assertThat(AuditEvent.values()).allSatisfy(event -> assertThat(code).contains("AuditEvent." + event.name()));
    }

    @Test
    void everyDetailThatIsRecordedIsNamedInTheRegister() throws IOException {
        String register = Files.readString(REGISTER);
        Pattern detail = Pattern.compile("\\.with\\(\"([a-zA-Z]+)\"");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                if (text.contains("AuditDraft") && !text.contains("record AuditDraft")) {
                    Matcher name = detail.matcher(text);
                    while (name.find()) {
                        boolean ofProblem = List.of("missingGrants", "receipt", "from", "to", "originHub", "receiptId", "dueAt", "longest", "standing").contains(name.group(1));
                        assertThat(ofProblem || register.contains("`" + name.group(1) + "`")).as(file.getFileName() + ": " + name.group(1)).isTrue();
                    }
                }
            }
        }
    }
}
