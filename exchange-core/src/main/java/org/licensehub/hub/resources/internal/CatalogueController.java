package org.licensehub.hub.resources.internal;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.ServiceItem;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Public catalogues; they hold no personal data. */
@RestController
class CatalogueController {

    private final LicenseTypeCatalogue types;
    private final ServiceItemCatalogue items;
    private final HubProperties hub;

    CatalogueController(LicenseTypeCatalogue types, ServiceItemCatalogue items, HubProperties hub) {
        this.types = types;
        this.items = items;
        this.hub = hub;
    }

    /** @param codeIsOurs whether the code is a local one, not from the national catalogue */
    record TypeSummary(String code, int version, String name, String nameEn, String catalogType, boolean automaticApproval,
            boolean codeIsOurs) {
    }

    record TypeDetail(TypeSummary type, String definingAuthority, List<String> validityRanges, List<String> holderCodeTypes,
            List<FieldDefinition> fields) {
    }

    record HubInformation(String id, String name, HubProperties.Level level, String region) {
    }

    @Operation(summary = "本库信息 / This hub")
    @GetMapping("/api/v1/hub")
    HubInformation hub() {
        return new HubInformation(hub.id(), hub.name(), hub.level(), hub.region());
    }

    @Operation(summary = "证照目录清单 / License types")
    @GetMapping("/api/v1/catalogue/license-types")
    List<TypeSummary> types() {
        return types.all().stream().map(CatalogueController::summary).toList();
    }

    @Operation(summary = "证照类型 / One license type with its fields")
    @GetMapping("/api/v1/catalogue/license-types/{code}")
    TypeDetail type(@PathVariable String code) {
        LicenseType type = types.find(code).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该证照类型 / No such license type"));
        return new TypeDetail(summary(type), type.definingAuthority().name(), type.validityRanges(), List.copyOf(type.holderCodeTypes()),
                type.fields());
    }

    @Operation(summary = "事项目录 / Service items")
    @GetMapping("/api/v1/catalogue/service-items")
    List<ServiceItem> items() {
        return items.all();
    }

    private static TypeSummary summary(LicenseType type) {
        return new TypeSummary(type.code().value(), type.version(), type.name(), type.nameEn(), type.catalogType(), type.automaticApproval(),
                type.codeIsOurs());
    }
}
