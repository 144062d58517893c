package org.licensehub.hub.sharing.internal;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.platform.ProblemException;

/**
 * A question for the licenses of up to {@link #MOST_HOLDERS} holders, on one case.
 *
 * @param licenseTypes license-type codes wanted; empty or absent means all that are granted
 * @param includeEnded whether licenses that ended are listed too, as such
 */
record BatchRequest(List<Holder> holders, Set<String> licenseTypes, FiveElements elements, Boolean includeEnded) {

    static final int MOST_HOLDERS = 1000;

    /** @param holderCodeType 3-digit holder code type (持证主体代码类型代码) */
    record Holder(String holderCode, String holderCodeType) {

        @Override
        public String toString() {
            return "Holder[" + holderCodeType + "]";
        }
    }

    /** @throws ProblemException naming the field at fault; a number that is none is an outcome, not a fault of the question */
    BatchRequest checked() {
        if (elements == null) {
            throw ProblemException.invalid("elements", "missing_field", "须提供五要素", "the five elements are required");
        }
        elements.requireComplete();
        if (holders == null || holders.isEmpty() || holders.size() > MOST_HOLDERS) {
            throw ProblemException.invalid("holders", "out_of_range", "须给出 1 到 1000 个持证主体，更多请分批", "1 to 1000 holders; ask for more in further batches");
        }
        if (licenseTypes != null && licenseTypes.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("licenseTypes", "null_value", "不得含 null", "must not hold null");
        }
        return new BatchRequest(holders, licenseTypes == null ? Set.of() : licenseTypes, elements, includeEnded);
    }

    /** The same question for one of them. */
    LookupRequest of(Holder holder) {
        return new LookupRequest(holder.holderCode(), holder.holderCodeType(), licenseTypes, elements, includeEnded, LookupRequest.Reach.LOCAL,
                null, null, null).checked();
    }

    @Override
    public String toString() {
        return "BatchRequest[" + (holders == null ? 0 : holders.size()) + ", " + licenseTypes + "]";
    }
}
