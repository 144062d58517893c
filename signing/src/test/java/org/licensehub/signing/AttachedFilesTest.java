package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A seal vouches for all of a file: the data of the license may travel in it, nothing else may. */
class AttachedFilesTest {

    private static final String DATA = "{\"standard\":\"GB/T 36903\",\"elements\":{\"certificate_holder_name\":\"海沧区示范公司\"}}";
    private static final SealPki PKI = SealPki.fresh();

    /** A PDF with the data of a license attached as a face has it, then changed. */
    private static byte[] attached(byte[] data, BiConsumer<COSDictionary, COSDictionary> change) {
        return TestPdf.with(document -> {
            try {
                COSStream stream = document.getDocument().createCOSStream();
                try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                    out.write(data);
                }
                stream.setItem(COSName.TYPE, COSName.getPDFName("EmbeddedFile"));
                stream.setItem(COSName.SUBTYPE, COSName.getPDFName("application/json"));
                COSDictionary file = new COSDictionary();
                file.setItem(COSName.TYPE, COSName.getPDFName("Filespec"));
                file.setString(COSName.F, AttachedFiles.NAME);
                file.setString(COSName.UF, AttachedFiles.NAME);
                file.setItem(COSName.getPDFName("AFRelationship"), COSName.getPDFName("Data"));
                COSDictionary embedded = new COSDictionary();
                embedded.setItem(COSName.F, stream);
                file.setItem(COSName.EF, embedded);
                COSDictionary tree = new COSDictionary();
                tree.setItem(COSName.NAMES, new COSArray(List.of(new COSString(AttachedFiles.NAME), file)));
                COSDictionary names = new COSDictionary();
                names.setItem(COSName.EMBEDDED_FILES, tree);
                COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
                catalog.setItem(COSName.NAMES, names);
                catalog.setItem(COSName.AF, new COSArray(List.of(file)));
                change.accept(catalog, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, CompressParameters.NO_COMPRESSION);
    }

    private static byte[] attached(String data) {
        return attached(data.getBytes(StandardCharsets.UTF_8), (catalog, file) -> { });
    }

    private static byte[] file(Consumer<COSDictionary> change) {
        return attached(DATA.getBytes(StandardCharsets.UTF_8), (catalog, file) -> change.accept(file));
    }

    private static byte[] catalog(Consumer<COSDictionary> change) {
        return attached(DATA.getBytes(StandardCharsets.UTF_8), (catalog, file) -> change.accept(catalog));
    }

    private static COSDictionary annotation(String subtype, String key) {
        COSDictionary annotation = new COSDictionary();
        annotation.setItem(COSName.SUBTYPE, COSName.getPDFName(subtype));
        annotation.setItem(COSName.getPDFName(key), new COSDictionary());
        return annotation;
    }

    private static byte[] page(COSName key, COSArray value) {
        return TestPdf.with(document -> document.getPage(0).getCOSObject().setItem(key, value), CompressParameters.NO_COMPRESSION);
    }

    static Stream<Map.Entry<String, byte[]>> notAllowed() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a program", attached("MZ\u0090\u0000\u0003"));
        files.put("a program behind a brace", attached("{MZ\u0000}"));
        files.put("a script behind JSON", attached(DATA + "\nalert(1)"));
        files.put("bytes that are no text", attached(new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'}, (catalog, file) -> { }));
        files.put("nothing", attached(""));
        files.put("more than a megabyte unpacked", attached("{\"a\":\"" + "a".repeat(1024 * 1024) + "\"}"));
        files.put("another name shown", file(file -> file.setString(COSName.UF, "license.exe")));
        files.put("another name kept", file(file -> file.setString(COSName.F, "license.js")));
        files.put("another kind", file(file -> file.getCOSDictionary(COSName.EF).getCOSStream(COSName.F)
                .setItem(COSName.SUBTYPE, COSName.getPDFName("application/octet-stream"))));
        files.put("another relation", file(file -> file.setItem(COSName.getPDFName("AFRelationship"), COSName.getPDFName("Source"))));
        files.put("a file elsewhere", file(file -> file.setItem(COSName.getPDFName("FS"), COSName.getPDFName("URL"))));
        files.put("data elsewhere", file(file -> file.getCOSDictionary(COSName.EF).getCOSStream(COSName.F).setString(COSName.F, "http://example.invalid/")));
        files.put("one file for each system", file(file -> file.getCOSDictionary(COSName.EF).setItem(COSName.DOS, new COSDictionary())));
        files.put("two files", catalog(catalog -> {
            COSArray names = catalog.getCOSDictionary(COSName.NAMES).getCOSDictionary(COSName.EMBEDDED_FILES).getCOSArray(COSName.NAMES);
            names.add(new COSString("more"));
            names.add(names.getObject(1));
        }));
        files.put("a tree with branches", catalog(catalog -> catalog.getCOSDictionary(COSName.NAMES).getCOSDictionary(COSName.EMBEDDED_FILES)
                .setItem(COSName.KIDS, new COSArray())));
        files.put("a file associated but not listed", catalog(catalog -> catalog.removeItem(COSName.NAMES)));
        files.put("another file associated", catalog(catalog -> catalog.setItem(COSName.AF, new COSArray(List.of(new COSDictionary())))));
        files.put("a portfolio", catalog(catalog -> catalog.setItem(COSName.getPDFName("Collection"), new COSDictionary())));
        files.put("a file of a page", page(COSName.AF, new COSArray(List.of(new COSDictionary()))));
        files.put("an attachment on a page", page(COSName.ANNOTS, new COSArray(List.of(annotation("FileAttachment", "FS")))));
        files.put("a film on a page", page(COSName.ANNOTS, new COSArray(List.of(annotation("RichMedia", "RichMediaContent")))));
        return files.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("notAllowed")
    void whatIsNotTheDataOfALicenseIsNeitherSealedNorValid(Map.Entry<String, byte[]> file) throws Exception {
        assertThatThrownBy(() -> PKI.sealer().seal(file.getValue(), TestPdf.request())).as(file.getKey()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attached file");
        assertThat(PKI.verifier().verify(sealedByOthers(file.getValue())).findings()).as(file.getKey()).extracting(SealFinding::code).containsExactly("attached-file");
    }

    @Test
    void theDataOfALicenseAreSealedAndVerifyAndAChangeOfThemIsFound() {
        byte[] face = attached(DATA);
        byte[] sealed = PKI.sealer().seal(face, TestPdf.request());
        assertThat(PKI.verifier().verify(sealed).valid()).isTrue();

        int at = new String(sealed, StandardCharsets.ISO_8859_1).indexOf("/EmbeddedFile");
        for (int position = at; position < at + 200; position++) {
            byte[] changed = sealed.clone();
            changed[position] ^= 1;
            assertThat(PKI.verifier().verify(changed).valid()).as("byte %d", position).isFalse();
        }
    }

    @Test
    void theSameFileSealedByOthersIsRefusedForItsAttachmentsOnly() throws Exception {
        assertThat(PKI.verifier().verify(sealedByOthers(attached(DATA))).findings()).extracting(SealFinding::code).doesNotContain("attached-file");
        assertThat(PKI.verifier().verify(sealedByOthers(TestPdf.plain())).findings()).extracting(SealFinding::code).doesNotContain("attached-file");
    }

    /** Sealed with a good seal by a program that asks nothing about attachments. */
    private static byte[] sealedByOthers(byte[] pdf) throws IOException {
        SesSeal seal = PKI.seal();
        try (PDDocument document = Loader.loadPDF(pdf); SignatureOptions options = new SignatureOptions()) {
            PDSignature signature = new PDSignature();
            signature.setFilter(COSName.getPDFName("GM.PKILite"));
            signature.setSubFilter(COSName.getPDFName("GM.sm2seal"));
            Calendar date = new GregorianCalendar();
            date.setTimeInMillis(SealPki.NOW.toEpochMilli());
            signature.setSignDate(date);
            options.setPreferredSignatureSize(seal.encoded().length + 2_000);
            document.addSignature(signature, content -> SesSignature.make(seal, SealPki.key(PKI.signer()), Sm3.digest(IOUtils.toByteArray(content)),
                    "Seal1", SealPki.NOW, null).encoded(), options);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            return out.toByteArray();
        }
    }
}
