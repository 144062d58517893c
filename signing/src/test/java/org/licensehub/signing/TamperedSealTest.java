package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TamperedSealTest {

    private static TestPki pki;
    private static byte[] sealed;

    @BeforeAll
    static void seal() {
        pki = TestPki.fresh();
        sealed = new PdfSealer(pki.key()).seal(TestPdf.compressed(), TestPdf.request());
        assertThat(pki.verifier().verify(sealed).valid()).isTrue();
    }

    @Test
    void aChangedByteAnywhereIsRefused() {
        Random random = new Random(20260301);
        Set<Integer> positions = new LinkedHashSet<>();
        random.ints(400, 0, sealed.length).forEach(positions::add);
        for (String token : List.of("%PDF-", "/ByteRange", "/Contents", "/SubFilter", "/M(", "startxref", "%%EOF",
                "/Prev", "/AcroForm", "/Rect", "/Fields")) {
            int at = lastIndexOf(sealed, token);
            assertThat(at).as(token).isNotNegative();
            IntStream.range(at, Math.min(sealed.length, at + token.length() + 60)).forEach(positions::add);
        }
        IntStream.range(sealed.length - 40, sealed.length).forEach(positions::add);
        for (int position : positions) {
            byte[] changed = sealed.clone();
            changed[position] ^= (byte) (1 << random.nextInt(8));
            assertThat(pki.verifier().verify(changed).valid()).as("byte %d", position).isFalse();
        }
    }

    @Test
    void noByteOfTheSignatureValueIsFreeToChange() {
        int from = contentsStart();
        int to = from + indexOf(Arrays.copyOfRange(sealed, from, sealed.length), ">");
        for (int position = from; position <= to; position++) {
            for (byte replacement : new byte[] {'0', 'F', ' ', '>', (byte) (sealed[position] ^ 0x20)}) {
                if (replacement != sealed[position]) {
                    byte[] changed = sealed.clone();
                    changed[position] = replacement;
                    assertThat(pki.verifier().verify(changed).valid()).as("byte %d", position).isFalse();
                }
            }
        }
    }

    @Test
    void trailingBytesAreRefusedByName() {
        for (String tail : List.of("\n", " ", "\0", "%%EOF\n", "hello")) {
            assertThat(code(append(sealed, tail))).isEqualTo("byte-range-end");
        }
    }

    @Test
    void aPageAddedByAnIncrementalUpdateIsRefused() throws IOException {
        byte[] updated = updated(document -> {
            PDPage page = new PDPage();
            document.addPage(page);
            page.getCOSObject().setNeedToBeUpdated(true);
            document.getPages().getCOSObject().setNeedToBeUpdated(true);
            document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
        });
        assertThat(updated.length).isGreaterThan(sealed.length);
        assertThat(code(updated)).isEqualTo("byte-range-end");
    }

    @Test
    void aSecondSignatureInAnUpdateIsRefused() {
        byte[] twice = append(sealed, "99 0 obj\n<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>\nendobj\n");
        assertThat(code(twice)).startsWith("byte-range");
    }

    @Test
    void aTruncatedFileIsRefusedAtEveryLength() {
        for (int length = 0; length < sealed.length; length += 97) {
            assertThat(pki.verifier().verify(Arrays.copyOf(sealed, length)).valid()).isFalse();
        }
    }

    @Test
    void nonZeroPaddingIsRefusedByName() {
        byte[] changed = sealed.clone();
        changed[contentsStart() + indexOf(Arrays.copyOfRange(sealed, contentsStart(), sealed.length), ">") - 1] = '1';
        assertThat(code(changed)).isEqualTo("contents-padding");
    }

    @Test
    void changedTextIsRefusedAsChangedContent() {
        byte[] changed = sealed.clone();
        changed[40] ^= 1;
        assertThat(code(changed)).isEqualTo("digest-mismatch");
    }

    @Test
    void unsealedAndForeignFilesAreRefusedByName() {
        assertThat(code(TestPdf.plain())).isEqualTo("no-signature");
        assertThat(code("hello".getBytes(StandardCharsets.US_ASCII))).isEqualTo("not-a-pdf");
        assertThat(code(new byte[0])).isEqualTo("not-a-pdf");
    }

    @Test
    void malformedByteRangesAreRefused() {
        for (String range : List.of("/ByteRange[1 2 3 4]", "/ByteRange[0 2 3]", "/ByteRange", "/ByteRange[0 -2 3 4]",
                "/ByteRange[0 9999999999 9999999999 9999999999]", "/ByteRange[0 5 4 60]", "/ByteRange[0 99999999999 1 1]")) {
            byte[] file = ("%PDF-1.7\n" + range + " ".repeat(200)).getBytes(StandardCharsets.US_ASCII);
            assertThat(code(file)).as(range).startsWith("byte-range");
        }
    }

    @Test
    void garbageInsteadOfASignatureNeverThrows() {
        Random random = new Random(7);
        int start = contentsStart() + 1;
        for (int round = 0; round < 300; round++) {
            byte[] changed = sealed.clone();
            int length = 2 + random.nextInt(800);
            for (int i = 0; i < length; i++) {
                changed[start + 8 + random.nextInt(1200)] = (byte) "0123456789ABCDEF".charAt(random.nextInt(16));
            }
            SealReport report = pki.verifier().verify(changed);
            assertThat(report.valid()).isFalse();
            assertThat(report.findings()).isNotEmpty();
        }
    }

    @Test
    void deeplyNestedSignatureValuesNeverThrow() {
        String nested = "3080".repeat(20_000) + "00".repeat(40_000);
        String hole = "<3083" + String.format("%06X", nested.length() / 2) + nested + ">";
        String before = "%%PDF-1.7\n/ByteRange[0 " + "%010d %010d %010d]/Contents";
        int gap = String.format(before, 0, 0, 0).length();
        String file = String.format(before, gap, gap + hole.length(), 1) + hole + "\n";
        assertThat(pki.verifier().verify(file.getBytes(StandardCharsets.US_ASCII)).valid()).isFalse();
    }

    private static byte[] updated(java.util.function.Consumer<PDDocument> change) throws IOException {
        try (PDDocument document = Loader.loadPDF(sealed)) {
            change.accept(document);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            return out.toByteArray();
        }
    }

    private static String code(byte[] file) {
        SealReport report = pki.verifier().verify(file);
        assertThat(report.valid()).isFalse();
        return report.findings().get(0).code();
    }

    private static int contentsStart() {
        return lastIndexOf(sealed, "/Contents<") + "/Contents".length();
    }

    private static byte[] append(byte[] bytes, String text) {
        byte[] tail = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] result = Arrays.copyOf(bytes, bytes.length + tail.length);
        System.arraycopy(tail, 0, result, bytes.length, tail.length);
        return result;
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }
}
