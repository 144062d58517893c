package org.licensehub.store.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] VECTOR_KEY = HEX.parseHex("0123456789abcdeffedcba9876543210");
    /** A reserved number: no such person. */
    private static final String NUMBER = "11010519491231002X";

    @TempDir
    Path folder;

    private PersonalData protection;

    @BeforeEach
    void makeKeys() throws IOException {
        protection = new PersonalData(MasterKey.loadOrCreate(folder.resolve("protection.key")));
    }

    @Test
    void sm4EngineGivesTheBlockOfGbt32907() {
        BlockCipher engine = new SM4Engine();
        engine.init(true, new KeyParameter(VECTOR_KEY));
        byte[] block = new byte[16];
        engine.processBlock(VECTOR_KEY, 0, block, 0);
        assertThat(HEX.formatHex(block)).isEqualTo("681edf34d206965e86b3e94f536e4246");
    }

    @Test
    void sm4CbcWithPaddingGivesTheKnownBytes() throws Exception {
        var cipher = new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(new SM4Engine()), new PKCS7Padding());
        cipher.init(true, new ParametersWithIV(new KeyParameter(VECTOR_KEY), HEX.parseHex("000102030405060708090a0b0c0d0e0f")));
        byte[] sealed = new byte[cipher.getOutputSize(3)];
        int written = cipher.processBytes("abc".getBytes(StandardCharsets.US_ASCII), 0, 3, sealed, 0);
        cipher.doFinal(sealed, written);
        assertThat(HEX.formatHex(sealed)).isEqualTo("4301693c448c7da7cff13f84690f7dea");
    }

    @Test
    void sm4GcmGivesTheVectorOfRfc8998() throws Exception {
        byte[] plain = HEX.parseHex("aa".repeat(8) + "bb".repeat(8) + "cc".repeat(8) + "dd".repeat(8) + "ee".repeat(8) + "ff".repeat(8)
                + "ee".repeat(8) + "aa".repeat(8));
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(true, new AEADParameters(new KeyParameter(VECTOR_KEY), 128, HEX.parseHex("00001234567800000000abcd"),
                HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2")));
        byte[] sealed = new byte[cipher.getOutputSize(plain.length)];
        cipher.doFinal(sealed, cipher.processBytes(plain, 0, plain.length, sealed, 0));
        assertThat(HEX.formatHex(sealed)).isEqualTo("17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d" + "83de3541e4c2b58177e065a9bf7b62ec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", NUMBER, "示例人,𠮷"})
    void whatWasSealedOpensForTheSamePurpose(String plain) {
        assertThat(protection.openText("license-content", protection.seal("license-content", plain))).isEqualTo(plain);
    }

    @Test
    void anotherPurposeDoesNotOpen() {
        byte[] sealed = protection.seal("license-content", NUMBER);
        assertThatThrownBy(() -> protection.open("intake-body", sealed)).isInstanceOf(PersonalData.UnreadableException.class)
                .hasMessageNotContaining(NUMBER);
    }

    @Test
    void anotherMasterKeyDoesNotOpen() throws IOException {
        byte[] sealed = protection.seal("license-content", NUMBER);
        PersonalData stranger = new PersonalData(MasterKey.loadOrCreate(folder.resolve("other.key")));
        assertThatThrownBy(() -> stranger.open("license-content", sealed)).isInstanceOf(PersonalData.UnreadableException.class);
    }

    @Test
    void changedByteAtAnyPositionDoesNotOpen() {
        byte[] sealed = protection.seal("license-content", NUMBER);
        for (int position = 0; position < sealed.length; position++) {
            for (int bit : new int[] {0x01, 0x80}) {
                byte[] changed = sealed.clone();
                changed[position] ^= (byte) bit;
                assertThatThrownBy(() -> protection.open("license-content", changed)).as("byte %d", position)
                        .isInstanceOf(PersonalData.UnreadableException.class);
            }
        }
    }

    @Test
    void cutOffBytesDoNotOpenAtAnyLength() {
        byte[] sealed = protection.seal("license-content", NUMBER);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> protection.open("license-content", cut)).as("length %d", length)
                    .isInstanceOf(PersonalData.UnreadableException.class);
        }
    }

    @Test
    void ciphertextHoldsNoClearTextAndDiffersEachTime() {
        byte[] first = protection.seal("license-content", NUMBER);
        byte[] second = protection.seal("license-content", NUMBER);
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain(NUMBER, NUMBER.substring(0, 6), NUMBER.substring(14));
        assertThat(first).isNotEqualTo(second).hasSize(1 + 12 + NUMBER.length() + 16);
    }

    @Test
    void holderKeyIsTheSameForTheSameHolderHoweverWritten() {
        assertThat(protection.holderKey("111", NUMBER)).isEqualTo(protection.holderKey("111", " " + NUMBER.toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void holderKeyDiffersByTypeByNumberAndByMasterKey() throws IOException {
        HolderKey key = protection.holderKey("111", NUMBER);
        PersonalData stranger = new PersonalData(MasterKey.loadOrCreate(folder.resolve("other.key")));
        assertThat(key).isNotEqualTo(protection.holderKey("411", NUMBER)).isNotEqualTo(protection.holderKey("111", "110105194912310011"))
                .isNotEqualTo(stranger.holderKey("111", NUMBER));
    }

    @Test
    void labelAndValueCannotBeShiftedIntoEachOther() {
        assertThat(protection.holderKey("11", "1" + NUMBER)).isNotEqualTo(protection.holderKey("111", NUMBER));
        assertThat(protection.digest("ab", "c")).isNotEqualTo(protection.digest("a", "bc"));
    }

    @Test
    void digestsOfOneValueInTwoRolesDiffer() {
        assertThat(protection.digest("source-key", NUMBER)).isNotEqualTo(protection.digest("record-content", NUMBER))
                .isEqualTo(protection.digest("source-key", NUMBER)).isNotEqualTo(protection.holderKey("source-key", NUMBER).bytes());
    }
}
