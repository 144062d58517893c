package org.licensehub.hub.access;

import io.swagger.v3.oas.annotations.media.Schema;

/** Whom to call about a caller. A person's name and number, so kept as ciphertext only. */
public record CallerContact(@Schema(types = {"string", "null"}) String name, @Schema(types = {"string", "null"}) String phone) {
}
