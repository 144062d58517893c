package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.number.HolderCode;

/**
 * A question for the licenses of a holder.
 *
 * @param holderCodeType 3-digit holder code type (持证主体代码类型代码)
 * @param licenseTypes license-type codes wanted; empty or absent means all that are granted
 * @param includeEnded whether licenses that ended are listed too, as such
 * @param reach LOCAL asks this hub only; ABOVE asks the hubs above as well
 * @param after license id that ended the page before
 * @param oldestConfirmation the oldest acceptable confirmation by the hub that issued a license; what was confirmed before is asked for anew
 * @param consent the holder's code, instead of a grant: then licenses in force or suspended of this hub are answered, on one page
 */
record LookupRequest(String holderCode, String holderCodeType, Set<String> licenseTypes, FiveElements elements, Boolean includeEnded,
        Reach reach, UUID after, Integer limit, @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String consent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonDeserialize(using = InstantInWords.class) @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED, format = "date-time")
        Instant oldestConfirmation) {

    /** Without a wish about freshness. */
    LookupRequest(String holderCode, String holderCodeType, Set<String> licenseTypes, FiveElements elements, Boolean includeEnded, Reach reach, UUID after,
            Integer limit, String consent) {
        this(holderCode, holderCodeType, licenseTypes, elements, includeEnded, reach, after, limit, consent, null);
    }


    /** How far a question goes. */
    enum Reach {
        LOCAL, ABOVE
    }

    static final int DEFAULT_LIMIT = 100;
    static final int LARGEST_LIMIT = 1000;

    /** @throws ProblemException naming the field at fault */
    LookupRequest checked() {
        if (elements == null) {
            throw ProblemException.invalid("elements", "missing_field", "须提供五要素", "the five elements are required");
        }
        elements.requireComplete();
        Holders.require(holderCodeType, holderCode);
        if (licenseTypes != null && licenseTypes.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("licenseTypes", "null_value", "不得含 null", "must not hold null");
        }
        if (consent != null && (Boolean.TRUE.equals(includeEnded) || reach == Reach.ABOVE || after != null)) {
            throw ProblemException.invalid("consent", "not_with_consent", "授权码只用于本库现行证照的一次查询",
                    "goes with neither includeEnded, nor reach ABOVE, nor after");
        }
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > LARGEST_LIMIT) {
            throw ProblemException.invalid("limit", "out_of_range", "每页 1 到 1000 条", "a page has 1 to 1000 items");
        }
        return new LookupRequest(holderCode, holderCodeType, licenseTypes == null ? Set.of() : licenseTypes, elements,
                Boolean.TRUE.equals(includeEnded), reach == null ? Reach.LOCAL : reach, after, consent == null ? size : LARGEST_LIMIT, consent,
                oldestConfirmation);
    }

    @Override
    public String toString() {
        return "LookupRequest[" + holderCodeType + ", " + licenseTypes + ", " + reach + "]";
    }

    /** Checks holder codes without ever repeating one. */
    static final class Holders {

        private Holders() {
        }

        static void require(String type, String code) {
            if (type == null || code == null || HolderCode.tryParse(type, code).isEmpty()) {
                throw ProblemException.invalid(type == null ? "holderCodeType" : "holderCode", "bad_number",
                        "持证主体代码与其类型不符或校验位错误", "does not fit its type, or its check character is wrong");
            }
        }
    }
}
