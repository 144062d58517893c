package org.licensehub.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.audit.TwoHistories;
import org.licensehub.signing.Sm2Verifier;
import picocli.CommandLine;

/** What an auditor types who was given an export: the exit code says whether the log is what the hub showed to others. */
class VerifyLogCommandTest {

    @TempDir
    private Path folder;
    private final TwoHistories log = TwoHistories.of("log", 1, 3, 2, 4);
    private String said = "";

    @BeforeEach
    void keepTheKey() throws IOException {
        Files.writeString(folder.resolve("key.pem"), Sm2Verifier.publicKeyToPem(TwoHistories.key()));
    }

    private int verify(List<String> export, TreeHead witnessed) throws IOException {
        Path file = Files.writeString(folder.resolve("export.ndjson"), String.join("\n", export) + "\n");
        Path head = folder.resolve("head.json");
        new ObjectMapper().writeValue(head.toFile(), witnessed);
        StringWriter out = new StringWriter();
        int code = new CommandLine(new VerifyLogCommand()).setOut(new PrintWriter(out)).execute(file.toString(), "--key",
                folder.resolve("key.pem").toString(), "--head", head.toString());
        said = out.toString();
        return code;
    }

    @Test
    void logThatHoldsTheHeadSomebodyElseKeptIsIntact() throws IOException {
        assertThat(verify(log.export(), log.headOver(4))).isZero();
        assertThat(said).contains("log intact: 10 records", "contains the witnessed head over 4");
    }

    /** What somebody may do to an export of four groups; lines 0 to 13. */
    enum Tampering {
        CHANGED(lines -> lines.set(3, lines.get(3).replace("LOOKUP", "LOCKUP"))),
        CHANGED_WITH_ITS_HASH(lines -> lines.set(3, TwoHistories.recordLine(2, "{\"event\":\"FORGED\",\"sequence\":2}"))),
        DROPPED(lines -> lines.remove(3)),
        DROPPED_WITH_ITS_GROUP(lines -> lines.subList(6, 9).clear()),
        REORDERED(lines -> Collections.swap(lines, 2, 3)),
        HEAD_AND_RECORD_SWAPPED(lines -> Collections.swap(lines, 4, 5)),
        REPEATED(lines -> lines.add(4, lines.get(3))),
        TAIL_CUT_OFF(lines -> lines.subList(9, lines.size()).clear()),
        TAIL_CUT_IN_THE_MIDDLE_OF_A_GROUP(lines -> lines.subList(11, lines.size()).clear()),
        EMPTIED(List::clear);

        private final Consumer<List<String>> deed;

        Tampering(Consumer<List<String>> deed) {
            this.deed = deed;
        }
    }

    @ParameterizedTest
    @EnumSource
    void tamperedExportIsFound(Tampering tampering) throws IOException {
        List<String> export = log.export();
        assertThat(export).hasSize(14);
        tampering.deed.accept(export);
        assertThat(verify(export, log.newest())).isEqualTo(1);
        assertThat(said).contains("log NOT intact").doesNotContain("log intact");
    }

    @Test
    void headThatTheHubDidNotSignIsFoundInTheExportAndAsAWitness() throws IOException {
        TreeHead forged = TwoHistories.forged(log.newest());
        List<String> export = log.export();
        export.set(export.size() - 1, TwoHistories.headLine(forged));
        assertThat(verify(export, log.headOver(4))).isEqualTo(1);
        assertThat(verify(log.export(), forged)).isEqualTo(1);
    }

    @Test
    void historyShownToOneReaderIsFoundWithTheHeadThatWasShownToAnother() throws IOException {
        TwoHistories other = log.forked().then("shown to the other", 3);
        log.then("shown to one", 3);
        assertThat(verify(log.export(), log.newest())).isZero();
        assertThat(verify(other.export(), other.newest())).isZero();

        assertThat(verify(log.export(), other.newest())).isEqualTo(1);
        assertThat(said).contains("the log was rewritten");
        assertThat(verify(other.export(), log.newest())).isEqualTo(1);
    }
}
