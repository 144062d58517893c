package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.licensehub.hub.access.Consent;
import org.licensehub.hub.access.Consents;
import org.licensehub.hub.issuing.face.QrPicture;
import org.licensehub.hub.platform.Page;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.PersonalData;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Consent of holders (授权用证). Calls come from a system that has made sure who the person is and acts for it; the hub takes its word. Holder
 * numbers stand in bodies only, never in an address.
 */
@RestController
class ConsentController {

    private final Consents consents;
    private final PersonalData protection;

    ConsentController(Consents consents, PersonalData protection) {
        this.consents = consents;
        this.protection = protection;
    }

    /**
     * @param identifiers license identifiers; absent: every license of the type
     * @param fields names of the fields to be shown
     * @param serviceItem what for
     * @param until with UNTIL required; with ONE_USE absent for ten minutes
     * @param clientId the only caller that may use it; absent: any
     */
    record NewConsent(String holderCode, String holderCodeType, String licenseType,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<String> identifiers, Set<String> fields, String serviceItem, Consent.Use use,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Instant until,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String clientId) {

        @Override
        public String toString() {
            return "NewConsent[" + licenseType + "]";
        }
    }

    /**
     * @param code shown this once; the hub keeps its digest
     * @param qr the code as QR picture: PNG in base64
     */
    record Given(Consent consent, String code, @Schema(type = "string", contentEncoding = "base64", contentMediaType = "image/png") byte[] qr) {

        @Override
        public String toString() {
            return "Given[" + consent.id() + "]";
        }
    }

    /** Whose consents. */
    record OfHolder(String holderCode, String holderCodeType, @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) UUID after,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Integer limit) {

        @Override
        public String toString() {
            return "OfHolder[" + holderCodeType + "]";
        }
    }

    @Operation(summary = "授权用证 / A holder's consent, as a code and its QR picture",
            description = "By a system that acts for the holder. Whoever shows the code sees exactly these fields of exactly this holder's licenses.")
    @PostMapping("/api/v1/consents")
    @ResponseStatus(HttpStatus.CREATED)
    Given give(@RequestBody NewConsent request, Principal actor) {
        Consents.Given given = consents.give(new Consents.Terms(request.licenseType(), request.identifiers(), request.fields(), request.serviceItem(),
                request.use(), request.until(), request.clientId()), holder(request.holderCodeType(), request.holderCode()), actor.getName());
        return new Given(given.consent(), given.code(), QrPicture.png(given.code()));
    }

    @Operation(summary = "持证主体的授权列表 / A holder's consents in order of id; reading them is recorded",
            description = "POST, since a holder's number must stand in no address. `after` is the `next` of the page before.")
    @PostMapping("/api/v1/consents/list")
    Page<Consent> list(@RequestBody OfHolder request, Principal actor) {
        int limit = Page.limit(request.limit() == null ? LookupRequest.DEFAULT_LIMIT : request.limit());
        List<Consent> page = consents.page(holder(request.holderCodeType(), request.holderCode()), request.after(), limit, actor.getName());
        return Page.of(page, limit, consent -> consent.id().toString());
    }

    @Operation(summary = "撤回授权 / A holder takes a consent back; counts from the next answer on")
    @PostMapping("/api/v1/consents/{id}/withdrawal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID id, @RequestBody OfHolder request, Principal actor) {
        consents.withdraw(id, holder(request.holderCodeType(), request.holderCode()), actor.getName());
    }

    private HolderKey holder(String type, String code) {
        LookupRequest.Holders.require(type, code);
        return protection.holderKey(type, code);
    }
}
