package org.licensehub.signing;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps sealed PDF files verifiable after their certificates have ended: embeds the certificates and lists of revoked ones
 * (PAdES-B-LT), puts a document time-stamp over all of it (PAdES-B-LTA; ETSI EN 319 142-1, 5.4 and 5.5), and does so again before
 * the last time-stamp ages. Works around an outer signature, and around a seal alone. Only appends: the bytes that came in stay
 * unchanged at the file's start. Safe for use by many threads.
 */
public final class PdfPreserver {

    private final SesSignature.TimeStamper stamper;
    private final Duration ahead;
    private final Map<SigningAlgorithm, Instant> algorithmEnds;
    private final Clock clock;
    private final Map<MaterialRules.Signers, Found> found = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MaterialRules.Signers, Found> eldest) {
            return size() > 64;
        }
    };

    /** Renews ninety days before a certificate ends and takes no algorithm for ending. */
    public PdfPreserver(SesSignature.TimeStamper stamper, Clock clock) {
        this(stamper, Duration.ofDays(90), Map.of(), clock);
    }

    /**
     * Preserves by a policy.
     *
     * @param stamper       gives the document time-stamps
     * @param ahead         how long before its end a time-stamp counts as to be renewed, not negative
     * @param algorithmEnds from when on an algorithm is no longer to be relied on, as the operator decides; those left out have no end
     */
    public PdfPreserver(SesSignature.TimeStamper stamper, Duration ahead, Map<SigningAlgorithm, Instant> algorithmEnds, Clock clock) {
        if (ahead.isNegative()) {
            throw new IllegalArgumentException("提前时间不能为负 / the time ahead must not be negative");
        }
        this.stamper = stamper;
        this.ahead = ahead;
        this.algorithmEnds = Map.copyOf(algorithmEnds);
        this.clock = clock;
    }

    /**
     * Embeds what verifying the seal, an outer signature and their time-stamps takes (B-LT, if the outer signature has one).
     *
     * @param sealed a file of {@link PdfSealer}, perhaps with an outer signature of {@link PadesSigner}
     * @param known  where to look; only what belongs to the file is embedded
     * @throws IllegalArgumentException if the file is none such, or an issuer's certificate or its current list is not known;
     *                                  the message says which
     */
    public byte[] embed(byte[] sealed, ValidationMaterial known) {
        return embedded(sealed, known).file();
    }

    /**
     * A file with what verifying it takes.
     *
     * @param provenUntil as {@link #provenUntil} would say of it
     */
    public record Embedded(byte[] file, Optional<Instant> provenUntil) {
    }

    /** The same as {@link #embed}, for those who want to know as well until when the file proves its age: one reading serves both. */
    public Embedded embedded(byte[] sealed, ValidationMaterial known) {
        LaterRevisions later = read(sealed);
        try {
            MaterialRules.Signers signers = everybody(sealed, later);
            if (later.material().isEmpty() && later.stamps().isEmpty()) {
                Found first = neededAtFirst(signers, known);
                return new Embedded(first.needed.isEmpty() ? sealed : written(sealed, first.needed), first.provenUntil);
            }
            byte[] file = embed(sealed, later, signers.all(), known);
            return new Embedded(file, provenUntil(file));
        } catch (Refusal refusal) {
            throw notSealed(refusal);
        }
    }

    /**
     * The same with a document time-stamp over all of it (B-LTA). A file that was preserved before gets a further time-stamp,
     * but {@link #renew} says whether it comes in time.
     *
     * @throws IllegalArgumentException as for {@link #embed}
     * @throws IllegalStateException if no time-stamp could be had
     */
    public byte[] preserve(byte[] sealed, ValidationMaterial known) {
        return stamp(embed(sealed, known));
    }

    /**
     * Adds a further document time-stamp, with what verifying the last one takes.
     *
     * @param preserved a file with at least one document time-stamp
     * @throws IllegalArgumentException if the file has none; if the last one can no longer be relied on, so that nothing proves
     *                                  what was there before; or as for {@link #embed}
     * @throws IllegalStateException if no time-stamp could be had
     */
    public byte[] renew(byte[] preserved, ValidationMaterial known) {
        LaterRevisions later = read(preserved);
        Instant until = reliableUntil(later).orElseThrow(() -> new IllegalArgumentException(
                "文件没有文档时间戳 / the file has no document time-stamp"));
        if (clock.instant().isAfter(until)) {
            throw new IllegalArgumentException("最后的文档时间戳已失效，续盖已晚 / the last document time-stamp ended, it is too late to renew it");
        }
        try {
            List<LaterRevisions.Stamp> stamps = later.stamps();
            return stamp(embed(preserved, later, MaterialRules.certificatesOf(stamps.get(stamps.size() - 1)), known));
        } catch (Refusal refusal) {
            throw notSealed(refusal);
        }
    }

    /** Whether a file has no document time-stamp, or its last one ends soon: time for {@link #preserve} or {@link #renew}. */
    public boolean needsRenewal(byte[] file) {
        return reliableUntil(file).map(until -> !clock.instant().plus(ahead).isBefore(until)).orElse(true);
    }

    /**
     * Until when the last document time-stamp can be relied on: the first end of a certificate above it, as far as they are in
     * the file, or of its algorithm.
     *
     * @return empty if there is none
     * @throws IllegalArgumentException if something in the file is not by these writers
     */
    public Optional<Instant> reliableUntil(byte[] file) {
        return reliableUntil(read(file));
    }

    private Optional<Instant> reliableUntil(LaterRevisions later) {
        List<LaterRevisions.Stamp> stamps = later.stamps();
        if (stamps.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(firstEnd(MaterialRules.certificatesOf(stamps.get(stamps.size() - 1)), later.material()));
        } catch (Refusal refusal) {
            throw notSealed(refusal);
        }
    }

    /**
     * Until when something in the file proves how old it is: the last document time-stamp, otherwise the time-stamp in the seal.
     * {@link #preserve} or {@link #renew} must come before that.
     *
     * @return empty if there is neither
     * @throws IllegalArgumentException if the file is none of these writers'
     */
    public Optional<Instant> provenUntil(byte[] file) {
        LaterRevisions later = read(file);
        Optional<Instant> stamped = reliableUntil(later);
        if (stamped.isPresent()) {
            return stamped;
        }
        try {
            List<X509Certificate> authority = everybody(file, later).timeOfSealing();
            return authority.isEmpty() ? Optional.empty() : Optional.of(firstEnd(authority, later.material()));
        } catch (Refusal refusal) {
            throw notSealed(refusal);
        }
    }

    private Instant firstEnd(List<X509Certificate> authority, ValidationMaterial material) {
        Instant until = Instant.MAX;
        for (X509Certificate each : MaterialRules.above(authority, material)) {
            Instant algorithm = algorithmEnd(each);
            Instant end = each.getNotAfter().toInstant();
            Instant first = algorithm.isBefore(end) ? algorithm : end;
            until = first.isBefore(until) ? first : until;
        }
        return until;
    }

    /** Issuers may have keys of kinds that nothing is sealed with here; those have no end by policy. */
    private Instant algorithmEnd(X509Certificate certificate) {
        try {
            return algorithmEnds.getOrDefault(SigningAlgorithm.of(certificate.getPublicKey()), Instant.MAX);
        } catch (IllegalArgumentException another) {
            return Instant.MAX;
        }
    }

    private byte[] embed(byte[] file, LaterRevisions later, List<X509Certificate> signers, ValidationMaterial known) {
        ValidationMaterial embedded = later.material();
        ValidationMaterial added = MaterialRules.needed(signers, known.with(embedded).withCertificates(signers), clock.instant()).without(embedded);
        return added.isEmpty() ? file : checked(written(file, added));
    }

    private static byte[] written(byte[] file, ValidationMaterial added) {
        try {
            return LaterRevision.material(file, added);
        } catch (IOException e) {
            throw new IllegalArgumentException("不是可读的 PDF 文件 / not a readable PDF", e);
        }
    }

    /** The same seals seal many files, and finding what belongs to them takes longer than sealing. */
    private Found neededAtFirst(MaterialRules.Signers signers, ValidationMaterial known) {
        Instant now = clock.instant();
        synchronized (found) {
            Found before = found.get(signers);
            if (before != null && before.known == known && now.isBefore(before.until)) {
                return before;
            }
            ValidationMaterial needed = MaterialRules.needed(signers.all(), known.withCertificates(signers.all()), now);
            Instant until = needed.revocations().stream().map(list -> list.getNextUpdate() == null ? Instant.MAX : list.getNextUpdate().toInstant())
                    .min(Instant::compareTo).orElse(Instant.MAX);
            Found fresh = new Found(known, needed, until, signers.timeOfSealing().isEmpty() ? Optional.empty()
                    : Optional.of(firstEnd(signers.timeOfSealing(), needed)));
            found.put(signers, fresh);
            return fresh;
        }
    }

    /** What was found for one seal, as long as its lists are current. */
    private record Found(ValidationMaterial known, ValidationMaterial needed, Instant until, Optional<Instant> provenUntil) {
    }

    private byte[] stamp(byte[] file) {
        try {
            SignatureSlot slot = LaterRevision.stamp(file, stamper.room());
            slot.fixRange();
            return checked(slot.fill(stamper.stamp(slot.content())));
        } catch (IOException e) {
            throw new IllegalArgumentException("不是可读的 PDF 文件 / not a readable PDF", e);
        }
    }

    /** A verifier takes only so many revisions, lists and time-stamps: a file that would have more is not written. */
    private static byte[] checked(byte[] written) {
        try {
            LaterRevisions later = LaterRevisions.read(written);
            MaterialRules.requireBound(later.material(), everybody(written, later).all());
            return written;
        } catch (Refusal refusal) {
            throw notSealed(refusal);
        }
    }

    private static MaterialRules.Signers everybody(byte[] file, LaterRevisions later) throws Refusal {
        byte[] sealed = Arrays.copyOf(file, later.sealedEnd());
        SealedRange range = SealedRange.locate(sealed);
        return MaterialRules.signersOf(range.cms(), () -> range.digest(sealed), later);
    }

    private static LaterRevisions read(byte[] file) {
        try {
            return LaterRevisions.read(file);
        } catch (Refusal refusal) {
            throw notSealed(refusal);
        }
    }

    private static IllegalArgumentException notSealed(Refusal refusal) {
        SealFinding finding = refusal.rule().refusal();
        return new IllegalArgumentException("不能长期保存：" + finding.messageZh() + " / cannot be preserved: " + finding.messageEn());
    }
}
