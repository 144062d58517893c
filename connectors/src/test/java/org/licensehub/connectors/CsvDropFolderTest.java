package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.connectors.ConnectorRig.patiently;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CsvDropFolderTest {

    private static final String HEADER = "sourceKey,revision,certificate_number,certificate_holder_name\n";

    @TempDir
    Path folder;

    private final ConnectorRig rig = new ConnectorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private void start(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(Map.of("directory", folder.toString(), "source", "haicang-market",
                "resource", "TYPE1", "quietPeriod", "0"));
        parameters.putAll(more);
        rig.start("drop", ConnectorTemplates.CSV_DROP_FOLDER, parameters);
    }

    private void drop(String name, byte[] content) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void drop(String name, String content) throws IOException {
        drop(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "k" + i + ",1,N" + i + ",甲" + i)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private void awaitGone(String name) {
        patiently().until(() -> Files.notExists(folder.resolve(name)));
    }

    private List<String> result(String name) throws IOException {
        return Files.readAllLines(folder.resolve("results").resolve(name));
    }

    @Nested
    class WholeFile {

        @Test
        void everyRowReachesTheSinkInChunksAndThePlainFileIsGone() throws IOException {
            drop("a.csv", HEADER + rows(1, 1001));
            start(Map.of());

            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).hasSize(1001);
            assertThat(rig.sink.batches()).containsExactly(200, 200, 200, 200, 200, 1);
            SharedRecord first = rig.sink.accepted().get(0);
            assertThat(first.sourceKey()).isEqualTo("k1");
            assertThat(first.revision()).isEqualTo(1);
            assertThat(first.resource()).isEqualTo("TYPE1");
            assertThat(List.copyOf(first.fields().entrySet())).containsExactly(
                    Map.entry("certificate_number", "N1"), Map.entry("certificate_holder_name", "甲1"));
            assertThat(rig.archived).containsOnlyKeys("haicang-market/a.csv");
            assertThat(new String(rig.archived.get("haicang-market/a.csv"), StandardCharsets.UTF_8))
                    .isEqualTo(HEADER + rows(1, 1001));
        }

        @Test
        void theAnswerNamesLineOutcomeAndReceiptAndNoValue() throws IOException {
            drop("a.csv", HEADER + rows(1, 2) + "k3,x,N3,甲3\n");
            start(Map.of());
            awaitGone("a.csv");

            List<String> lines = result("a.csv.result.csv");

            assertThat(lines).hasSize(4);
            assertThat(lines.get(0)).isEqualTo("line,outcome,receiptId,codes");
            assertThat(lines.get(1)).startsWith("2,ACCEPTED,r-");
            assertThat(lines.get(3)).startsWith("4,QUARANTINED,q-").endsWith(",bad_revision");
            assertThat(String.join("\n", lines)).doesNotContain("甲", "N3", "k3");
            try (Stream<Path> left = Files.list(folder.resolve("results"))) {
                assertThat(left).hasSize(1);
            }
        }

        @Test
        void aByteOrderMarkWindowsLineEndsAndQuotedLineBreaksAreRead() throws IOException {
            drop("a.csv", "\uFEFF" + HEADER.replace("\n", "\r\n") + "k1,1,N1,\"甲\r\n乙, \"\"丙\"\"\"\r\n\r\nk2,7,N2,\r\n");
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.unreadable()).isEmpty();
            assertThat(rig.sink.accepted()).extracting(SharedRecord::sourceKey).containsExactly("k1", "k2");
            assertThat(rig.sink.accepted().get(0).fields())
                    .containsEntry("certificate_holder_name", "甲\r\n乙, \"丙\"");
            assertThat(rig.sink.accepted().get(1).fields()).containsOnlyKeys("certificate_number");
        }

        @Test
        void aFileInAnotherAgreedCharacterSetIsRead() throws IOException {
            drop("a.csv", (HEADER + rows(1, 1)).getBytes(Charset.forName("GB18030")));
            start(Map.of("charset", "GB18030"));
            awaitGone("a.csv");

            assertThat(rig.sink.accepted().get(0).fields()).containsEntry("certificate_holder_name", "甲1");
        }
    }

    @Nested
    class BadRows {

        @Test
        void oneBadRowInAThousandLeavesTheOtherNineHundredNinetyNine() throws IOException {
            drop("a.csv", HEADER + rows(1, 500) + "k501,1,N501\n" + rows(502, 1000));
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).hasSize(999);
            assertThat(rig.sink.unreadable()).singleElement().satisfies(row -> {
                assertThat(row.code()).isEqualTo("wrong_column_count");
                assertThat(row.position()).isEqualTo("line 502");
                assertThat(new String(row.raw(), StandardCharsets.UTF_8)).isEqualTo("k501,1,N501\n");
                assertThat(row.toString()).doesNotContain("k501");
            });
        }

        @Test
        void malformedBytesCostOneRowAndAreKeptAsTheyWere() throws IOException {
            byte[] bad = {'k', '2', ',', '1', ',', (byte) 0xC3, (byte) 0x28, ',', 'x', '\n'};
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes((HEADER + rows(1, 1)).getBytes(StandardCharsets.UTF_8));
            content.writeBytes(bad);
            content.writeBytes(rows(3, 3).getBytes(StandardCharsets.UTF_8));
            drop("a.csv", content.toByteArray());
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).extracting(SharedRecord::sourceKey).containsExactly("k1", "k3");
            assertThat(rig.sink.unreadable()).singleElement().satisfies(row -> {
                assertThat(row.code()).isEqualTo("malformed_bytes");
                assertThat(row.raw()).isEqualTo(bad);
            });
        }

        @Test
        void aLostQuoteCostsOnlyItsOwnLine() throws IOException {
            drop("a.csv", HEADER + rows(1, 3) + "k4,1,N4,\"甲4\n" + rows(5, 400));
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).hasSize(399);
            assertThat(rig.sink.unreadable()).singleElement()
                    .satisfies(row -> assertThat(row.position()).isEqualTo("line 5"));
        }

        @Test
        void aRowOfTenMegabytesIsCutWithANoteAndTheRestGoesOn() throws IOException {
            drop("a.csv", HEADER + "k1,1,N1," + "x".repeat(10 << 20) + "\n" + rows(2, 3));
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).hasSize(2);
            assertThat(rig.sink.unreadable()).singleElement().satisfies(row -> {
                assertThat(row.code()).isEqualTo("row_too_long");
                assertThat(row.raw()).hasSize(RowFramer.LONGEST_ROW);
            });
        }
    }

    @Nested
    class WrongHeader {

        @Test
        void aFileWithAWrongHeaderIsRefusedWholeWithAReasonAndArchived() throws IOException {
            drop("a.csv", "key,rev,certificate_number\nk1,1,N1\n");
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).isEmpty();
            assertThat(rig.archived).containsOnlyKeys("haicang-market/refused/a.csv");
            assertThat(result("a.csv.refused.csv").get(1)).startsWith("1,REFUSED,wrong_header,");
        }

        @Test
        void aFileWithoutHeaderOrContentIsRefused() throws IOException {
            drop("empty.csv", "");
            drop("rows-only.csv", rows(1, 2));
            start(Map.of());
            awaitGone("empty.csv");
            awaitGone("rows-only.csv");

            assertThat(rig.archived).containsOnlyKeys("haicang-market/refused/empty.csv",
                    "haicang-market/refused/rows-only.csv");
            assertThat(rig.sink.accepted()).isEmpty();
        }

        @Test
        void aHeaderThatIsNotTheConfiguredOneIsRefused() throws IOException {
            drop("a.csv", HEADER + rows(1, 1));
            start(Map.of("columns", "certificate_number,certificate_area_code"));
            awaitGone("a.csv");

            assertThat(rig.archived).containsOnlyKeys("haicang-market/refused/a.csv");
        }
    }

    @Nested
    class Accidents {

        private final ListAppender<ILoggingEvent> log = new ListAppender<>();

        @BeforeEach
        void listen() {
            log.start();
            root().addAppender(log);
            root().setLevel(Level.INFO);
        }

        @AfterEach
        void deafen() {
            root().setLevel(Level.WARN);
            root().detachAppender(log);
        }

        private Logger root() {
            return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        }

        @Test
        void aSinkThatFailsInTheMiddleGetsTheWholeFileAgain() throws IOException {
            rig.sink.failingAfter(2, 2);
            drop("a.csv", HEADER + rows(1, 999));
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).hasSize(999);
            assertThat(rig.sink.duplicates()).isEqualTo(400);
            assertThat(rig.status("drop").lastFailure()).contains("IllegalStateException");
        }

        @Test
        void aFileIsNotDeletedBeforeItIsArchived() throws IOException {
            rig.archiveFails = true;
            drop("a.csv", HEADER + rows(1, 1));
            start(Map.of());
            patiently().until(() -> rig.status("drop").consecutiveFailures() >= 2);

            assertThat(folder.resolve("a.csv")).exists();
            assertThat(folder.resolve("results")).isEmptyDirectory();
            assertThat(rig.status("drop").state()).isEqualTo(ConnectorStatus.State.BACKING_OFF);

            rig.archiveFails = false;
            awaitGone("a.csv");
            patiently().until(() -> rig.status("drop").state() == ConnectorStatus.State.RUNNING);
        }

        @Test
        void aFileReplacedWhileItWasArchivedIsReadToo() throws IOException {
            rig.afterArchiving = () -> drop("a.csv", HEADER + rows(2, 2));
            drop("a.csv", HEADER + rows(1, 1));
            start(Map.of());
            awaitGone("a.csv");

            assertThat(rig.sink.accepted()).extracting(SharedRecord::sourceKey).containsExactly("k1", "k2");
        }

        @Test
        void noLogLineHoldsAFileNameAKeyOrAValue() throws IOException {
            rig.sink.failingAfter(0, 2);
            rig.archiveFails = true;
            String holder = "350205190001010011";
            drop(holder + ".csv", HEADER + holder + ",1," + holder + ",甲\n" + holder + ",1\n");
            start(Map.of());
            patiently().until(() -> rig.status("drop").consecutiveFailures() >= 4);
            rig.archiveFails = false;
            awaitGone(holder + ".csv");

            assertThat(log.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).isNotEmpty();
            assertThat(log.list).allSatisfy(event -> {
                assertThat(event.getFormattedMessage()).doesNotContain(holder);
                assertThat(event.getThrowableProxy()).isNull();
            });
        }
    }

    @Nested
    class CompleteFilesOnly {

        @Test
        void aFileStillBeingWrittenIsLeftAlone() throws IOException {
            start(Map.of("quietPeriod", "1h"));
            drop("young.csv", HEADER + rows(1, 1));
            drop("old.csv", HEADER + rows(2, 2));
            Files.setLastModifiedTime(folder.resolve("old.csv"), FileTime.from(Instant.now().minusSeconds(4000)));
            awaitGone("old.csv");
            rig.awaitNextGoodPoll("drop");

            assertThat(folder.resolve("young.csv")).exists();
            assertThat(rig.sink.accepted()).extracting(SharedRecord::sourceKey).containsExactly("k2");
        }

        @Test
        void withDoneFilesAFileWaitsForItsOwnAndBothGo() throws IOException {
            start(Map.of("complete", "done-file"));
            drop("a.csv", HEADER + rows(1, 1));
            drop("b.csv", HEADER + rows(2, 2));
            Files.createFile(folder.resolve("b.csv.done"));
            awaitGone("b.csv.done");
            rig.awaitNextGoodPoll("drop");

            assertThat(folder.resolve("b.csv")).doesNotExist();
            assertThat(folder.resolve("a.csv")).exists();
        }

        @Test
        void linksAndUnfinishedNamesAreNeverRead(@TempDir Path elsewhere) throws IOException {
            Path secret = Files.writeString(elsewhere.resolve("secret.csv"), HEADER + rows(9, 9));
            Files.createSymbolicLink(folder.resolve("link.csv"), secret);
            Files.writeString(folder.resolve("a.csv.part"), HEADER + rows(1, 1));
            start(Map.of());
            rig.awaitNextGoodPoll("drop");

            assertThat(rig.sink.accepted()).isEmpty();
            assertThat(secret).exists();
            assertThat(folder.resolve("a.csv.part")).exists();
        }
    }
}
