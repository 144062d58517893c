package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class OfdSealTest {

    private final SealPki pki = SealPki.fresh();
    private final SesSeal seal = pki.seal();
    private final OfdSealer sealer = new OfdSealer(seal, SealPki.key(pki.signer()), null);
    private final OfdSealVerifier verifier = new OfdSealVerifier(pki.trust(), SealPki.CLOCK);

    private static List<String> codes(SealReport report) {
        return report.findings().stream().filter(SealFinding::fatal).map(SealFinding::code).toList();
    }

    @Test
    void aSealedFileVerifiesAndSaysWhichSeal() {
        SealReport report = verifier.verify(sealer.seal(TestOfd.pages().bytes(), TestOfd.REQUEST));

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.signingTime()).isEqualTo(SealPki.NOW);
        assertThat(report.signerName()).isEqualTo("海沧区行政审批局电子证照专用章");
        assertThat(report.details().form()).isEqualTo("OFD.ses");
        assertThat(report.details().generation()).isEqualTo("V4");
        assertThat(report.details().maker()).isEqualTo("制章者");
    }

    @Test
    void theValueIsOverTheDescriptionAndNamesItsPlace() {
        Map<String, byte[]> entries = TestOfd.unpacked(sealer.seal(TestOfd.pages().bytes(), TestOfd.REQUEST));
        byte[] description = entries.get("Doc_0/Signs/Sign_1/Signature.xml");
        SesSignature value = SesSignature.parse(entries.get("Doc_0/Signs/Sign_1/SignedValue.dat"));

        assertThat(value.dataHash()).isEqualTo(Sm3.digest(description));
        assertThat(value.propertyInfo()).isEqualTo("/Doc_0/Signs/Sign_1/Signature.xml");
        assertThat(entries.get("Doc_0/Signs/Sign_1/Seal.esl")).isEqualTo(seal.encoded());
        assertThat(TestOfd.text(description)).contains("CheckMethod=\"1.2.156.10197.1.401\"").contains("PageRef=\"1\" Boundary=\"120 200 42 42\"")
                .contains("FileRef=\"/OFD.xml\"").contains("FileRef=\"/Doc_0/Signs/Sign_1/Seal.esl\"").doesNotContain("Signatures.xml");
        assertThat(TestOfd.text(entries.get("OFD.xml"))).endsWith("<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody></ofd:OFD>");
    }

    @Test
    void theSameEntriesAlwaysGiveTheSameArchive() {
        assertThat(TestOfd.pages().bytes()).isEqualTo(TestOfd.pages().bytes());
        assertThat(TestOfd.packed(TestOfd.unpacked(TestOfd.pages().bytes()))).isEqualTo(TestOfd.pages().bytes());
    }

    @Test
    void aSecondSealChangesNothingTheFirstOneCovers() {
        byte[] once = sealer.seal(TestOfd.pages().bytes(), TestOfd.REQUEST);
        byte[] twice = secondSealer().seal(once, new OfdSealRequest(SealPki.NOW.plusSeconds(60), 1, 20, 30));
        Map<String, byte[]> before = TestOfd.unpacked(once);
        Map<String, byte[]> after = TestOfd.unpacked(twice);

        before.remove(TestOfd.LIST);
        before.forEach((name, content) -> assertThat(after.get(name)).as(name).isEqualTo(content));
        SealReport report = verifier.verify(twice);
        assertThat(codes(report)).isEmpty();
        assertThat(report.signerName()).isEqualTo("海沧区另一局电子印章");
        assertThat(report.findings()).extracting(SealFinding::code).contains("earlier-seal");
        assertThat(report.summaryZh()).contains("海沧区行政审批局电子证照专用章");
        assertThat(TestOfd.text(after.get(TestOfd.LIST))).contains("<ofd:MaxSignId>2<");
    }

    private OfdSealer secondSealer() {
        IssuedKey other = new KeyIssuer(Clock.fixed(SealPki.NOW.minusSeconds(86_400), ZoneOffset.UTC), 365)
                .sealSigner(pki.root(), "海沧区另一局", "海沧区另一局电子印章");
        return new OfdSealer(SesSeal.make(pki.info(other), SealPki.key(pki.maker())), SealPki.key(other), null);
    }

    @Test
    void aBadFirstSealMakesTheFileInvalidWhateverTheSecondSays() {
        IssuedKey revoked = pki.revoked();
        OfdSealer bad = new OfdSealer(SesSeal.make(pki.info(revoked), SealPki.key(pki.maker())), SealPki.key(revoked), null);
        byte[] twice = sealer.seal(bad.seal(TestOfd.pages().bytes(), TestOfd.REQUEST), TestOfd.REQUEST);

        OfdSealVerifier knowing = new OfdSealVerifier(pki.trust().withRevocations(List.of(pki.revocations())), SealPki.CLOCK);
        assertThat(codes(knowing.verify(twice))).containsExactly("certificate-revoked");
    }

    @Test
    void aSealedFileSaysItsProvenTime() {
        TimeStampAuthority authority = pki.authorityAt(SealPki.NOW);
        byte[] sealed = new OfdSealer(seal, SealPki.key(pki.signer()), authority).seal(TestOfd.pages().bytes(), TestOfd.REQUEST);
        byte[] another = new OfdSealer(seal, SealPki.key(pki.signer()), message -> authority.stamp(new byte[] {1}))
                .seal(TestOfd.pages().bytes(), TestOfd.REQUEST);
        OfdSealVerifier knowing = new OfdSealVerifier(pki.trust().withTimeStampers(TrustAnchors.of(pki.root().certificate())), SealPki.CLOCK);

        assertThat(codes(knowing.verify(sealed))).isEmpty();
        assertThat(knowing.verify(sealed).details().timeStamp()).isEqualTo(SealPki.NOW);
        assertThat(verifier.verify(sealed).findings()).extracting(SealFinding::code).contains("time-stamp-not-checked");
        assertThat(codes(knowing.verify(another))).containsExactly("time-stamp-wrong");
    }

    @Test
    void aFileWhoseFirstSealIsBrokenGetsNoSecondOne() {
        Map<String, byte[]> entries = TestOfd.unpacked(sealer.seal(TestOfd.pages().bytes(), TestOfd.REQUEST));
        entries.put(TestOfd.PAGE, TestOfd.page("改"));

        assertThatThrownBy(() -> sealer.seal(TestOfd.packed(entries), TestOfd.REQUEST)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("文件内容已被改动");
    }

    @Test
    void whatCannotBeSealedIsRefusedBeforeAnythingIsSigned() {
        byte[] noOfd = "hello".repeat(20).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> sealer.seal(noOfd, TestOfd.REQUEST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sealer.seal(TestOfd.pages().bytes(), new OfdSealRequest(SealPki.NOW, 2, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] leadsOut = TestOfd.pages().put("Doc_0/Res.xml", TestOfd.xml("<Res><MediaFile>http://localhost/a.png</MediaFile></Res>")).bytes();
        assertThatThrownBy(() -> sealer.seal(leadsOut, TestOfd.REQUEST)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("引用指向 OFD 包之外");
        byte[] misleading = TestOfd.pages().put("OFD.xml", TestOfd.xml("<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody><!-- </DocBody> --></OFD>")).bytes();
        assertThatThrownBy(() -> sealer.seal(misleading, TestOfd.REQUEST)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("文件结构损坏");
        assertThatThrownBy(() -> new OfdSealRequest(SealPki.NOW, 0, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OfdPackage().put("../x", new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    /** Archives of other programs: with descriptors behind the data, with times, the list of signatures laid out otherwise. */
    @Test
    void aFileOfAnotherProgramVerifiesIfItIsUnambiguous() throws IOException {
        byte[] sealed = TestOfd.cheated(TestOfd.pages(), pki, text -> text.replace("ProviderName=\"LicenseHub\"", "ProviderName=\"Other\""));
        Map<String, byte[]> entries = TestOfd.unpacked(sealed);
        entries.put(TestOfd.LIST, TestOfd.text(entries.get(TestOfd.LIST)).replace("><", ">\n  <").getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry each = new ZipEntry(entry.getKey());
                each.setTimeLocal(LocalDateTime.of(2026, 1, 2, 3, 4));
                zip.putNextEntry(each);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        assertThat(codes(verifier.verify(out.toByteArray()))).isEmpty();
    }

    @Test
    void theSameLooseFormIsRefusedIfTheSignerSaysThisLibraryMadeIt() {
        Map<String, byte[]> entries = TestOfd.unpacked(sealer.seal(TestOfd.pages().bytes(), TestOfd.REQUEST));
        entries.put(TestOfd.LIST, TestOfd.text(entries.get(TestOfd.LIST)).replace("><", ">\n<").getBytes(StandardCharsets.UTF_8));

        assertThat(codes(verifier.verify(TestOfd.packed(entries)))).containsExactly("signature-list");
    }
}
