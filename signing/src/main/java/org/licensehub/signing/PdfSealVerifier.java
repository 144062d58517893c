package org.licensehub.signing;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;

/**
 * Judges sealed PDF files offline. A file is valid only if it is, byte for byte, what one trusted signer sealed: exactly
 * one signature that covers everything but its own value, in its one canonical encoding, with a certificate that was
 * good at the moment of signing. Whatever else arrives, broken or hostile, gives an invalid report and no exception.
 * Safe for use by many threads.
 */
public final class PdfSealVerifier {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final CertificateRules certificates;
    private final SealFormat format;
    private final Clock clock;

    /** Judges by these anchors, the default names and the system's clock. */
    public PdfSealVerifier(TrustAnchors anchors) {
        this(anchors, SealFormat.SM2_CMS_DETACHED, Clock.systemUTC());
    }

    /**
     * Judges by these anchors.
     *
     * @param format the names a seal must carry
     * @param clock a signing time more than five minutes ahead of it is refused
     */
    public PdfSealVerifier(TrustAnchors anchors, SealFormat format, Clock clock) {
        this.certificates = new CertificateRules(anchors);
        this.format = format;
        this.clock = clock;
    }

    /** Judges one file. Never throws for what is in the file, however malformed. */
    public SealReport verify(byte[] file) {
        try {
            return judge(file);
        } catch (Refusal refusal) {
            return refused(List.of(refusal.rule()));
        } catch (IOException | RuntimeException | StackOverflowError malformed) {
            return refused(List.of(SealRule.UNREADABLE));
        }
    }

    private SealReport judge(byte[] file) throws Refusal, IOException {
        SealedRange range = SealedRange.locate(file);
        SealCms.Signed signed = SealCms.parse(range.cms());
        Refusal.when(!Arrays.equals(range.digest(file), signed.messageDigest()), SealRule.DIGEST_MISMATCH);
        boolean signatureGood = Sm2Verifier.verify(
                signed.chain().get(0).getPublicKey(), signed.attributes(), signed.signature());
        Refusal.when(!signatureGood, SealRule.SIGNATURE_WRONG);

        List<SealRule> broken = new ArrayList<>(certificates.judge(signed.chain(), signed.signingTime()));
        if (signed.signingTime().isAfter(clock.instant().plus(CLOCK_SKEW))) {
            broken.add(SealRule.FUTURE);
        }
        if (!broken.isEmpty()) {
            return refused(broken);
        }
        judgeStructure(file, range, signed.signingTime());
        return accepted(signed);
    }

    /** Now that a trusted signer is known to have sealed these bytes: does a PDF reader see the same signature in them? */
    private void judgeStructure(byte[] file, SealedRange range, Instant signingTime) throws Refusal, IOException {
        try (PDDocument document = Loader.loadPDF(file)) {
            Refusal.when(document.isEncrypted(), SealRule.UNREADABLE);
            List<PDSignatureField> fields = document.getSignatureFields();
            Refusal.when(fields.isEmpty(), SealRule.NO_SIGNATURE);
            Refusal.when(fields.size() > 1, SealRule.SEVERAL_SIGNATURES);
            PDSignature signature = fields.get(0).getSignature();
            Refusal.when(signature == null, SealRule.DICTIONARY);
            boolean known = format.filter().equals(signature.getFilter())
                    && format.subFilter().equals(signature.getSubFilter());
            Refusal.when(!known, SealRule.UNKNOWN_FORM);
            int[] wanted = {0, range.gapStart(), range.gapEnd(), file.length - range.gapEnd()};
            Refusal.when(!Arrays.equals(wanted, signature.getByteRange()), SealRule.DICTIONARY);
            Refusal.when(!hasContents(signature.getCOSObject(), range.contents()), SealRule.DICTIONARY);
            Calendar written = signature.getSignDate();
            Refusal.when(written == null || !written.toInstant().equals(signingTime), SealRule.DICTIONARY);
            Refusal.when(ActiveContent.isIn(document), SealRule.ACTIVE_CONTENT);
        }
    }

    private static boolean hasContents(COSDictionary signature, byte[] contents) {
        return signature.getDictionaryObject(COSName.CONTENTS) instanceof COSString string
                && Arrays.equals(string.getBytes(), contents);
    }

    private static SealReport accepted(SealCms.Signed signed) {
        List<SealFinding> remarks = new ArrayList<>();
        remarks.add(SealRule.REVOCATION_UNCHECKED.remark());
        if (signed.chain().get(0).getSubjectX500Principal().getName().contains(KeyIssuer.NOT_FOR_PRODUCTION)) {
            remarks.add(SealRule.TEST_CERTIFICATE.remark());
        }
        String name = Certificates.displayName(signed.chain().get(0).getSubjectX500Principal());
        return new SealReport(true, "验证通过：文件由“" + name + "”签章，签章后未被改动",
                "Valid: sealed by " + name + " and unchanged since", name, signed.signingTime(), remarks);
    }

    private static SealReport refused(List<SealRule> rules) {
        List<SealFinding> findings = rules.stream().map(SealRule::refusal).toList();
        SealFinding first = findings.get(0);
        return new SealReport(false, "验证不通过：" + first.messageZh(), "Not valid: " + first.messageEn(),
                null, null, findings);
    }
}
