package org.licensehub.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.licensehub.signing.TimeStampRules.Proof;

/**
 * Judges the document time-stamps of a file, the newest first: each proves that everything before it was there, also the
 * time-stamps before it, which may so outlive their certificates (ETSI EN 319 102-1, 5.6.2.3: past certificate validation).
 */
final class DocumentTimes {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final TimeStampRules rules;
    private final Clock clock;

    DocumentTimes(SealTrust trust, Clock clock) {
        this.rules = new TimeStampRules(trust);
        this.clock = clock;
    }

    /**
     * @param existedBy the earliest moment by which the seal is proven to have been there; null if nothing proves any
     * @param remarks what is to be said of time-stamps that prove nothing
     */
    record Times(Instant existedBy, Set<SealRule> remarks) {
    }

    /**
     * @param evidence the embedded material
     * @throws Refusal if a time-stamp is not over the file, not by a trusted authority although some are trusted, or out of order
     */
    Times judge(byte[] file, LaterRevisions later, Evidence evidence) throws Refusal {
        Set<SealRule> remarks = new LinkedHashSet<>();
        Instant existedBy = null;
        Instant before = clock.instant().plus(CLOCK_SKEW);
        List<LaterRevisions.Stamp> stamps = later.stamps();
        for (int i = stamps.size() - 1; i >= 0; i--) {
            SealedRange range = stamps.get(i).range();
            byte[] content = range.content(file);
            Refusal.when(!TimeStampRules.isSoundBy(range.cms(), content), SealRule.DOCUMENT_STAMP_WRONG);
            if (!rules.knowsAuthorities()) {
                remarks.add(SealRule.TIME_STAMP_UNCHECKED);
                continue;
            }
            Evidence sofar = evidence.provenAt(existedBy);
            Optional<Proof> proof = rules.prove(range.cms(), content, sofar);
            Refusal.when(proof.isEmpty(), SealRule.DOCUMENT_STAMP_UNTRUSTED);
            Refusal.when(proof.get().moment().isAfter(before), i == stamps.size() - 1 ? SealRule.FUTURE : SealRule.TIMES_DISAGREE);
            before = proof.get().moment().plus(CLOCK_SKEW);
            if (proof.get().lasts(sofar, clock.instant())) {
                existedBy = proof.get().moment();
            } else {
                remarks.add(SealRule.TIME_STAMP_OUTDATED);
            }
        }
        return new Times(existedBy, remarks);
    }
}
