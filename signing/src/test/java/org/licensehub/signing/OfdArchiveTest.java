package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Archives built by hand so that two programs would see different things in them, or run out of memory. */
@Timeout(60)
class OfdArchiveTest {

    private static final byte[] TEXT = "<a/>".getBytes(StandardCharsets.US_ASCII);
    private static SealPki pki;
    private static byte[] sealed;
    private static OfdSealVerifier verifier;

    @BeforeAll
    static void seal() {
        pki = SealPki.fresh();
        verifier = new OfdSealVerifier(pki.trust(), SealPki.CLOCK);
        sealed = new OfdSealer(pki.seal(), SealPki.key(pki.signer()), null).seal(TestOfd.pages().bytes(), TestOfd.REQUEST);
    }

    private static String code(byte[] file) {
        SealReport report = verifier.verify(file);
        assertThat(report.valid()).isFalse();
        return report.findings().get(0).code();
    }

    /** Writes entries as they come, doubled or not. */
    private static final class RawZip {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
        private int count;

        RawZip add(String name, byte[] content) {
            return add(name, content, content.length, OfdPackage.STORED, OfdPackage.UTF_8_NAMES);
        }

        RawZip add(String name, byte[] kept, int size, int method, int flags) {
            byte[] path = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer common = ByteBuffer.allocate(26).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 20).putShort((short) flags)
                    .putShort((short) method).putInt(OfdPackage.TIME).putInt((int) OfdPackage.crc(kept)).putInt(kept.length).putInt(size)
                    .putShort((short) path.length).putShort((short) 0);
            ByteBuffer central = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN).putInt(OfdPackage.CENTRAL).putShort((short) 20)
                    .put(common.array()).putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(out.size());
            directory.writeBytes(central.array());
            directory.writeBytes(path);
            out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(OfdPackage.LOCAL).array());
            out.writeBytes(common.array());
            out.writeBytes(path);
            out.writeBytes(kept);
            count++;
            return this;
        }

        byte[] bytes() {
            byte[] end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN).putInt(OfdPackage.END).putInt(0).putShort((short) count)
                    .putShort((short) count).putInt(directory.size()).putInt(out.size()).putShort((short) 0).array();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(out.toByteArray());
            all.writeBytes(directory.toByteArray());
            all.writeBytes(end);
            return all.toByteArray();
        }
    }

    private static RawZip sealedEntries() {
        RawZip zip = new RawZip();
        TestOfd.unpacked(sealed).forEach(zip::add);
        return zip;
    }

    @Test
    void theArchivesBuiltHereAreGoodBeforeTheyAreMadeBad() {
        assertThat(verifier.verify(sealedEntries().bytes()).valid()).isTrue();
    }

    @Test
    void doubledNamesAreRefused() {
        assertThat(code(sealedEntries().add(TestOfd.PAGE, TestOfd.page("另一个内容")).bytes())).isEqualTo("entry-names");
    }

    @Test
    void namesThatAFileSystemWouldTakeForOthersAreRefused() {
        for (String name : new String[] {"doc_0/Pages/Page_0/Content.xml", "Doc_0/PAGES/Page_0/other.xml", "ofd.xml", "Doc_0", "OFD.xml/a",
            "Doc_0/Pages/Page_0/Ｃontent.xml", "Doc_0/e\u0301.xml"}) {
            assertThat(code(sealedEntries().add(name, TEXT).bytes())).as(name).isEqualTo("entry-names");
        }
    }

    @Test
    void namesThatLeaveThePackageAreRefused() {
        for (String name : new String[] {"../a.xml", "/a.xml", "a/../../b.xml", "a\\b.xml", "C:a.xml", "a//b.xml", "a/", "a/./b", "a\0b", "a.", ""}) {
            assertThat(code(sealedEntries().add(name, TEXT).bytes())).as(name).isEqualTo("entry-names");
        }
    }

    @Test
    void anEntryThatOnlyOneOfTheTwoHeadersKnowsIsRefused() {
        byte[] hidden = sealed.clone();
        int end = hidden.length - OfdPackage.END_LENGTH;
        ByteBuffer file = ByteBuffer.wrap(hidden).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(end + 8, (short) (file.getShort(end + 8) - 1)).putShort(end + 10, (short) (file.getShort(end + 10) - 1));
        assertThat(code(hidden)).isEqualTo("package-malformed");
    }

    @Test
    void headersThatDisagreeAreRefused() {
        int central = ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN).getInt(sealed.length - 6);
        for (int field = 4; field < OfdPackage.CENTRAL_LENGTH; field++) {
            int at = central + field;
            assertThat(code(changed(file -> file.put(at, (byte) (file.get(at) ^ 1))))).as("field %d", field).isNotEmpty();
        }
        assertThat(code(changed(file -> file.put(OfdPackage.LOCAL_LENGTH, (byte) 'o')))).isEqualTo("package-malformed");
        assertThat(code(changed(file -> file.putInt(22, file.getInt(22) + 1)))).isEqualTo("package-malformed");
    }

    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] copy = sealed.clone();
        change.accept(ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN));
        return copy;
    }

    @Test
    void whatBelongsToNoEntryIsRefusedBeforeBetweenAndBehind() {
        assertThat(code(concat(TEXT, sealed))).isEqualTo("not-an-ofd");
        assertThat(code(concat(sealed, TEXT))).isEqualTo("package-malformed");
        assertThat(code(concat(sealed, new byte[] {0}))).isEqualTo("package-malformed");
        int central = ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN).getInt(sealed.length - 6);
        byte[] gap = concat(concat(Arrays.copyOf(sealed, central), TEXT), Arrays.copyOfRange(sealed, central, sealed.length));
        ByteBuffer.wrap(gap).order(ByteOrder.LITTLE_ENDIAN).putInt(gap.length - 6, central + TEXT.length);
        assertThat(code(gap)).isEqualTo("package-malformed");
        byte[] comment = concat(sealed, TEXT);
        ByteBuffer.wrap(comment).order(ByteOrder.LITTLE_ENDIAN).putShort(sealed.length - 2, (short) TEXT.length);
        assertThat(code(comment)).isEqualTo("package-malformed");
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void encryptedEntriesAndOtherMethodsAreRefused() {
        assertThat(code(sealedEntries().add("a.xml", TEXT, TEXT.length, OfdPackage.STORED, OfdPackage.UTF_8_NAMES | 1).bytes())).isEqualTo("package-malformed");
        assertThat(code(sealedEntries().add("a.xml", TEXT, TEXT.length, 12, OfdPackage.UTF_8_NAMES).bytes())).isEqualTo("package-malformed");
        assertThat(code(sealedEntries().add("a.xml", TEXT, TEXT.length + 1, OfdPackage.STORED, OfdPackage.UTF_8_NAMES).bytes())).isEqualTo("package-malformed");
    }

    @Test
    void anEntryThatUnpacksToAThousandTimesItsSizeIsRefused() {
        byte[] bomb = TestOfd.pages().put("Doc_0/bomb.xml", new byte[20 << 20]).bytes();
        assertThat(bomb.length).isLessThan(30_000);
        assertThat(code(bomb)).isEqualTo("package-too-large");
    }

    @Test
    void entriesThatLieAboutTheirSizeAreRefused() {
        byte[] bomb = new OfdPackage().put("a", new byte[10 << 20]).bytes();
        ByteBuffer file = ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN);
        int central = file.getInt(bomb.length - 6);
        file.putInt(22, 1_000).putInt(central + 24, 1_000);
        assertThat(code(bomb)).isEqualTo("package-malformed");
        file.putInt(22, -1).putInt(central + 24, -1);
        assertThat(code(bomb)).isEqualTo("package-too-large");
    }

    @Test
    void manyLargeEntriesAreRefusedBeforeTheyAreUnpacked() {
        RawZip zip = new RawZip();
        byte[] kept = new byte[700_000];
        for (int i = 0; i < 20; i++) {
            zip.add("a" + i, kept, 30 << 20, OfdPackage.DEFLATED, OfdPackage.UTF_8_NAMES);
        }
        assertThat(code(zip.bytes())).isIn("package-too-large", "package-malformed");
        assertThat(code(new byte[OfdReader.LARGEST_FILE + 1])).isEqualTo("package-too-large");
    }

    @Test
    void tooManyEntriesAreRefusedAndAsManyAsAllowedAreRead() {
        RawZip zip = new RawZip();
        for (int i = 0; i < OfdReader.MOST_ENTRIES; i++) {
            zip.add("a" + i, TEXT);
        }
        assertThat(code(zip.bytes())).isEqualTo("not-an-ofd");
        Map<String, byte[]> read = TestOfd.unpacked(zip.bytes());
        assertThat(read).hasSize(OfdReader.MOST_ENTRIES);
        assertThat(code(zip.add("one more", TEXT).bytes())).isEqualTo("package-too-large");
    }

    @Test
    void filesOfAnotherKindAreRefusedByName() {
        assertThat(code(TestPdf.plain())).isEqualTo("not-an-ofd");
        assertThat(code(new byte[0])).isEqualTo("not-an-ofd");
        assertThat(code(TestOfd.pages().bytes())).isEqualTo("no-signature");
        assertThat(code(new RawZip().add("a", TEXT).bytes())).isEqualTo("not-an-ofd");
    }
}
