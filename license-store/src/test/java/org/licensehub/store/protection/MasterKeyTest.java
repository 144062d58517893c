package org.licensehub.store.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {

    @TempDir
    Path folder;

    @Test
    void freshKeyFileBelongsToItsOwnerOnly() throws IOException {
        Path file = folder.resolve("keys/protection.key");
        MasterKey.loadOrCreate(file);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).as("nothing half written is left").containsExactly(file);
        }
    }

    @Test
    void keyIsReadAgainAndEveryFreshOneIsAnother() throws IOException {
        byte[] first = MasterKey.loadOrCreate(folder.resolve("a.key")).derive("purpose", 32);
        assertThat(MasterKey.loadOrCreate(folder.resolve("a.key")).derive("purpose", 32)).isEqualTo(first);
        assertThat(MasterKey.loadOrCreate(folder.resolve("b.key")).derive("purpose", 32)).isNotEqualTo(first);
    }

    @Test
    void derivedKeysDifferByPurpose() throws IOException {
        MasterKey key = MasterKey.loadOrCreate(folder.resolve("a.key"));
        assertThat(key.derive("one", 32)).hasSize(32).isNotEqualTo(key.derive("two", 32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz00000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000000000000000000000000000000000000000000000"})
    void damagedKeyFileIsRefusedAndNeverReplaced(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("damaged.key"), text);
        assertThatThrownBy(() -> MasterKey.loadOrCreate(file)).isInstanceOf(IOException.class).hasMessageContaining("64 hexadecimal");
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}
