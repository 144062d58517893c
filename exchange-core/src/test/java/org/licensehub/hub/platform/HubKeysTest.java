package org.licensehub.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.signing.SealingKey;

class HubKeysTest {

    @TempDir
    Path folder;

    private HubKeys keys() throws IOException {
        return HubKeys.loadOrCreate(folder, "hub-350205", "示例库", Clock.systemUTC());
    }

    @Test
    void keysMadeAtTheFirstStartAreThoseOfEveryLaterOne() throws IOException {
        HubKeys first = keys();
        HubKeys again = keys();
        assertThat(again.hubPublicKey()).isEqualTo(first.hubPublicKey());
        assertThat(again.seals().maker().certificate()).isEqualTo(first.seals().maker().certificate());
        SealingKey kept = again.seals().open(first.seals().encode(first.seals().newSigningKey("示例局", "示例局印章")));
        assertThat(kept.chain()).hasSize(2);
    }

    @Test
    void hubOfAnEarlierVersionGetsTheKeysForSealsAndKeepsItsOthers() throws IOException {
        HubKeys before = keys();
        for (String file : List.of("maker.p12", "signers.p12")) {
            Files.delete(folder.resolve(file));
        }
        HubKeys after = keys();
        assertThat(after.sealKey().certificate()).isEqualTo(before.sealKey().certificate());
        assertThat(after.hubPublicKey()).isEqualTo(before.hubPublicKey());
        assertThat(after.seals().maker().certificate().getNotAfter().toInstant()).isAfter(Instant.now());
    }

    @Test
    void makerAndSignersHaveRootsOfTheirOwn() throws IOException {
        HubKeys keys = keys();
        SealingKey signer = keys.seals().open(keys.seals().encode(keys.seals().newSigningKey("示例局", "示例局印章")));
        assertThat(List.of(root(keys.seals().maker()), root(signer), root(keys.sealKey()))).doesNotHaveDuplicates();
    }

    private static Object root(SealingKey key) {
        return key.chain().get(key.chain().size() - 1);
    }

    @Test
    void onlyTheOwnerMayReadTheKeys() throws IOException {
        keys();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> stores = files.filter(file -> file.toString().endsWith(".p12")).toList();
            assertThat(stores).extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("hub.p12", "seal.p12", "maker.p12", "signers.p12", "time-stamps.p12",
                            "makers-root.p12", "time-stamps-root.p12");
            assertThat(stores).allSatisfy(file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }
}
