package org.licensehub.store.index;

import java.util.UUID;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;

/**
 * One license of one holder as the index knows it; a license with two holders has two entries.
 *
 * @param rowVersion {@code License.rowVersion} from which the entry was made; an older one never replaces a newer one
 */
public record IndexEntry(HolderKey holder, UUID licenseId, String identifier, String typeCode, String areaCode, LicenseState state,
        long rowVersion) {
}
