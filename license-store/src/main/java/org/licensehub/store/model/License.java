package org.licensehub.store.model;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.licensehub.store.protection.HolderKey;

/**
 * One version of one license as the system of record keeps it. Personal data is ciphertext here
 * ({@link #protectedContent}); see {@link LicenseContents} for reading it.
 *
 * @param id key of this version, the same at every hub
 * @param identifier GB/T 36904 identifier (证照标识); {@code null} until issued
 * @param serial hub-assigned serial (流水号); {@code null} until issued
 * @param version version of the license from 1, the three digits of the identifier
 * @param areaCode 6-digit division that is responsible
 * @param issuerCode unified social credit code of the issuing authority
 * @param originHub hub that issues the license; only that hub changes its state
 * @param sourceKeyDigest HMAC of the department's own key: some of these keys are ID numbers
 * @param revision the department's revision of its record
 * @param validTo last day in force, {@code null} for long-term
 * @param fileDigest SM3 of the sealed file, hexadecimal; {@code null} until sealed
 * @param supersedes the version before this one, or {@code null}
 * @param rowVersion counts every change of this row at its origin, from 1
 */
public record License(UUID id, String identifier, String serial, int version, String typeCode, int typeVersion, String areaCode,
        String issuerCode, String originHub, String source, byte[] sourceKeyDigest, long revision, LicenseState state,
        LocalDate issueDate, LocalDate validFrom, LocalDate validTo, byte[] protectedContent, String fileDigest, UUID supersedes,
        List<HolderKey> holders, long rowVersion, Instant createdAt, Instant updatedAt) implements Serializable {

    public LicenseState.Standing standingOn(LocalDate day) {
        return state.standingOn(day, validFrom, validTo);
    }

    public License withState(LicenseState next, Instant at) {
        return new License(id, identifier, serial, version, typeCode, typeVersion, areaCode, issuerCode, originHub, source,
                sourceKeyDigest, revision, next, issueDate, validFrom, validTo, protectedContent, fileDigest, supersedes, holders,
                rowVersion + 1, createdAt, at);
    }

    /**
     * The license becomes valid: identifier, version and file are known from now on and never change.
     *
     * @param predecessor the version it takes over from, or {@code null}
     */
    public License issued(String newIdentifier, String newSerial, int newVersion, UUID predecessor, String newFileDigest, Instant at) {
        return new License(id, newIdentifier, newSerial, newVersion, typeCode, typeVersion, areaCode, issuerCode, originHub, source,
                sourceKeyDigest, revision, LicenseState.VALID, issueDate, validFrom, validTo, protectedContent, newFileDigest,
                predecessor, holders, rowVersion + 1, createdAt, at);
    }

    /** A draft with corrected content, handed in again. */
    public License corrected(License content, LicenseState next, Instant at) {
        return new License(id, identifier, serial, version, content.typeCode, content.typeVersion, content.areaCode, content.issuerCode,
                originHub, source, sourceKeyDigest, revision, next, content.issueDate, content.validFrom, content.validTo,
                content.protectedContent, fileDigest, supersedes, content.holders, rowVersion + 1, createdAt, at);
    }

    @Override
    public String toString() {
        return "License[" + id + ", " + identifier + ", " + state + ", row " + rowVersion + "]";
    }
}
