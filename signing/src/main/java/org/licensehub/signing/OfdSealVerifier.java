package org.licensehub.signing;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.licensehub.signing.SesRules.SesJudgement;

/**
 * Judges sealed OFD files offline. A file is valid only if every seal on it is good, each of them covers everything that
 * was there when it was put on, nothing in the package is left uncovered, and nothing leads out of it. Of several seals
 * the report names the last; each earlier one is a remark. What cannot be covered (the list of signatures, the archive)
 * must have the one form {@link OfdSealer} gives it, if it was the last to seal; of other programs' files the list is
 * read strictly, and the archive must be unambiguous. How an entry is compressed is of no account, only what comes out.
 * The picture a reader shows is taken from the seal itself, so there is none to compare.
 *
 * <p>Whatever else arrives, broken or hostile, gives an invalid report and no exception, in bounded time and memory.
 * Safe for use by many threads.
 */
public final class OfdSealVerifier {

    /** The form that {@link SealDetails} name. */
    static final String FORM = "OFD.ses";

    private final SesRules rules;

    /**
     * Judges by what is trusted and known.
     *
     * @param clock a signing time more than five minutes ahead of it is refused
     */
    public OfdSealVerifier(SealTrust trust, Clock clock) {
        this.rules = new SesRules(trust, clock);
    }

    /** Judges one file. Never throws for what is in the file, however malformed. */
    public SealReport verify(byte[] file) {
        try {
            return judge(file);
        } catch (Refusal refusal) {
            return SealReport.refused(List.of(refusal.rule()));
        } catch (RuntimeException | StackOverflowError malformed) {
            return SealReport.refused(List.of(SealRule.UNREADABLE));
        }
    }

    private SealReport judge(byte[] file) throws Refusal {
        OfdReader.Archive archive = OfdReader.read(file);
        OfdDocument document = OfdDocument.read(archive.contents());
        OfdSeals seals = OfdSeals.read(archive.contents(), document);
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < seals.all().size(); i++) {
            OfdSeals.Seal seal = seals.all().get(i);
            SesSignature value = seals.value(i);
            SesJudgement judgement = rules.judge(value, Sm3.digest(seal.description()), "/" + seal.item().path());
            if (!judgement.broken().isEmpty()) {
                return SealReport.refused(judgement.broken());
            }
            seals.requireIntact(i);
            judged.add(new Judged(value, judgement));
        }
        OfdContent.check(archive.contents(), seals.descriptions());
        String last = seals.all().get(judged.size() - 1).signature().provider();
        if (last.equals(OfdSignature.OWN)) {
            Refusal.when(!seals.listAsWritten(), SealRule.SIGNATURE_LIST);
            Refusal.when(!archive.asWritten(), SealRule.PACKAGE_MALFORMED);
        }
        return accepted(judged);
    }

    /** The value of one seal and what was found about it, nothing of it a refusal. */
    private record Judged(SesSignature value, SesJudgement judgement) {
    }

    private static SealReport accepted(List<Judged> judged) {
        List<SesSignature> values = judged.stream().map(Judged::value).toList();
        List<SealFinding> remarks = new ArrayList<>();
        if (!judged.stream().allMatch(each -> each.judgement.revocationKnown())) {
            remarks.add(SealRule.REVOCATION_UNCHECKED.remark());
        }
        judged.stream().flatMap(each -> each.judgement.remarks().stream()).distinct().map(SealRule::remark).forEach(remarks::add);
        List<String> names = values.stream().map(value -> Certificates.displayName(value.signer().getSubjectX500Principal())).toList();
        for (int i = 0; i < values.size() - 1; i++) {
            SealFinding earlier = SealRule.EARLIER_SEAL.remark();
            remarks.add(new SealFinding(earlier.code(), false, earlier.messageZh() + "：" + names.get(i) + "（" + values.get(i).seal().info().name() + "）",
                    earlier.messageEn() + ": " + names.get(i)));
        }
        SesSignature value = values.get(values.size() - 1);
        X509Certificate signer = value.signer();
        if (values.stream().anyMatch(each -> each.signer().getSubjectX500Principal().getName().contains(KeyIssuer.NOT_FOR_PRODUCTION))) {
            remarks.add(SealRule.TEST_CERTIFICATE.remark());
        }
        SesSeal seal = value.seal();
        SealDetails details = new SealDetails(FORM, seal.info().version().name(), seal.info().sealId(), seal.info().name(),
                Certificates.displayName(seal.maker().getSubjectX500Principal()), signer.getSubjectX500Principal().getName(),
                signer.getSerialNumber().toString(16), signer.getNotAfter().toInstant(), HexFormat.of().formatHex(value.dataHash()),
                judged.get(judged.size() - 1).judgement.provenTime());
        return new SealReport(true, "验证通过：文件由“" + String.join("”“", names) + "”签章，签章后未被改动",
                "Valid: sealed by " + String.join(" and ", names) + " and unchanged since", names.get(names.size() - 1), value.time(),
                remarks, details);
    }
}
