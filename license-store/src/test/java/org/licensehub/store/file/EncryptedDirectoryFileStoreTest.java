package org.licensehub.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;

class EncryptedDirectoryFileStoreTest {

    private static final byte[] CONTENT = "%PDF-1.7 持证主体 11010519491231002X".repeat(40).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private PersonalData protection;
    private EncryptedDirectoryFileStore store;

    @BeforeEach
    void open() throws IOException {
        protection = new PersonalData(MasterKey.loadOrCreate(folder.resolve("protection.key")));
        store = new EncryptedDirectoryFileStore(folder.resolve("files"), protection);
    }

    @Test
    void fileIsKeptUnderItsSm3Digest() throws IOException {
        assertThat(store.put("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(store.get(store.put(CONTENT))).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
        assertThat(store.get(store.put(new byte[0]))).hasValueSatisfying(read -> assertThat(read).isEmpty());
        assertThat(store.get("0".repeat(64))).isEmpty();
    }

    @Test
    void noPlainByteReachesTheDisk() throws IOException {
        store.put(CONTENT);
        for (Path file : files()) {
            String written = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            assertThat(written).doesNotContain("%PDF", "11010519491231002X", "持证主体");
        }
    }

    @Test
    void fileThatDoesNotHaveTheDigestItCameWithIsNotKept() throws IOException {
        String digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";

        assertThat(store.putIfDigest(CONTENT, digest)).isFalse();
        assertThat(files()).isEmpty();
        assertThat(store.putIfDigest("abc".getBytes(StandardCharsets.US_ASCII), digest)).isTrue();
        assertThat(store.get(digest)).hasValueSatisfying(read -> assertThat(read).asString(StandardCharsets.US_ASCII).isEqualTo("abc"));
    }

    @Test
    void puttingTheSameBytesAgainLeavesOneFile() throws IOException {
        String digest = store.put(CONTENT);
        assertThat(store.put(CONTENT.clone())).isEqualTo(digest);
        assertThat(files()).hasSize(1);
    }

    @Test
    void concurrentPutsOfTheSameContentLeaveOneGoodFileAndNothingElse() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch together = new CountDownLatch(8);
            Callable<String> put = () -> {
                together.countDown();
                together.await();
                return store.put(CONTENT);
            };
            List<Future<String>> puts = threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> put).toList());
            for (Future<String> done : puts) {
                assertThat(store.get(done.get())).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void fileWithAnotherDigestThanItsNameIsAnError() throws IOException {
        String digest = store.put(CONTENT);
        String other = store.put("other".getBytes(StandardCharsets.US_ASCII));
        Files.copy(pathOf(other), pathOf(digest), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> store.get(digest)).isInstanceOf(IOException.class).hasMessageContaining("another one than its name says");
    }

    @Test
    void fileWithAChangedByteIsAnError() throws IOException {
        String digest = store.put(CONTENT);
        byte[] sealed = Files.readAllBytes(pathOf(digest));
        sealed[sealed.length / 2] ^= 1;
        Files.write(pathOf(digest), sealed);

        assertThatThrownBy(() -> store.get(digest)).isInstanceOf(IOException.class).hasMessageContaining("does not open");
    }

    @Test
    void plainFilePutThereByHandIsAnError() throws IOException {
        String digest = store.put(CONTENT);
        Files.write(pathOf(digest), CONTENT);

        assertThatThrownBy(() -> store.get(digest)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../protection.key", "../../../../../../etc/passwd", "/etc/passwd", "%2e%2e%2fprotection.key",
        "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0",
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0\n", "../f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"})
    void whatIsNoDigestIsRefusedBeforeAnyFileIsTouched(String digest) {
        assertThatThrownBy(() -> store.get(digest)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unfinishedFileOfAKilledProcessIsNotTakenForTheFile() throws IOException {
        String digest = store.put(CONTENT);
        Path file = pathOf(digest);
        Files.move(file, file.resolveSibling("new123.tmp"));

        assertThat(store.get(digest)).isEmpty();
        assertThat(store.put(CONTENT)).isEqualTo(digest);
        assertThat(store.get(digest)).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
    }

    private Path pathOf(String digest) {
        return folder.resolve("files").resolve(digest.substring(0, 2)).resolve(digest.substring(2, 4)).resolve(digest);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("files"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
