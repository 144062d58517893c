package org.licensehub.store.catalogue;

import java.util.List;
import java.util.Optional;

/** The license types a hub knows (证照目录), in all their versions. Immutable once loaded. */
public interface LicenseTypeCatalogue {

    /** The newest version of a type by its 21-character code. */
    Optional<LicenseType> find(String code);

    /** One version of a type by its 21-character code. */
    Optional<LicenseType> find(String code, int version);

    /** The newest version of every type, by code. */
    List<LicenseType> all();
}
