package org.licensehub.signing;

import java.time.Instant;
import java.util.List;

/**
 * The judgement on one file.
 *
 * @param valid whether the file is exactly what a trusted signer sealed; true only if no finding is fatal
 * @param summaryZh one sentence in Chinese
 * @param summaryEn one sentence in English
 * @param signerName the certified name of the signer; null when the file is not valid
 * @param signingTime when it was sealed as the signer says; null when the file is not valid
 * @param findings every refusal, and remarks that refuse nothing
 * @param details what the seal says; null when the file is not valid
 */
public record SealReport(boolean valid, String summaryZh, String summaryEn, String signerName, Instant signingTime,
                         List<SealFinding> findings, SealDetails details) {

    /** Keeps its own copy of the findings. */
    public SealReport {
        findings = List.copyOf(findings);
    }

    /** Refused for these reasons; the first is the one told in a sentence. */
    static SealReport refused(List<SealRule> broken) {
        List<SealFinding> findings = broken.stream().map(SealRule::refusal).toList();
        SealFinding first = findings.get(0);
        return new SealReport(false, "验证不通过：" + first.messageZh(), "Not valid: " + first.messageEn(), null, null, findings, null);
    }
}
