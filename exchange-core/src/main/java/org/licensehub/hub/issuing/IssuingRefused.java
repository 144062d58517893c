package org.licensehub.hub.issuing;

import java.util.UUID;

/** A license could not be rendered and is a draft again; published inside the transaction that sent it back. */
public record IssuingRefused(UUID licenseId, String reason) {
}
