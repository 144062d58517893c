package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.licensehub.store.catalogue.ServiceItem;
import org.licensehub.store.catalogue.ServiceItemCatalogue;

/** Registers, as the administrator of one hub, everybody who calls it in the demonstration, and what they may see. */
final class DemoCallers {

    /** Fields that the approval systems see in clear; the others are masked. */
    static final List<String> SHOWN = List.of("certificate_holder_name", "certificate_number", "certificate_validate_end");
    static final String MASKED = "certificate_holder_code";
    private static final List<String> ACTIONS = List.of("LOOKUP", "DATA", "FILE", "VERIFY");

    private final DemoSite site;
    private final DemoApi admin;
    private final Map<String, DemoApi> departments = new TreeMap<>();
    private final DemoApi reviewer;
    private final DemoApi registrar;
    private final DemoApi approval;
    private final DemoApi newcomer;
    private final DemoApi auditor;
    private final DemoApi sealReader;

    /** @param hubBelow id of the neighbour that asks this hub; {@code null} at the bottom */
    DemoCallers(DemoSite site, DemoPlan plan, String hubBelow) throws IOException {
        this.site = site;
        this.admin = new DemoApi(site, "admin", Files.readString(site.keys().resolve("admin.secret")).strip(), "hub.admin");
        for (String source : plan.sources(site.key())) {
            departments.put(source, register("dept-" + source, "业务系统 " + source, "records.push", List.of(source)));
        }
        this.reviewer = register("reviewer", "审核员", "licenses.review", List.of());
        this.registrar = register("registrar", "证照管理员", "licenses.manage", List.of());
        this.approval = register("approval", "行政审批系统", "licenses.read", List.of());
        this.newcomer = register("newcomer", "新接入系统", "licenses.read", List.of());
        this.auditor = register("auditor", "审计员", "audit.read", List.of());
        this.sealReader = register("seal-reader", "印章管理员", "seals.read", List.of());
        grantAll(approval.clientId());
        grant(newcomer.clientId(), DemoPlan.types().get(0).code().value());
        if (hubBelow != null) {
            grantAll("peer:" + hubBelow);
        }
    }

    private DemoApi register(String clientId, String name, String scope, List<String> sources) {
        Map<String, Object> caller = new LinkedHashMap<>();
        caller.put("clientId", clientId);
        caller.put("name", name);
        caller.put("organisation", site.name() + "（演示）");
        caller.put("scopes", List.of(scope));
        caller.put("sources", sources);
        return new DemoApi(site, clientId, admin.post("/api/v1/callers", caller, 201).get("secret").asText(), scope);
    }

    private void grantAll(String clientId) {
        DemoPlan.types().forEach(type -> grant(clientId, type.code().value()));
    }

    private void grant(String clientId, String licenseType) {
        admin.post("/api/v1/grants", Map.of("clientId", clientId, "licenseType", licenseType, "actions", ACTIONS, "fields", SHOWN,
                "serviceItems", List.of(items().get(0).code(), items().get(1).code())), 201);
    }

    static List<ServiceItem> items() {
        return ServiceItemCatalogue.load().all();
    }

    /** The five elements of a question. */
    static Map<String, String> elements(String caseNumber) {
        return elements(items().get(0).code(), caseNumber);
    }

    static Map<String, String> elements(String serviceItem, String caseNumber) {
        Map<String, String> elements = new LinkedHashMap<>();
        elements.put("organisation", "行政服务中心（演示）");
        elements.put("operator", "demo-operator");
        elements.put("serviceItem", serviceItem);
        elements.put("caseNumber", caseNumber);
        elements.put("purpose", "演示：办理事项时核验证照");
        return elements;
    }

    /** An item that nobody has a grant for. */
    static String ungrantedItem() {
        return items().get(items().size() - 1).code();
    }

    DemoSite site() {
        return site;
    }

    DemoApi admin() {
        return admin;
    }

    /** The system that pushes for a source. */
    DemoApi department(String source) {
        return departments.get(source);
    }

    Map<String, DemoApi> departments() {
        return departments;
    }

    DemoApi reviewer() {
        return reviewer;
    }

    /** Suspends and ends licenses. */
    DemoApi registrar() {
        return registrar;
    }

    DemoApi approval() {
        return approval;
    }

    /** Has a grant for the first license type only. */
    DemoApi newcomer() {
        return newcomer;
    }

    DemoApi auditor() {
        return auditor;
    }

    /** Sealings in the usage log, of all seals and months. */
    long sealings() {
        long sealings = 0;
        for (JsonNode month : sealReader.get("/api/v1/seals/statistics").get("months")) {
            sealings += month.get("sealings").asLong();
        }
        return sealings;
    }

    /** Number of seals in use. */
    long sealsInUse() {
        return sealReader.get("/api/v1/seals/statistics").at("/states/IN_USE").asLong();
    }

    /** Number of records in the audit log by event. */
    Map<String, Long> auditCounts() {
        Map<String, Long> counts = new TreeMap<>();
        auditor.get("/api/v1/audit/counts").fields().forEachRemaining(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return counts;
    }
}
