package org.licensehub.signing;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.licensehub.signing.CertificateRules.Judgement;
import org.licensehub.signing.CertificateRules.Purpose;

/**
 * Judges sealed PDF files offline. A file is valid only if it is, byte for byte, what one trusted signer sealed: exactly
 * one signature that covers everything but its own value, in its one canonical encoding, with a certificate that was
 * good at the moment of signing; with an electronic seal also the seal, its maker, and the picture shown. Around that seal an
 * outer signature, validation material and document time-stamps, as this library writes them. Whatever else arrives, broken or
 * hostile, gives an invalid report and no exception. Safe for use by many threads.
 */
public final class PdfSealVerifier {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final CertificateRules certificates;
    private final SesRules seals;
    private final SealNames names;
    private final SealLook look = new SealLook();
    private final DocumentTimes times;
    private final Clock clock;

    /** Judges by these anchors, the names seen in real files and the system's clock. */
    public PdfSealVerifier(TrustAnchors anchors) {
        this(SealTrust.of(anchors), SealNames.KNOWN, Clock.systemUTC());
    }

    /**
     * Judges by what is trusted and known.
     *
     * @param names the names a seal may carry
     * @param clock a signing time more than five minutes ahead of it is refused
     */
    public PdfSealVerifier(SealTrust trust, SealNames names, Clock clock) {
        this.certificates = new CertificateRules(trust.signers(), trust.intermediates(), trust.revocations());
        this.seals = new SesRules(trust, clock);
        this.times = new DocumentTimes(trust, clock);
        this.names = names;
        this.clock = clock;
    }

    /** Judges one file. Never throws for what is in the file, however malformed. */
    public SealReport verify(byte[] file) {
        try {
            return judge(file);
        } catch (Refusal refusal) {
            return SealReport.refused(List.of(refusal.rule()));
        } catch (IOException | RuntimeException | StackOverflowError malformed) {
            return SealReport.refused(List.of(SealRule.UNREADABLE));
        }
    }

    /** The value of /Contents, found good: who, when, and what else is to be said and looked at. */
    private record Value(X509Certificate signer, Instant time, boolean revocationKnown, SesSignature ses, byte[] dataHash,
            Instant provenTime, List<SealRule> remarks, ForeignCms foreign) {
    }

    /** One seal, which covers the file or an earlier revision that is by itself a complete file; around it what our writers add. */
    private SealReport judge(byte[] file) throws Refusal, IOException {
        LaterRevisions later = LaterRevisions.read(file);
        byte[] sealed = later.sealedEnd() == file.length ? file : Arrays.copyOf(file, later.sealedEnd());
        SealedRange range = SealedRange.locate(sealed);
        if (later.sealedEnd() == file.length) {
            return judgeSealed(sealed, range, Evidence.NONE);
        }
        ValidationMaterial material = later.material();
        Evidence evidence = new Evidence(material.certificates(), material.revocations(), null);
        DocumentTimes.Times proven = new DocumentTimes.Times(null, Set.of());
        Refusal late = null;
        try {
            MaterialRules.requireBound(material, MaterialRules.signersOf(range.cms(), () -> range.digest(sealed), later).all());
            proven = times.judge(file, later, evidence);
        } catch (Refusal refusal) {
            // what is wrong with the seal itself is said first
            late = refusal;
            evidence = Evidence.NONE;
        }
        SealReport report = judgeSealed(sealed, range, evidence.provenAt(proven.existedBy()));
        if (!report.valid()) {
            return report;
        }
        if (late != null) {
            throw late;
        }
        if (later.outer().isPresent()) {
            OuterSignature.judge(file, later.outer().get());
        }
        later.requireAsWritten();
        return withRemarks(report, later, proven.remarks());
    }

    private static SealReport withRemarks(SealReport sealed, LaterRevisions later, Set<SealRule> remarks) {
        Set<SealFinding> findings = new LinkedHashSet<>(sealed.findings());
        remarks.forEach(rule -> findings.add(rule.remark()));
        if (later.outer().isPresent()) {
            findings.add(SealRule.OUTER_SIGNATURE.remark());
        }
        return new SealReport(true, sealed.summaryZh(), sealed.summaryEn(), sealed.signerName(), sealed.signingTime(), List.copyOf(findings), sealed.details());
    }

    private SealReport judgeSealed(byte[] file, SealedRange range, Evidence evidence) throws Refusal, IOException {
        List<SealRule> broken = new ArrayList<>();
        byte[] digest = range.digest(file);
        Value value = SealCms.isCms(range.cms()) ? cms(range.cms(), digest, evidence, broken) : ses(range.cms(), digest, evidence, broken);
        if (!broken.isEmpty()) {
            return SealReport.refused(broken);
        }
        if (value.foreign != null) {
            requireTrustedSomeDay(value.foreign, evidence);
        }
        List<SealFinding> remarks = new ArrayList<>();
        Form form = judgeStructure(file, range, value, remarks);
        if (value.foreign != null) {
            judgeForeign(value, form.time, evidence, broken);
            if (!broken.isEmpty()) {
                return SealReport.refused(broken);
            }
            remarks.add(SealRule.FOREIGN_FORM.remark());
        }
        boolean stampedBefore = evidence.existedBy() != null && evidence.existedBy().plus(CLOCK_SKEW).isBefore(form.time);
        Refusal.when(stampedBefore, SealRule.TIMES_DISAGREE);
        return accepted(value, form, remarks);
    }

    /** For a value without a time-stamp of its own: the moment that document time-stamps prove, and a remark if one is missed. */
    private Value value(X509Certificate signer, Instant time, boolean revocationKnown, byte[] digest, Evidence evidence, ForeignCms foreign) {
        Instant end = signer.getNotAfter().toInstant();
        Instant proven = SesRules.usable(evidence.existedBy(), end);
        boolean outlived = proven == null && clock.instant().isAfter(end);
        return new Value(signer, time, revocationKnown, null, digest, proven, outlived ? List.of(SealRule.EXPIRED_SINCE) : List.of(), foreign);
    }

    private Value cms(byte[] contents, byte[] digest, Evidence evidence, List<SealRule> broken) throws Refusal {
        SealCms.Signed signed;
        try {
            signed = SealCms.parse(contents);
        } catch (Refusal notOurs) {
            return foreign(contents, digest, evidence, notOurs);
        }
        Refusal.when(!Arrays.equals(digest, signed.messageDigest()), SealRule.DIGEST_MISMATCH);
        X509Certificate signer = signed.chain().get(0);
        Refusal.when(!Sm2Verifier.verify(signer.getPublicKey(), signed.attributes(), signed.signature()), SealRule.SIGNATURE_WRONG);
        Instant proven = SesRules.usable(evidence.existedBy(), signer.getNotAfter().toInstant());
        Judgement judgement = certificates.judge(signer, signed.chain(), signed.signingTime(), evidence.provenAt(proven), Purpose.SIGNING);
        broken.addAll(judgement.broken());
        if (signed.signingTime().isAfter(clock.instant().plus(CLOCK_SKEW))) {
            broken.add(SealRule.FUTURE);
        }
        return value(signer, signed.signingTime(), judgement.revocationKnown(proven, clock.instant()), digest, evidence, null);
    }

    /** Without a signing time of its own the one of the dictionary counts, which is signed as well. */
    private Value foreign(byte[] contents, byte[] digest, Evidence evidence, Refusal notOurs) throws Refusal {
        ForeignCms signed;
        try {
            signed = ForeignCms.read(contents, digest);
        } catch (IOException unknown) {
            throw notOurs;
        }
        return value(signed.signer(), signed.time(), false, digest, evidence, signed);
    }

    /** Their time may only be in the dictionary; but no file of somebody unknown is handed to a PDF parser to find it. */
    private void requireTrustedSomeDay(ForeignCms signed, Evidence evidence) throws Refusal {
        if (signed.time() != null) {
            List<SealRule> broken = certificates.judge(signed.signer(), signed.others(), signed.time(), evidence, Purpose.SIGNING).broken();
            Refusal.when(!broken.isEmpty(), broken.isEmpty() ? null : broken.get(0));
            return;
        }
        boolean trusted = Stream.of(signed.signer().getNotBefore(), signed.signer().getNotAfter())
                .anyMatch(time -> !certificates.judge(signed.signer(), signed.others(), time.toInstant(), evidence, Purpose.SIGNING).path().isEmpty());
        Refusal.when(!trusted, SealRule.CHAIN);
    }

    private void judgeForeign(Value value, Instant time, Evidence evidence, List<SealRule> broken) {
        ForeignCms signed = value.foreign;
        Judgement judgement = certificates.judge(signed.signer(), signed.others(), time, evidence.provenAt(value.provenTime), Purpose.SIGNING);
        broken.addAll(judgement.broken());
        if (broken.isEmpty() && !judgement.path().containsAll(signed.others())) {
            broken.add(SealRule.CERTIFICATE_BINDING);
        }
        if (time.isAfter(clock.instant().plus(CLOCK_SKEW))) {
            broken.add(SealRule.FUTURE);
        }
    }

    private Value ses(byte[] contents, byte[] digest, Evidence evidence, List<SealRule> broken) throws Refusal {
        SesSignature signature;
        try {
            signature = SesSignature.parse(contents);
        } catch (IllegalArgumentException malformed) {
            throw new Refusal(SealRule.SES_MALFORMED);
        }
        SesRules.SesJudgement judgement = seals.judge(signature, digest, null, evidence);
        broken.addAll(judgement.broken());
        return new Value(signature.signer(), signature.time(), judgement.revocationKnown(), signature, digest, judgement.provenTime(),
                judgement.remarks(), null);
    }

    private record Form(String subFilter, Instant time) {
    }

    /** Now that a trusted signer is known to have sealed these bytes: does a PDF reader see the same signature in them? */
    private Form judgeStructure(byte[] file, SealedRange range, Value value, List<SealFinding> remarks) throws Refusal, IOException {
        try (PDDocument document = Loader.loadPDF(file)) {
            Refusal.when(document.isEncrypted(), SealRule.UNREADABLE);
            List<PDSignatureField> fields = document.getSignatureFields();
            Refusal.when(fields.isEmpty(), SealRule.NO_SIGNATURE);
            Refusal.when(fields.size() > 1, SealRule.SEVERAL_SIGNATURES);
            PDSignature signature = fields.get(0).getSignature();
            Refusal.when(signature == null, SealRule.DICTIONARY);
            Set<String> wantedNames = value.ses == null ? names.cms() : names.ses();
            Refusal.when(signature.getSubFilter() == null || !wantedNames.contains(signature.getSubFilter()), SealRule.UNKNOWN_FORM);
            int[] wanted = {0, range.gapStart(), range.gapEnd(), file.length - range.gapEnd()};
            Refusal.when(!Arrays.equals(wanted, signature.getByteRange()), SealRule.DICTIONARY);
            Refusal.when(!hasContents(signature.getCOSObject(), range.contents()), SealRule.DICTIONARY);
            Calendar written = signature.getSignDate();
            Instant dated = written == null ? null : written.toInstant();
            if (value.foreign == null) {
                Refusal.when(dated == null ? value.ses == null : !dated.equals(value.time), SealRule.DICTIONARY);
            } else {
                boolean apart = dated != null && value.time != null && Duration.between(dated, value.time).abs().compareTo(CLOCK_SKEW) > 0;
                Refusal.when(apart || dated == null && value.time == null, SealRule.DICTIONARY);
            }
            Refusal.when(ActiveContent.isIn(document), SealRule.ACTIVE_CONTENT);
            Refusal.when(!AttachedFiles.areAllowed(document), SealRule.ATTACHED_FILE);
            if (value.ses != null) {
                judgePicture(fields.get(0), value.ses.seal().info().picture(), remarks);
            }
            return new Form(signature.getSubFilter(), value.time != null ? value.time : dated);
        }
    }

    private void judgePicture(PDSignatureField field, SesPicture picture, List<SealFinding> remarks) throws Refusal, IOException {
        for (PDAnnotationWidget widget : field.getWidgets()) {
            SealLook.Agreement agreement = look.compare(widget, picture);
            Refusal.when(agreement == SealLook.Agreement.DIFFERENT, SealRule.PICTURE_DIFFERS);
            if (agreement == SealLook.Agreement.NOT_COMPARABLE) {
                remarks.add(SealRule.PICTURE_NOT_COMPARED.remark());
            }
        }
    }

    private static boolean hasContents(COSDictionary signature, byte[] contents) {
        return signature.getDictionaryObject(COSName.CONTENTS) instanceof COSString string
                && Arrays.equals(string.getBytes(), contents);
    }

    private static SealReport accepted(Value value, Form form, List<SealFinding> remarks) {
        if (!value.revocationKnown) {
            remarks.add(SealRule.REVOCATION_UNCHECKED.remark());
        }
        value.remarks.forEach(rule -> remarks.add(rule.remark()));
        X509Certificate signer = value.signer;
        if (signer.getSubjectX500Principal().getName().contains(KeyIssuer.NOT_FOR_PRODUCTION)) {
            remarks.add(SealRule.TEST_CERTIFICATE.remark());
        }
        SesSeal seal = value.ses == null ? null : value.ses.seal();
        String name = Certificates.displayName(signer.getSubjectX500Principal());
        SealDetails details = new SealDetails(form.subFilter, seal == null ? null : seal.info().version().name(),
                seal == null ? null : seal.info().sealId(), seal == null ? null : seal.info().name(),
                seal == null ? null : Certificates.displayName(seal.maker().getSubjectX500Principal()),
                signer.getSubjectX500Principal().getName(), signer.getSerialNumber().toString(16),
                signer.getNotAfter().toInstant(), HexFormat.of().formatHex(value.dataHash), value.provenTime);
        return new SealReport(true, "验证通过：文件由“" + name + "”签章，签章后未被改动",
                "Valid: sealed by " + name + " and unchanged since", name, form.time, remarks, details);
    }
}
