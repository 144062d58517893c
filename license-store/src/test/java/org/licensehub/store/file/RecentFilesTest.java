package org.licensehub.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;

class RecentFilesTest {

    private static final int FILE = 1000;
    private static final int ROOM = 10_000;

    @TempDir
    Path folder;

    private FileStore disk;
    private FileStore files;

    @BeforeEach
    void open() throws IOException {
        disk = new EncryptedDirectoryFileStore(folder.resolve("files"), new PersonalData(MasterKey.loadOrCreate(folder.resolve("key"))));
        files = new RecentFiles(disk, ROOM);
    }

    @Test
    void fileJustPutIsOnDiskAndNeedsNoReading() throws IOException {
        String put = files.put(file(1));
        String received = disk.put(file(2));
        assertThat(files.putIfDigest(file(2), received)).isTrue();
        assertThat(disk.get(put)).hasValueSatisfying(read -> assertThat(read).isEqualTo(file(1)));
        spoilEverythingOnDisk();

        assertThat(files.get(put)).hasValueSatisfying(read -> assertThat(read).isEqualTo(file(1)));
        assertThat(files.get(received)).hasValueSatisfying(read -> assertThat(read).isEqualTo(file(2)));
        assertThatThrownBy(() -> disk.get(put)).isInstanceOf(IOException.class);
    }

    @Test
    void olderFilesAreReadFromDiskOnceThereIsNoRoomForThem() throws IOException {
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < 10 * ROOM / FILE; i++) {
            digests.add(files.put(file(i)));
        }
        for (int i = 0; i < digests.size(); i++) {
            byte[] expected = file(i);
            assertThat(files.get(digests.get(i))).hasValueSatisfying(read -> assertThat(read).isEqualTo(expected));
        }
        spoilEverythingOnDisk();

        long kept = digests.stream().filter(this::readable).count();
        assertThat(kept).isLessThanOrEqualTo(ROOM / FILE);
    }

    @Test
    void whatACallerDoesToHisBytesChangesNoFile() throws IOException {
        byte[] given = file(3);
        String digest = files.put(given);
        given[0]++;
        files.get(digest).orElseThrow()[1]++;

        assertThat(files.get(digest)).hasValueSatisfying(read -> assertThat(read).isEqualTo(file(3)));
    }

    @Test
    void fileWithAnotherDigestIsKeptNowhere() throws IOException {
        String digest = new EncryptedDirectoryFileStore(folder.resolve("elsewhere"),
                new PersonalData(MasterKey.loadOrCreate(folder.resolve("key")))).put(file(4));

        assertThat(files.putIfDigest(file(5), digest)).isFalse();
        assertThat(files.get(digest)).isEmpty();
    }

    private boolean readable(String digest) {
        try {
            return files.get(digest).isPresent();
        } catch (IOException spoilt) {
            return false;
        }
    }

    private void spoilEverythingOnDisk() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("files"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {1});
            }
        }
    }

    private static byte[] file(int number) {
        byte[] bytes = new byte[FILE];
        bytes[0] = (byte) number;
        bytes[1] = (byte) (number >> 8);
        return bytes;
    }
}
