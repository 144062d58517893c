package org.licensehub.hub.issuing;

import org.licensehub.store.model.License;

/**
 * A license became valid or changed its state at this hub. Published inside the transaction of the change; a listener's
 * writes join it.
 */
public record LicensePublished(License license) {
}
