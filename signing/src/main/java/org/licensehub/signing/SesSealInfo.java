package org.licensehub.signing;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a seal says of itself (SES_SealInfo of GB/T 38540-2020), the part its maker signs.
 *
 * @param version      generation of the structure
 * @param vendorId     who made the sealing software, ASCII (vid)
 * @param sealId       identifier of the seal, ASCII, unique for its maker (esID)
 * @param kind         whose seal it is
 * @param name         name of the seal as people read it
 * @param signers      certificates that may seal with it; empty where the seal lists digests instead
 * @param signerDigests SM3 digests of such certificates; empty where the seal lists the certificates
 * @param created      when it was made, to the second
 * @param notBefore    start of its validity, to the second
 * @param notAfter     end of its validity, to the second
 * @param picture      what it looks like
 */
public record SesSealInfo(SesVersion version, String vendorId, String sealId, Kind kind, String name,
                          List<byte[]> signers, List<byte[]> signerDigests, Instant created, Instant notBefore,
                          Instant notAfter, SesPicture picture) {

    /** Whose seal it is (type of SES_ESPropertyInfo). */
    public enum Kind {
        /** 单位印章, number 1. */
        UNIT(1),
        /** 个人印章, number 2. */
        PERSON(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** @throws IllegalArgumentException if nobody could seal with it or it is never valid */
    public SesSealInfo {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(picture, "picture");
        signers = List.copyOf(signers);
        signerDigests = List.copyOf(signerDigests);
        if (signers.isEmpty() == signerDigests.isEmpty()) {
            throw new IllegalArgumentException("印章须列出签章者证书或其摘要 / a seal lists its signers, or their digests");
        }
        if (notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException("印章有效期无效 / a seal ends before it starts");
        }
    }

    /**
     * A seal of a unit as it is made today.
     *
     * @param user certificate that may seal with it
     */
    public static SesSealInfo ofUnit(String sealId, String name, X509Certificate user, Instant made, Instant notAfter, SesPicture picture) {
        return new SesSealInfo(SesVersion.V4, "LicenseHub", sealId, Kind.UNIT, name, List.of(Certificates.encode(user)), List.of(), made, made,
                notAfter, picture);
    }

    /** Whether this certificate may seal with it. */
    public boolean lists(X509Certificate certificate) {
        byte[] encoded = Certificates.encode(certificate);
        byte[] digest = Sm3.digest(encoded);
        return signers.stream().anyMatch(each -> Arrays.equals(each, encoded))
                || signerDigests.stream().anyMatch(each -> Arrays.equals(each, digest));
    }

    /** Whether it is valid at this moment by its own dates. */
    public boolean validAt(Instant moment) {
        return !moment.isBefore(notBefore) && !moment.isAfter(notAfter);
    }
}
