package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TamperedLongTermTest {

    private static final Instant NOW = LongTermPki.NOW;
    private static final LongTermPki PKI = LongTermPki.fresh();
    private static final byte[] SIGNED = PKI.signed(false, true);
    private static final byte[] EMBEDDED = PKI.preserver(NOW).embed(SIGNED, PKI.known(NOW));
    private static final byte[] PRESERVED = PKI.preserver(NOW).preserve(EMBEDDED, PKI.known(NOW));

    private static List<String> fatal(byte[] file) {
        return fatal(PKI.judge(file, NOW));
    }

    private static List<String> fatal(SealReport report) {
        return report.findings().stream().filter(SealFinding::fatal).map(SealFinding::code).toList();
    }

    private static byte[] stamped(byte[] file, SesSignature.TimeStamper stamper) throws IOException {
        SignatureSlot slot = LaterRevision.stamp(file, SesSignature.ROOM_FOR_TIME_STAMP);
        slot.fixRange();
        return slot.fill(stamper.stamp(slot.content()));
    }

    private static byte[] turned(byte[] file) throws IOException {
        try (PDDocument document = Loader.loadPDF(file)) {
            PDPage page = document.getPage(0);
            page.setRotation(180);
            page.getCOSObject().setNeedToBeUpdated(true);
            document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
            document.getPages().getCOSObject().setNeedToBeUpdated(true);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            return out.toByteArray();
        }
    }

    private static byte[] changedAt(byte[] file, int at) {
        byte[] changed = file.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static int find(byte[] file, byte[] wanted) {
        for (int at = 0; at <= file.length - wanted.length; at++) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not in the file");
    }

    @Test
    void whatIsNotTamperedWithIsValid() {
        assertThat(fatal(EMBEDDED)).isEmpty();
        assertThat(fatal(PRESERVED)).isEmpty();
    }

    @Test
    void aChangedByteAnywhereIsRefused() {
        Random random = new Random(17);
        for (int i = 0; i < 400; i++) {
            byte[] file = i % 2 == 0 ? EMBEDDED : PRESERVED;
            int from = i % 4 < 2 ? SIGNED.length : 0;
            int at = from + random.nextInt(file.length - from);
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(PKI.judge(changed, NOW).valid()).as("byte %d of %d", at, file.length).isFalse();
        }
    }

    @Test
    void aPagePaintedAfterTheLastTimeStampIsRefused() throws IOException {
        assertThat(fatal(turned(PRESERVED))).containsExactly("later-revision");
        assertThat(fatal(turned(EMBEDDED))).containsExactly("later-revision");
    }

    /** The authority of time stamps whatever it is given: it vouches for the moment and not for the page. */
    @Test
    void aPaintedPageUnderATrustedTimeStampIsRefused() throws IOException {
        assertThat(fatal(stamped(turned(PRESERVED), PKI.authority(NOW)))).containsExactly("later-revision");
        assertThat(fatal(stamped(turned(EMBEDDED), PKI.authority(NOW)))).containsExactly("later-revision");
        assertThat(fatal(stamped(turned(PKI.sealed()), PKI.authority(NOW)))).containsExactly("later-revision");
    }

    /** It begins as ours do and ends as ours do; in between it turns the page. */
    @Test
    void aRevisionOfMaterialThatAlsoPaintsIsRefused() throws Exception {
        byte[] painting;
        try (PDDocument document = Loader.loadPDF(SIGNED)) {
            PdfUpdate update = new PdfUpdate(document.getDocument(), SIGNED);
            update.putStream(update.newReference(), "", Certificates.encode(PKI.root().certificate()));
            COSDictionary page = document.getPage(0).getCOSObject();
            update.replace(page.getKey(), page, Map.of(COSName.ROTATE, "180"));
            painting = update.finish(new byte[16]);
        }
        try (PDDocument shown = Loader.loadPDF(painting)) {
            assertThat(shown.getPage(0).getRotation()).as("a reader shows it").isEqualTo(180);
        }
        assertThat(fatal(painting)).containsExactly("later-revision");
        assertThat(fatal(LaterRevision.material(painting, LaterRevisions.read(EMBEDDED).material().without(
                new ValidationMaterial(List.of(PKI.root().certificate()), List.of()))))).containsExactly("later-revision");
        assertThat(fatal(stamped(painting, PKI.authority(NOW)))).containsExactly("later-revision");
    }

    @Test
    void bytesBehindTheLastTimeStampAreRefused() {
        for (String tail : List.of("\n", " ", "%%EOF\n", "9 0 obj\n<</Length 1>>\nstream\nx\nendstream\nendobj\n")) {
            byte[] longer = Arrays.copyOf(PRESERVED, PRESERVED.length + tail.length());
            System.arraycopy(tail.getBytes(StandardCharsets.US_ASCII), 0, longer, PRESERVED.length, tail.length());
            assertThat(fatal(longer)).as(tail).hasSize(1).first().isIn("later-revision", "validation-material");
        }
    }

    @Test
    void aChangedEmbeddedCertificateOrListIsRefused() throws Exception {
        byte[] root = PKI.root().certificate().getEncoded();
        int rootAt = find(Arrays.copyOfRange(EMBEDDED, SIGNED.length, EMBEDDED.length), root) + SIGNED.length;
        for (int offset : new int[] {root.length - 1, root.length / 2, root.length - 20}) {
            assertThat(fatal(changedAt(EMBEDDED, rootAt + offset))).as("byte %d", offset).containsExactly("validation-material");
        }
        byte[] list = LaterRevisions.read(EMBEDDED).material().revocations().get(0).getEncoded();
        int listAt = find(EMBEDDED, list);
        assertThat(fatal(changedAt(EMBEDDED, listAt + list.length - 1))).containsExactly("validation-material");
        assertThat(fatal(changedAt(PRESERVED, listAt + list.length - 1))).containsExactly("validation-material");
    }

    @Test
    void materialThatBelongsToNobodyInTheFileIsRefused() throws Exception {
        SealPki strangers = SealPki.fresh();
        ValidationMaterial certificate = new ValidationMaterial(List.of(strangers.root().certificate()), List.of());
        ValidationMaterial list = new ValidationMaterial(List.of(), List.of(strangers.revocations()));
        assertThat(fatal(LaterRevision.material(SIGNED, certificate))).containsExactly("validation-material");
        assertThat(fatal(LaterRevision.material(EMBEDDED, list))).containsExactly("validation-material");
        assertThat(fatal(LaterRevision.material(EMBEDDED, LaterRevisions.read(EMBEDDED).material()))).as("twice").containsExactly("validation-material");
    }

    @Test
    void manyCertificatesOfOneNameAreRefusedInTime() throws IOException {
        KeyIssuer issuer = LongTermPki.lists(NOW);
        List<X509Certificate> namesakes = Stream.generate(() -> issuer.tlsRoot("长期根证书").certificate()).limit(90).toList();
        byte[] crowded = LaterRevision.material(SIGNED, new ValidationMaterial(namesakes, List.of()));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(fatal(crowded)).containsExactly("validation-material"));
        byte[] tooMuch = LaterRevision.material(LaterRevision.material(EMBEDDED, new ValidationMaterial(namesakes, List.of())), PKI.known(LongTermPki.LATER));
        assertThat(fatal(tooMuch)).containsExactly("later-revision");
    }

    @Test
    void aTimeStampOfAnUntrustedAuthorityIsRefused() throws IOException {
        LongTermPki strangers = LongTermPki.fresh();
        assertThat(fatal(stamped(EMBEDDED, strangers.authority(NOW)))).containsExactly("document-time-stamp-untrusted");
        assertThat(fatal(stamped(PRESERVED, strangers.authority(NOW)))).as("around a good one").containsExactly("document-time-stamp-untrusted");
    }

    @Test
    void aTimeStampOverOtherBytesIsRefused() throws IOException {
        byte[] other = PKI.authority(NOW).stamp(new byte[] {1});
        assertThat(fatal(stamped(EMBEDDED, message -> other))).containsExactly("document-time-stamp-wrong");
        byte[] noToken = {0x30, 0x03, 0x02, 0x01, 0x01};
        assertThat(fatal(stamped(EMBEDDED, message -> noToken))).containsExactly("document-time-stamp-wrong");
    }

    @Test
    void timeStampsOutOfOrderAreRefused() throws IOException {
        Instant earlier = NOW.minus(Duration.ofMinutes(30));
        assertThat(fatal(stamped(PRESERVED, PKI.authority(earlier)))).as("older than the one inside").containsExactly("times-disagree");
        assertThat(fatal(stamped(EMBEDDED, PKI.authority(earlier)))).as("older than the seal").containsExactly("times-disagree");
        assertThat(fatal(stamped(EMBEDDED, PKI.authority(NOW.plus(Duration.ofHours(1)))))).as("in the future").containsExactly("signing-time-in-future");
    }

    @Test
    void anAuthorityOfTimeRevokedBeforeTheNextTimeStampProvesNothing() {
        Instant later = LongTermPki.LATER;
        Map<BigInteger, Instant> before = Map.of(PKI.timeStamper().certificate().getSerialNumber(), later.minus(Duration.ofDays(1)));
        Map<BigInteger, Instant> after = Map.of(PKI.timeStamper().certificate().getSerialNumber(), later.plus(Duration.ofDays(1)));
        byte[] renewed = PKI.preserver(later).renew(PRESERVED, PKI.known(later));

        assertThat(fatal(knowing(before).verify(renewed))).containsExactly("document-time-stamp-untrusted");
        assertThat(fatal(knowing(after).verify(renewed))).isEmpty();
        assertThat(fatal(knowing(after).verify(PRESERVED))).as("not renewed").containsExactly("document-time-stamp-untrusted");
    }

    private static PdfSealVerifier knowing(Map<BigInteger, Instant> revoked) {
        X509CRL list = LongTermPki.lists(LongTermPki.MUCH_LATER).revocationList(PKI.root(), revoked);
        return new PdfSealVerifier(PKI.trust().withRevocations(List.of(list)), SealNames.KNOWN, LongTermPki.clock(LongTermPki.MUCH_LATER));
    }

    @Test
    void whatIsWrongWithTheSealIsSaidFirst() {
        byte[] changed = changedAt(PRESERVED, find(PRESERVED, "/MediaBox".getBytes(StandardCharsets.US_ASCII)) + 1);
        assertThat(fatal(changed)).containsExactly("digest-mismatch");
    }

    @Test
    void aThousandTimeStampsAreRefusedInTime() throws IOException {
        byte[] one = Arrays.copyOfRange(PRESERVED, EMBEDDED.length, PRESERVED.length);
        byte[] many = Arrays.copyOf(PRESERVED, PRESERVED.length + 1_000 * one.length);
        for (int i = 0; i < 1_000; i++) {
            System.arraycopy(one, 0, many, PRESERVED.length + i * one.length, one.length);
        }
        assertThat(fatal(many)).containsExactly("several-signatures");
    }
}
