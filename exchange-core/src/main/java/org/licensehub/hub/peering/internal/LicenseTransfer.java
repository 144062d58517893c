package org.licensehub.hub.peering.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;

/**
 * A license as it travels: metadata in clear inside a signed envelope on mutual TLS. Holder keys do not travel, since each
 * hub has its own key for them.
 */
record LicenseTransfer(UUID id, String identifier, String serial, int version, String typeCode, int typeVersion, String areaCode,
        String issuerCode, String originHub, String source, byte[] sourceKeyDigest, long revision, LicenseState state, LocalDate issueDate,
        LocalDate validFrom, LocalDate validTo, Map<String, String> fields, String fileDigest, UUID supersedes, long rowVersion,
        Instant createdAt, Instant updatedAt) {

    static LicenseTransfer of(License license, LicenseContents contents) {
        return new LicenseTransfer(license.id(), license.identifier(), license.serial(), license.version(), license.typeCode(),
                license.typeVersion(), license.areaCode(), license.issuerCode(), license.originHub(), license.source(),
                license.sourceKeyDigest(), license.revision(), license.state(), license.issueDate(), license.validFrom(), license.validTo(),
                contents.fieldsOf(license), license.fileDigest(), license.supersedes(), license.rowVersion(), license.createdAt(),
                license.updatedAt());
    }

    /** Whether everything is there that every license has. */
    boolean complete() {
        return id != null && areaCode != null && originHub != null && state != null && fields != null
                && fileDigest != null && fileDigest.matches("[0-9a-f]{64}");
    }

    License toLicense(LicenseContents contents, PersonalData protection) {
        String holderType = fields.get("certificate_holder_type");
        List<HolderKey> holders = Arrays.stream(fields.get("certificate_holder_code").split(","))
                .map(code -> protection.holderKey(holderType, code)).toList();
        return new License(id, identifier, serial, version, typeCode, typeVersion, areaCode, issuerCode, originHub, source, sourceKeyDigest,
                revision, state, issueDate, validFrom, validTo, contents.protect(fields), fileDigest, supersedes, holders, rowVersion, createdAt,
                updatedAt);
    }

    @Override
    public String toString() {
        return "LicenseTransfer[" + id + ", row " + rowVersion + "]";
    }
}
