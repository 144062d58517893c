package org.licensehub.hub.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;

/**
 * What a caller lacks and how to get it. Says nothing of any license but, where one was asked for by its identifier, the region it belongs to.
 *
 * @param missing which part is missing
 * @param grantedRegions divisions whose licenses the caller may use, if it is others that are missing
 * @param region division of the license that was asked for by identifier, if that is what is missing
 * @param request body for {@code POST /api/v1/grant-requests}, to be cut down to what is needed and given a reason
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MissingGrant(String licenseType, AccessAction action, String serviceItem, Part missing, Set<String> grantedRegions, String region,
        String howToGetIt, GrantTerms request) {

    /** Parts of a grant, in the order in which they are looked for. The names are stable. */
    public enum Part {
        /** No grant on the license type. */
        LICENSE_TYPE("请申请该证照类型的授权", "Ask for a grant on this license type"),
        /** No grant on the type for this action. */
        ACTION("已有该类型的授权，但不含此操作，请申请", "There is a grant on this type, but not for this action; ask for one"),
        /** No grant on type and action for this service item. */
        PURPOSE("已有授权，但不含该事项，请申请", "There is a grant, but not for this service item; ask for one"),
        /** The grant has ended or not begun. */
        PERIOD("授权已到期或尚未生效，请申请新的授权", "The grant has ended or not begun; ask for a new one"),
        /** The answers of the grant are used up. */
        QUOTA("授权的次数已用完；按日的次数在次日恢复，也可申请更多", "The answers of the grant are used up; those of a day return the next day, or ask for more"),
        /** The grant does not reach the region of the license, or reaches only some regions. */
        REGION("授权只含部分区划，其他区划的证照请申请跨区域调用", "The grant reaches some regions only; ask for the others you need"),
        /** The grant does not show the field that is searched by, or not in all its regions. */
        FIELD("授权不含（或仅部分区划含）所检索的字段，请申请", "The grant does not show the field you search by, or only in some regions; ask for it");

        private final String zh;
        private final String en;

        Part(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        String howToGetIt() {
            return zh + "：POST /api/v1/grant-requests；或由持证主体出示授权码（consent） / " + en
                    + ": POST /api/v1/grant-requests; or ask the holder for a consent code";
        }
    }

    static MissingGrant of(Part missing, GrantTerms request, AccessAction action, String serviceItem) {
        return new MissingGrant(request.licenseType(), action, serviceItem, missing, null, null, missing.howToGetIt(), request);
    }

    static MissingGrant ofRegion(Set<String> granted, String region, GrantTerms request, AccessAction action, String serviceItem) {
        return new MissingGrant(request.licenseType(), action, serviceItem, Part.REGION, granted, region, Part.REGION.howToGetIt(), request);
    }

    static MissingGrant ofField(Set<String> shownIn, GrantTerms request, AccessAction action, String serviceItem) {
        return new MissingGrant(request.licenseType(), action, serviceItem, Part.FIELD, shownIn.isEmpty() ? null : shownIn, null, Part.FIELD.howToGetIt(), request);
    }

    /** Whether licenses of the type are not answered at all; otherwise only those of some regions are. */
    public boolean ofWholeType() {
        return grantedRegions == null || region != null;
    }
}
