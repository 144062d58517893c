package org.licensehub.hub.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small demonstration from end to end, with real processes and real databases. */
class DemonstrationTest {

    private static final int RECORDS = 150;
    private static final int FAULTY = 8;

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void threeHubsIssueAnswerSurviveAnOutageAndProveIt() throws IOException {
        Path report = folder.resolve("report/demo.json");
        DemoSettings settings = new DemoSettings(folder.resolve("demo"), RECORDS, 120, 7, true, report);

        boolean held = new Demonstration(settings, new Quiet(), Clock.systemDefaultZone()).run();

        JsonNode result = new ObjectMapper().readTree(report.toFile());
        assertThat(result.get("expectations")).isNotEmpty().allSatisfy(one -> assertThat(one.get("held").asBoolean()).as(one.toString()).isTrue());
        assertThat(held).isTrue();
        assertThat(result.get("pushed").asInt()).isEqualTo(RECORDS);
        assertThat(result.get("quarantined").asInt()).isEqualTo(FAULTY);
        assertThat(result.get("issued").asInt()).isEqualTo(RECORDS - FAULTY);
        assertThat(result.at("/visible/province").asInt()).isEqualTo(RECORDS - FAULTY);
        assertThat(result.at("/visible/district").asInt()).isPositive().isLessThan(result.at("/visible/city").asInt());
        assertThat(result.at("/lookups/count").asInt()).isGreaterThan(300);
        assertThat(result.get("files_verified").asInt()).isGreaterThan(100);
        assertThat(result.at("/cancel_visible_ms/province").asDouble()).isPositive();
        assertThat(result.at("/audit/verified").asBoolean()).isTrue();
        assertThat(result.at("/audit/records").asLong()).isPositive();
        assertThat(result.get("seconds").asDouble()).isPositive();
    }

    @Test
    void folderThatIsNoDemoIsNeverWiped() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious.txt"), "keep");

        assertThatThrownBy(() -> DemoFolder.fresh(folder)).isInstanceOf(DemoRefused.class).hasMessageContaining("not a demo folder");

        assertThat(precious).hasContent("keep");
    }

    @Test
    void folderOfAnEarlierDemoIsWipedButNotWhileThatRuns() throws IOException {
        Path demo = folder.resolve("demo");
        try (DemoFolder running = DemoFolder.fresh(demo)) {
            Files.writeString(running.root().resolve("old.log"), "old");
            assertThatThrownBy(() -> DemoFolder.fresh(demo)).isInstanceOf(DemoRefused.class);
            assertThat(demo.resolve("old.log")).exists();
        }

        DemoFolder.fresh(demo).close();

        assertThat(demo.resolve("old.log")).doesNotExist();
    }

    @Test
    void logSearchFindsANumberInsideALongerOneAndNeverRepeatsIt() throws IOException {
        String number = "35020518000101001X";
        Path log = Files.writeString(folder.resolve("hub.log"), "fine\nkey=9" + number + "7\nfine\n");

        assertThat(new LogSearch(Set.of(number)).search(List.of(log))).containsExactly("hub.log:2");
    }

    /** Nobody watches a test. */
    private static final class Quiet implements DemoConsole {

        @Override
        public void say(String line) {
            assertThat(line).isNotNull();
        }

        @Override
        public Steps begin(String task, long total) {
            return new Steps() {
                @Override
                public void to(long done) {
                    assertThat(done).isNotNegative();
                }

                @Override
                public void close() {
                    assertThat(total).isNotNegative();
                }
            };
        }
    }
}
