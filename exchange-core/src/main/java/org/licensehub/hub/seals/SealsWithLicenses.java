package org.licensehub.hub.seals;

import java.util.Map;
import org.licensehub.store.model.License;

/** License and seal in one step: opens the applications that waited for a license. */
public interface SealsWithLicenses {

    /**
     * Hears of a license just issued; joins the caller's transaction and never refuses.
     *
     * @param fields the license's metadata in clear
     */
    void licenseIssued(License license, Map<String, String> fields);
}
