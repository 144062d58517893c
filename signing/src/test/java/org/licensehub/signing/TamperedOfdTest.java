package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody without the key can do to a sealed package, and what a signer who cheats can put into one. */
@Timeout(120)
class TamperedOfdTest {

    private static final String FOLDER = "Doc_0/Signs/Sign_1/";
    private static SealPki pki;
    private static SesSeal seal;
    private static OfdSealer sealer;
    private static byte[] sealed;
    private static OfdSealVerifier verifier;

    @BeforeAll
    static void seal() {
        pki = SealPki.fresh();
        verifier = new OfdSealVerifier(pki.trust(), SealPki.CLOCK);
        seal = pki.seal();
        sealer = new OfdSealer(seal, SealPki.key(pki.signer()), null);
        sealed = sealer.seal(TestOfd.pages().bytes(), TestOfd.REQUEST);
        assertThat(verifier.verify(sealed).valid()).isTrue();
    }

    private static String code(byte[] file) {
        SealReport report = verifier.verify(file);
        assertThat(report.valid()).isFalse();
        assertThat(report.details()).isNull();
        return report.findings().get(0).code();
    }

    private static String afterRepacking(Consumer<Map<String, byte[]>> change) {
        Map<String, byte[]> entries = TestOfd.unpacked(sealed);
        change.accept(entries);
        return code(TestOfd.packed(entries));
    }

    private static byte[] replaced(byte[] xml, String from, String to) {
        assertThat(TestOfd.text(xml)).contains(from);
        return TestOfd.text(xml).replace(from, to).getBytes(StandardCharsets.UTF_8);
    }

    /** A bit that changes how an entry is packed but not what comes out of it (padding of the last byte) changes no file. */
    @Test
    void aChangedByteAnywhereIsRefusedOrChangesNoEntry() {
        Random random = new Random(20261122);
        int unchanged = 0;
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            if (verifier.verify(changed).valid()) {
                assertThat(asText(TestOfd.unpacked(changed))).as("byte %d", at).isEqualTo(asText(TestOfd.unpacked(sealed)));
                unchanged++;
            }
        }
        assertThat(unchanged).isLessThan(sealed.length / 500);
    }

    private static Map<String, String> asText(Map<String, byte[]> entries) {
        Map<String, String> text = new LinkedHashMap<>();
        entries.forEach((name, content) -> text.put(name, new String(content, StandardCharsets.ISO_8859_1)));
        return text;
    }

    @Test
    void aChangedByteOfAnyEntryIsRefused() {
        Random random = new Random(3);
        for (String name : TestOfd.unpacked(sealed).keySet()) {
            for (int round = 0; round < 60; round++) {
                Map<String, byte[]> entries = TestOfd.unpacked(sealed);
                byte[] changed = entries.get(name).clone();
                int at = random.nextInt(changed.length);
                changed[at] ^= (byte) (1 << random.nextInt(8));
                entries.put(name, changed);
                assertThat(verifier.verify(TestOfd.packed(entries)).valid()).as("%s, byte %d", name, at).isFalse();
            }
        }
    }

    @Test
    void aTruncatedFileIsRefusedAtEveryLength() {
        for (int length = 0; length < sealed.length; length += 41) {
            assertThat(verifier.verify(Arrays.copyOf(sealed, length)).valid()).isFalse();
        }
    }

    @Test
    void garbageNeverThrows() {
        Random random = new Random(9);
        for (int round = 0; round < 500; round++) {
            byte[] changed = sealed.clone();
            int from = random.nextInt(changed.length);
            int to = Math.min(changed.length, from + 1 + random.nextInt(200));
            for (int i = from; i < to; i++) {
                changed[i] = (byte) random.nextInt();
            }
            assertThat(verifier.verify(changed).findings()).isNotEmpty();
        }
    }

    @Test
    void changedContentIsRefusedByName() {
        assertThat(afterRepacking(entries -> entries.put(TestOfd.PAGE, TestOfd.page("海沧区某局")))).isEqualTo("digest-mismatch");
        assertThat(afterRepacking(entries -> entries.put("OFD.xml", replaced(entries.get("OFD.xml"), "0001", "0002"))))
                .isEqualTo("digest-mismatch");
        assertThat(afterRepacking(entries -> entries.put(FOLDER + "Signature.xml",
                replaced(entries.get(FOLDER + "Signature.xml"), "120 200", "120 100")))).isEqualTo("digest-mismatch");
    }

    @Test
    void anEntryThatNoSealCoversIsRefused() {
        assertThat(afterRepacking(entries -> entries.put("Doc_0/Annots/Annotations.xml", TestOfd.xml("<Annotations/>")))).isEqualTo("unlisted-entry");
        assertThat(afterRepacking(entries -> entries.put(FOLDER + "note.txt", new byte[] {1}))).isEqualTo("unlisted-entry");
    }

    @Test
    void anEntryThatIsGoneIsRefused() {
        assertThat(afterRepacking(entries -> entries.remove("Doc_0/Pages/Page_1/Content.xml"))).isEqualTo("reference-missing");
        assertThat(afterRepacking(entries -> entries.remove(FOLDER + "SignedValue.dat"))).isEqualTo("reference-missing");
        assertThat(afterRepacking(entries -> entries.remove(FOLDER + "Signature.xml"))).isEqualTo("reference-missing");
        assertThat(afterRepacking(entries -> entries.remove("Doc_0/Document.xml"))).isEqualTo("reference-missing");
        assertThat(afterRepacking(entries -> entries.remove(TestOfd.LIST))).isEqualTo("no-signature");
    }

    @Test
    void aManipulatedListOfSignaturesIsRefused() {
        assertThat(withList(list -> list.replaceAll("<ofd:Signature .*/>", ""))).isEqualTo("no-signature");
        assertThat(withList(list -> list.replaceAll("(<ofd:Signature .*/>)", "$1$1"))).isEqualTo("signature-list");
        assertThat(withList(list -> list.replaceAll("(<ofd:Signature ID=\")s001(\".*/>)", "$1s001$2$1s002$2"))).isEqualTo("signature-list");
        assertThat(withList(list -> list.replace("MaxSignId>1<", "MaxSignId>7<"))).isEqualTo("signature-list");
        assertThat(withList(list -> list.replace("s001", "s002"))).isEqualTo("signature-list");
        assertThat(withList(list -> list.replace("Type=\"Seal\"", "Type=\"Sign\""))).isEqualTo("unknown-form");
        assertThat(withList(list -> list.replace("/Doc_0/Signs/Sign_1/", "../../../Sign_1/"))).isEqualTo("external-reference");
        assertThat(withList(list -> list.replace("/Doc_0/Signs/Sign_1/Signature.xml", "http://localhost/Signature.xml"))).isEqualTo("external-reference");
        assertThat(withList(list -> list.replace("/Doc_0/Signs/Sign_1/Signature.xml", "/Doc_0/Document.xml"))).isEqualTo("unreadable");
        assertThat(withList(list -> list.replace("</ofd:Signatures>", "<!-- --></ofd:Signatures>"))).isEqualTo("signature-list");
        assertThat(withList(list -> list.replace("?>\n", "?>\n<!DOCTYPE a [<!ENTITY b \"c\">]>"))).isEqualTo("xml-unsafe");
    }

    private static String withList(UnaryOperator<String> change) {
        return afterRepacking(entries -> {
            String list = TestOfd.text(entries.get(TestOfd.LIST));
            assertThat(change.apply(list)).isNotEqualTo(list);
            entries.put(TestOfd.LIST, change.apply(list).getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void ofTwoSealsNeitherCanBeTakenOutAlone() {
        byte[] twice = sealer.seal(sealed, TestOfd.REQUEST);
        assertThat(verifier.verify(twice).valid()).isTrue();
        String first = "<ofd:Signature ID=\"s001\" Type=\"Seal\" BaseLoc=\"/Doc_0/Signs/Sign_1/Signature.xml\"/>";
        String second = first.replace("s001", "s002").replace("Sign_1", "Sign_2");
        Map<String, byte[]> entries = TestOfd.unpacked(twice);
        byte[] list = entries.get(TestOfd.LIST);

        entries.put(TestOfd.LIST, replaced(list, first, ""));
        assertThat(codeOf(entries)).isEqualTo("signature-list");
        entries.put(TestOfd.LIST, replaced(list, second, ""));
        assertThat(codeOf(entries)).isEqualTo("unlisted-entry");
        entries.put(TestOfd.LIST, replaced(list, first + second, second + first));
        assertThat(codeOf(entries)).isEqualTo("unlisted-entry");
        entries.put(TestOfd.LIST, replaced(list, first, ""));
        entries.keySet().removeIf(name -> name.startsWith(FOLDER));
        assertThat(codeOf(entries)).isEqualTo("reference-missing");
    }

    private static String codeOf(Map<String, byte[]> entries) {
        return code(TestOfd.packed(entries));
    }

    @Test
    void theValueOfAnotherDocumentIsRefused() {
        OfdPackage other = TestOfd.pages().put(TestOfd.PAGE, TestOfd.page("另一份"));
        Map<String, byte[]> donor = TestOfd.unpacked(sealer.seal(other.bytes(), TestOfd.REQUEST));

        assertThat(afterRepacking(entries -> entries.put(FOLDER + "SignedValue.dat", donor.get(FOLDER + "SignedValue.dat"))))
                .isEqualTo("digest-mismatch");
        assertThat(afterRepacking(entries -> {
            entries.put(FOLDER + "SignedValue.dat", donor.get(FOLDER + "SignedValue.dat"));
            entries.put(FOLDER + "Signature.xml", donor.get(FOLDER + "Signature.xml"));
        })).isEqualTo("digest-mismatch");
    }

    @Test
    void aValueMadeForAnotherPlaceInThePackageIsRefused() {
        byte[] elsewhere = TestOfd.packed(moved(TestOfd.unpacked(sealed)));
        SealReport report = verifier.verify(elsewhere);
        assertThat(report.findings()).extracting(SealFinding::code).contains("ses-of-another-file");
    }

    private static Map<String, byte[]> moved(Map<String, byte[]> entries) {
        byte[] description = entries.remove(FOLDER + "Signature.xml");
        entries.put("Doc_0/Signs/Sign_9/Signature.xml", description);
        entries.put(TestOfd.LIST, replaced(entries.get(TestOfd.LIST), "Sign_1/", "Sign_9/"));
        return entries;
    }

    @Test
    void aSealFileOfAnotherSealIsRefused() {
        byte[] other = SesSeal.make(pki.info(pki.signer()), SealPki.key(pki.signer())).encoded();
        assertThat(afterRepacking(entries -> entries.put(FOLDER + "Seal.esl", other))).isEqualTo("seal-file-differs");
    }

    @Test
    void aSignerWhoLeavesAnEntryOutIsRefused() {
        byte[] file = TestOfd.cheated(TestOfd.pages(), pki, text -> text.replaceAll("<ofd:Reference FileRef=\"/Doc_0/Pages/Page_1[^>]*>.*?</ofd:Reference>", ""));
        assertThat(code(file)).isEqualTo("unlisted-entry");
    }

    @Test
    void aSignerWhoNamesWhatIsNotThereIsRefused() {
        assertThat(code(referring("/Doc_0/none.xml"))).isEqualTo("reference-missing");
        assertThat(code(referring("/etc/passwd"))).isEqualTo("reference-missing");
        assertThat(code(referring("../../../../etc/passwd"))).isEqualTo("external-reference");
        assertThat(code(referring("http://localhost/a"))).isEqualTo("external-reference");
        assertThat(code(referring("file:/etc/passwd"))).isEqualTo("external-reference");
        assertThat(code(referring("//localhost/a"))).isEqualTo("external-reference");
        assertThat(code(referring("C:\\a"))).isEqualTo("external-reference");
        assertThat(code(referring("/OFD.xml"))).isEqualTo("unreadable");
    }

    private static byte[] referring(String location) {
        String extra = "<ofd:Reference FileRef=\"" + location + "\"><ofd:CheckValue>" + "A".repeat(43) + "=</ofd:CheckValue></ofd:Reference>";
        return TestOfd.cheated(TestOfd.pages(), pki, text -> text.replace("</ofd:References>", extra + "</ofd:References>"));
    }

    @Test
    void aSignerWhoCallsAPageHisSealFileIsRefused() {
        byte[] file = TestOfd.cheated(TestOfd.pages(), pki, text -> text.replace("/Doc_0/Signs/Sign_1/Seal.esl</ofd:BaseLoc>", "/" + TestOfd.PAGE + "</ofd:BaseLoc>"));
        assertThat(code(file)).isEqualTo("seal-file-differs");
        byte[] root = TestOfd.cheated(TestOfd.pages(), pki, text -> text.replace("/Doc_0/Signs/Sign_1/Seal.esl</ofd:BaseLoc>", "/Doc_0/Document.xml</ofd:BaseLoc>"));
        assertThat(code(root)).isEqualTo("signature-list");
    }

    @Test
    void aSealOnAPageThatDoesNotExistOrWithoutASizeIsRefused() {
        for (UnaryOperator<String> change : List.<UnaryOperator<String>>of(text -> text.replace("PageRef=\"1\"", "PageRef=\"8\""),
                text -> text.replace("120 200 42 42", "120 200 0 42"), text -> text.replace("120 200 42 42", "NaN 200 42 42"),
                text -> text.replace("120 200 42 42", "120"))) {
            assertThat(code(TestOfd.cheated(TestOfd.pages(), pki, change))).isEqualTo("stamp-place");
        }
    }

    @Test
    void aWeakerDigestIsRefused() {
        assertThat(code(TestOfd.cheated(TestOfd.pages(), pki, text -> text.replace("1.2.156.10197.1.401", "MD5")))).isEqualTo("unknown-form");
    }

    @Test
    void contentThatLeadsOutDeclaresATypeOrActsIsRefused() {
        assertThat(code(with("<Res BaseLoc=\"../../..\"/>"))).isEqualTo("external-reference");
        assertThat(code(with("<Res><MediaFile>../../x.png</MediaFile></Res>"))).isEqualTo("external-reference");
        assertThat(code(with("<Res><MediaFile>http://localhost/x.png</MediaFile></Res>"))).isEqualTo("external-reference");
        assertThat(code(with("<Res><FontFile>/usr/share/fonts/x.ttf</FontFile></Res>"))).isEqualTo("reference-missing");
        assertThat(code(with("<Document><Pages><Page ID=\"1\" BaseLoc=\"https://localhost/Content.xml\"/></Pages></Document>"))).isEqualTo("external-reference");
        assertThat(code(with("<Document><Annotations>../OFD.bin</Annotations></Document>"))).isEqualTo("reference-missing");
        assertThat(code(with("<Actions><Action Event=\"CLICK\"><URI URI=\"http://localhost\"/></Action></Actions>"))).isEqualTo("active-content");
        assertThat(code(with("<!DOCTYPE a SYSTEM \"http://localhost/a.dtd\"><a/>"))).isEqualTo("xml-unsafe");
        assertThat(code(with("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>"))).isEqualTo("xml-unsafe");
        assertThat(code(with("<a>"))).isEqualTo("xml-unsafe");
        byte[] notNamedXml = TestOfd.cheated(TestOfd.pages().put("Doc_0/a.bin", TestOfd.xml("<a/>"))
                .put("Doc_0/Extra.xml", TestOfd.xml("<Document><DocumentRes>a.bin</DocumentRes></Document>")), pki, text -> text);
        assertThat(code(notNamedXml)).isEqualTo("xml-unsafe");
    }

    private static byte[] with(String extra) {
        return TestOfd.cheated(TestOfd.pages().put("Doc_0/Extra.xml", TestOfd.xml(extra)), pki, text -> text);
    }

    @Test
    void deeplyNestedXmlIsRefusedOnEveryPlatform() {
        StringBuilder xml = new StringBuilder();
        IntStream.range(0, 100_000).forEach(i -> xml.append("<a").append(i).append('>'));
        IntStream.range(0, 100_000).forEach(i -> xml.append("</a").append(99_999 - i).append('>'));
        String nested = xml.toString();
        assertThat(code(with(nested))).isEqualTo("xml-unsafe");
        assertThat(afterRepacking(entries -> entries.put("OFD.xml", TestOfd.xml(nested)))).isEqualTo("xml-unsafe");
    }

    @Test
    void twoDocumentsInOnePackageAreRefused() {
        assertThat(afterRepacking(entries -> entries.put("OFD.xml", replaced(entries.get("OFD.xml"), "</ofd:DocBody>",
                "</ofd:DocBody><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")))).isEqualTo("unreadable");
    }
}
