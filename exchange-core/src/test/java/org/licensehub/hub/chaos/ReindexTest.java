package org.licensehub.hub.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.Hub;

/** {@code hub reindex} as an operator runs it: the hub is stopped, the command works on its home, the hub starts again. */
@Tag("slow")
class ReindexTest {

    @TempDir
    private static Path home;

    @Test
    void commandRebuildsTheIndexFromTheSystemOfRecord() throws Exception {
        Records records = Records.generate(5, 200);
        List<Records.Pushed> proofs = records.taxProofs(3);
        try (HubProcess hub = HubProcess.single(home, "").start()) {
            HubClient department = HubClient.administrator(hub.address(), home)
                    .register("department", Set.of("records.push"), Set.of(proofs.get(0).source()));
            department.pushBatch(proofs).body().close();
            await().atMost(Duration.ofSeconds(60)).until(() -> count(hub, "select count(*) from license where state = 'VALID'") == 3);
            int indexed = count(hub, "select count(*) from license_index");
            assertThat(indexed).isEqualTo(3);
            hub.database().update("delete from license_index");
            hub.stop();

            assertThat(reindex()).contains("indexed licenses: 3");

            hub.start();
            assertThat(count(hub, "select count(*) from license_index")).isEqualTo(indexed);
        }
    }

    private static int count(HubProcess hub, String query) {
        return hub.database().queryForObject(query, Integer.class);
    }

    private static String reindex() throws IOException, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), Hub.class.getName(), "reindex", "--config",
                home.resolve("processes/hub/hub.yaml").toString()).redirectErrorStream(true).start();
        process.getInputStream().transferTo(new PrintStream(said));
        String text = said.toString(StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
