package org.licensehub.hub.intake.internal;

import org.licensehub.store.quality.FieldFault;

/** Faults that only the hub can see, beyond those of the quality gate. */
final class Faults {

    private Faults() {
    }

    static FieldFault unknownType() {
        return new FieldFault("resource", "unknown_license_type", "证照目录中没有该证照类型代码", "not in the license-type catalogue");
    }

    static FieldFault outsideRegion() {
        return new FieldFault("certificate_area_code", "outside_region", "不属于本库管辖区划", "not in the region this hub serves");
    }

    static FieldFault duplicateLiveLicense() {
        return new FieldFault("certificate_holder_code", "duplicate_live_license", "该持证主体已有同类型有效证照",
                "the holder has a live license of this type from another record");
    }

    static FieldFault staleRevision() {
        return new FieldFault("revision", "stale_revision", "已收到更新的版本", "a newer revision of this record was pushed before");
    }

    static FieldFault revisionConflict() {
        return new FieldFault("revision", "revision_conflict", "同一版本的内容不一致，请提高版本号",
                "this revision was pushed with other content; use a higher revision");
    }
}
