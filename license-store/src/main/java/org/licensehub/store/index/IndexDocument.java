package org.licensehub.store.index;

import java.util.UUID;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;

/** An {@link IndexEntry} as Elasticsearch stores it; the names are those of the mapping. */
record IndexDocument(String holder, String licenseId, String identifier, String typeCode, String areaCode, String state,
        long rowVersion) {

    static final String HOLDER = "holder";
    static final String LICENSE_ID = "licenseId";
    static final String IDENTIFIER = "identifier";
    static final String TYPE_CODE = "typeCode";
    static final String AREA_CODE = "areaCode";
    static final String STATE = "state";
    static final String ROW_VERSION = "rowVersion";

    static IndexDocument of(IndexEntry entry) {
        return new IndexDocument(entry.holder().hex(), entry.licenseId().toString(), entry.identifier(), entry.typeCode(),
                entry.areaCode(), entry.state().name(), entry.rowVersion());
    }

    /** One document for each license of each holder. */
    String id() {
        return holder + "_" + licenseId;
    }

    IndexEntry entry() {
        return new IndexEntry(HolderKey.ofHex(holder), UUID.fromString(licenseId), identifier, typeCode, areaCode,
                LicenseState.valueOf(state), rowVersion);
    }
}
