package org.licensehub.hub.national.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.licensehub.signing.Sm2Encryption;

/**
 * What is registered of a caller for the national interface: those of the five elements that its requests have no place for, and how data
 * are encrypted for it.
 *
 * @param operator said to be who asks if a call names nobody, such as the name of an unattended system
 * @param serviceItem service item if a call names none
 * @param caseNumber said to be the case number if a call has none
 * @param encryption {@code null}: data leave as they are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShareTerms(@Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String operator,
        @Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String serviceItem,
        @Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String caseNumber,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Encryption encryption) {

    /** Nothing registered. */
    static final ShareTerms NONE = new ShareTerms(null, null, null, null);

    /** @param publicKey the caller's SM2 key as PEM */
    @Schema(name = "ShareEncryption")
    record Encryption(String publicKey, Sm2Encryption.Order order, Part part) {
    }

    /** What is encrypted. */
    enum Part {
        /** All of {@code data}, whatever the operation. */
        DATA,
        /** Only {@code certData} in the answer of queryCertInfo; files and lists leave as they are. */
        CERT_DATA
    }
}
