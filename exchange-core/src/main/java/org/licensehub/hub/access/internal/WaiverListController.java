package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.licensehub.hub.access.WaiverList;
import org.licensehub.hub.access.WaiverListRegister;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Waiver lists are published by the department that handles the item and read by everybody. A list grants nothing by itself. */
@RestController
class WaiverListController {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_MATERIALS = 200;
    private static final int LONGEST_NAME = 200;

    private final WaiverListRegister lists;
    private final LicenseTypeCatalogue types;
    private final ServiceItemCatalogue items;
    private final AuditLog audit;

    WaiverListController(WaiverListRegister lists, LicenseTypeCatalogue types, ServiceItemCatalogue items, AuditLog audit) {
        this.lists = lists;
        this.types = types;
        this.items = items;
        this.audit = audit;
    }

    /** All materials of the item, those without a license type too. */
    record NewList(List<WaiverList.Material> materials) {
    }

    @Operation(summary = "公布免提交证照清单 / Publish the waiver list of a service item, or change one's own",
            description = "For each required material, the license types any one of which takes its place; none means that it is brought on paper.")
    @PutMapping("/api/v1/waiver-lists/{serviceItem}")
    @Transactional
    public WaiverList put(@PathVariable String serviceItem, @RequestBody NewList request, Principal owner) {
        WaiverList list = lists.put(known(serviceItem), checked(request), owner.getName())
                .orElseThrow(() -> ProblemException.invalid("serviceItem", "taken", "该事项的清单由其他账号公布", "somebody else published the list of this item"));
        audit.appendInTransaction(AuditDraft.of(AuditEvent.WAIVER_LIST_PUBLISHED, owner.getName()).with("serviceItem", serviceItem)
                .with("materials", list.materials().size()).with("licenseTypes", list.licenseTypes()).with("version", list.version()));
        return list;
    }

    private String known(String serviceItem) {
        if (items.find(serviceItem).isEmpty()) {
            throw ProblemException.invalid("serviceItem", "unknown_service_item", "事项目录中没有该事项编码", "not in the service-item catalogue");
        }
        return serviceItem;
    }

    private List<WaiverList.Material> checked(NewList request) {
        if (request.materials() == null || request.materials().isEmpty() || request.materials().size() > MOST_MATERIALS) {
            throw ProblemException.invalid("materials", "out_of_range", "须有 1 到 200 项材料", "a list has 1 to 200 materials");
        }
        Set<String> codes = new HashSet<>();
        List<WaiverList.Material> checked = new ArrayList<>();
        for (int i = 0; i < request.materials().size(); i++) {
            WaiverList.Material material = request.materials().get(i);
            String place = "materials.[" + i + "]";
            if (material == null || material.code() == null || !CODE.matcher(material.code()).matches() || !codes.add(material.code())) {
                throw ProblemException.invalid(place + ".code", "bad_code", "须为 1 到 100 位字母、数字及 . _ -，且不得重复",
                        "must be 1 to 100 letters, digits and . _ -, and none twice");
            }
            if (material.name() == null || material.name().isBlank() || material.name().length() > LONGEST_NAME || material.name().indexOf('\0') >= 0) {
                throw ProblemException.invalid(place + ".name", "bad_name", "不可缺少，不超过 200 字", "is required, at most 200 characters");
            }
            Set<String> named = material.licenseTypes() == null ? Set.of() : material.licenseTypes();
            if (named.stream().anyMatch(type -> type == null || types.find(type).isEmpty())) {
                throw ProblemException.invalid(place + ".licenseTypes", "unknown_license_type", "证照目录中没有该证照类型代码", "no such license type");
            }
            checked.add(new WaiverList.Material(material.code(), material.name(), new TreeSet<>(named)));
        }
        return checked;
    }

    @Operation(summary = "免提交证照清单列表 / Waiver lists in order of service item; open to everybody")
    @GetMapping("/api/v1/waiver-lists")
    public Page<WaiverList> list(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        if (!after.isEmpty() && items.find(after).isEmpty()) {
            throw ProblemException.invalid("after", "unknown_cursor", "没有该事项", "no such service item");
        }
        return Page.of(lists.page(after, Page.limit(limit)), Page.limit(limit), WaiverList::serviceItem);
    }

    @Operation(summary = "查询免提交证照清单 / The waiver list of a service item; open to everybody")
    @GetMapping("/api/v1/waiver-lists/{serviceItem}")
    public WaiverList find(@PathVariable String serviceItem) {
        return lists.find(serviceItem).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "该事项尚无清单 / No list was published for this item"));
    }

    /**
     * How far a list goes.
     *
     * @param materials required in all
     * @param listed those that some license type takes the place of
     * @param covered those of them for which this library has licenses of such a type
     * @param missingTypes license types that are named and of which this library has no license in force or suspended
     */
    record Coverage(String serviceItem, long version, int materials, int listed, int covered, Set<String> missingTypes) {

        static Coverage of(WaiverList list, Set<String> held) {
            List<WaiverList.Material> listed = list.materials().stream().filter(material -> !material.licenseTypes().isEmpty()).toList();
            Set<String> missing = new TreeSet<>(list.licenseTypes());
            missing.removeAll(held);
            return new Coverage(list.serviceItem(), list.version(), list.materials().size(), listed.size(),
                    (int) listed.stream().filter(material -> material.licenseTypes().stream().anyMatch(held::contains)).count(), missing);
        }
    }

    @Operation(summary = "免提交清单覆盖率 / How far the waiver lists go, and how far this library covers them, in order of service item")
    @GetMapping("/api/v1/statistics/waiver-lists")
    public Page<Coverage> coverage(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        Page<WaiverList> page = list(after, limit);
        Set<String> named = new TreeSet<>();
        page.items().forEach(list -> named.addAll(list.licenseTypes()));
        Set<String> held = lists.held(named);
        return new Page<>(page.items().stream().map(list -> Coverage.of(list, held)).toList(), page.next());
    }
}
