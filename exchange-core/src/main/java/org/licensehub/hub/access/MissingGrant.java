package org.licensehub.hub.access;

/** What a refused caller lacks and how to get it. */
public record MissingGrant(String licenseType, AccessAction action, String serviceItem, String howToGetIt) {

    public static MissingGrant of(String licenseType, AccessAction action, String serviceItem) {
        return new MissingGrant(licenseType, action, serviceItem,
                "请向本库管理员申请该证照类型、事项与操作的授权 / Ask the hub's administrator for a grant on this license type, service item and action");
    }
}
