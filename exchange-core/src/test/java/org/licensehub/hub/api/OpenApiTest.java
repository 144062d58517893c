package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class OpenApiTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-openapi";
    private static final JsonNode DOCUMENT = hub().anonymous().get("/v3/api-docs").expect(200).json();
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static JsonNode operation(String method, String path) {
        return DOCUMENT.path("paths").path(path).path(method);
    }

    private static Answer expectDocumented(Answer answer, String method, String path) {
        JsonNode responses = operation(method, path).path("responses");
        String status = responses.has(String.valueOf(answer.status())) ? String.valueOf(answer.status()) : answer.status() / 100 + "XX";
        assertThat(responses.has(status)).as(method + " " + path + " documents " + answer.status() + ": " + responses).isTrue();
        String mediaType = answer.header("Content-Type").orElse("").split(";")[0];
        JsonNode schema = responses.path(status).path("content").path(mediaType).path("schema");
        assertThat(schema.isObject()).as(method + " " + path + " " + status + " documents " + mediaType + ": " + responses.path(status)).isTrue();
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", DOCUMENT.get("components"));
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole).validate(answer.json()))
                .as(method + " " + path + " " + answer.text()).isEmpty();
        return answer;
    }

    @Test
    void documentIsOpenApi31AndNamesEveryApiPathAndMethod() {
        assertThat(DOCUMENT.get("openapi").asText()).startsWith("3.1.");
        List<String> missing = new ArrayList<>();
        hub().part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class).getHandlerMethods().forEach((mapping, handler) -> mapping.getPatternValues().stream()
                .filter(path -> path.startsWith("/api/v1")).forEach(path -> mapping.getMethodsCondition().getMethods().forEach(method -> {
                    if (operation(method.name().toLowerCase(Locale.ROOT), path).isMissingNode()) {
                        missing.add(method + " " + path);
                    }
                })));
        assertThat(missing).isEmpty();
        assertThat(DOCUMENT.get("paths").fieldNames()).toIterable().noneMatch(path -> path.startsWith("/peer"));
    }

    @Test
    void everyOperationHasASummaryAndDocumentsItsProblems() {
        DOCUMENT.get("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
            String name = operation.getKey() + " " + path.getKey();
            assertThat(operation.getValue().path("summary").asText()).as(name).contains("/");
            for (String status : List.of("4XX", "503")) {
                assertThat(operation.getValue().path("responses").path(status).path("content").path("application/problem+json").path("schema").isObject())
                        .as(name + " " + status).isTrue();
            }
        }));
    }

    @Test
    void answersOfAPushAreAsDocumented() {
        PushedRecord record = aRecord().from(SOURCE);
        JsonNode receipt = expectDocumented(DEPARTMENT.push(record).expect(201), "post", "/api/v1/records").json();
        expectDocumented(DEPARTMENT.push(record).expect(200), "post", "/api/v1/records");
        String kept = expectDocumented(DEPARTMENT.push(aRecord().from(SOURCE).without("KZ_SZ")).expect(202), "post", "/api/v1/records").json()
                .get("receiptId").asText();
        expectDocumented(DEPARTMENT.push(record.with("KZ_SJJE", "3.00")).expect(409), "post", "/api/v1/records");
        expectDocumented(DEPARTMENT.post("/api/v1/records", "{").expect(400), "post", "/api/v1/records");
        expectDocumented(hub().anonymous().push(record).expect(401), "post", "/api/v1/records");
        expectDocumented(READER.push(record).expect(403), "post", "/api/v1/records");
        expectDocumented(DEPARTMENT.get("/api/v1/records/" + receipt.get("receiptId").asText()), "get", "/api/v1/records/{receiptId}");
        expectDocumented(DEPARTMENT.get("/api/v1/records/" + kept), "get", "/api/v1/records/{receiptId}");
        expectDocumented(DEPARTMENT.get("/api/v1/quarantine?limit=1"), "get", "/api/v1/quarantine");
        expectDocumented(DEPARTMENT.get("/api/v1/quarantine"), "get", "/api/v1/quarantine");
        expectDocumented(DEPARTMENT.get("/api/v1/quarantine/" + kept), "get", "/api/v1/quarantine/{receiptId}");
        expectDocumented(DEPARTMENT.put("/api/v1/quarantine/" + kept + "/correction", Map.of("fields", record.fields())), "put",
                "/api/v1/quarantine/{receiptId}/correction");
    }

    @Test
    void answersToApprovalSystemsAreAsDocumented() {
        PushedRecord record = aRecord().from(SOURCE).without("certificate_validate_end");
        DEPARTMENT.push(record).expect(201);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        expectDocumented(READER.lookup(record.holder(), elements()).expect(200), "post", "/api/v1/lookups");
        expectDocumented(READER.post("/api/v1/lookups", Map.of("holderCode", record.holder().number(), "holderCodeType", "111", "elements", elements(),
                "reach", "ABOVE", "licenseTypes", List.of(record.typeCode(), PushedRecord.codeOf(PushedRecord.FOOD_PERMIT)))).expect(200), "post",
                "/api/v1/lookups");
        expectDocumented(hub().newApprovalSystem().lookup(record.holder(), elements()).expect(403), "post", "/api/v1/lookups");
        expectDocumented(READER.lookup(record.holder(), Map.of()).expect(400), "post", "/api/v1/lookups");
        expectDocumented(READER.data(identifier, elements()).expect(200), "post", "/api/v1/licenses/{identifier}/data");
        expectDocumented(READER.data("none", elements()).expect(404), "post", "/api/v1/licenses/{identifier}/data");
        expectDocumented(READER.file("none", elements()).expect(404), "post", "/api/v1/licenses/{identifier}/file");
        Answer file = READER.file(identifier, elements()).expect(200);
        assertThat(operation("post", "/api/v1/licenses/{identifier}/file").path("responses").path("200").path("content").has("application/pdf")).isTrue();
        expectDocumented(READER.verifyFile(file.body(), elements()).expect(200), "post", "/api/v1/verifications/file");
        expectDocumented(READER.verifyFile(new byte[3], elements()).expect(200), "post", "/api/v1/verifications/file");
        expectDocumented(READER.verifyInformation(record, Map.of(), elements()).expect(200), "post", "/api/v1/verifications/information");
        expectDocumented(READER.verifyInformation(record, Map.of("KZ_SZ", "x"), elements()).expect(200), "post", "/api/v1/verifications/information");
        ApiCaller searcher = hub().newCaller(Set.of("licenses.search"));
        hub().grant(hub().grantFor(searcher, PushedRecord.TAX_PROOF));
        for (Map<String, Object> search : List.<Map<String, Object>>of(Map.of("identifier", identifier, "elements", elements()),
                Map.of("states", List.of("VALID"), "limit", 1, "elements", elements()))) {
            expectDocumented(searcher.post("/api/v1/licenses/search", search).expect(200), "post", "/api/v1/licenses/search");
        }
        expectDocumented(searcher.post("/api/v1/licenses/search", Map.of("elements", elements())).expect(400), "post", "/api/v1/licenses/search");
        expectDocumented(READER.post("/api/v1/licenses/search", Map.of("elements", elements())).expect(403), "post", "/api/v1/licenses/search");
        ApiCaller manager = hub().newManager();
        expectDocumented(manager.post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "核查")).expect(200), "post",
                "/api/v1/licenses/{identifier}/suspension");
        expectDocumented(manager.post("/api/v1/licenses/" + identifier + "/suspension", Map.of("reason", "核查")).expect(409), "post",
                "/api/v1/licenses/{identifier}/suspension");
    }

    @Test
    void answersOfTheNationalInterfaceAreAsDocumented() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        ShareClient client = ShareClient.registered(PushedRecord.TAX_PROOF);
        expectDocumented(client.search(record.holder(), record.typeCode()).expect(200), "post", "/share/v1/queryCert");
        expectDocumented(client.info(identifier).expect(200), "post", "/share/v1/queryCertInfo");
        expectDocumented(client.file(identifier, "ofd").expect(200), "post", "/share/v1/downloadFile");
        expectDocumented(client.address(identifier).expect(200), "post", "/share/v1/downloadUrl");
        expectDocumented(client.call("verifyCertInfo", "{}").expect(200), "post", "/share/v1/verifyCertInfo");
        expectDocumented(client.call("verifyFile", "{}").expect(200), "post", "/share/v1/verifyFile");
        expectDocumented(hub().anonymous().get("/share/v1/files/x").expect(404), "get", "/share/v1/files/{secret}");
        String terms = "/api/v1/callers/" + client.caller().clientId() + "/national-interface";
        String template = "/api/v1/callers/{clientId}/national-interface";
        expectDocumented(hub().admin().get(terms).expect(200), "get", template);
        expectDocumented(hub().admin().put(terms, Map.of("encryption", Map.of("publicKey", SignedCall.pem(SignedCall.sm2Key()), "order", "C1C3C2",
                "part", "DATA"))).expect(200), "put", template);
        assertThat(operation("post", "/share/v1/queryCert").at("/requestBody/content/application~1json/schema/$ref").asText())
                .endsWith("ShareSearchRequest");
    }

    @Test
    void answersToReviewersAdministratorsAndAuditorsAreAsDocumented() {
        String receipt = DEPARTMENT.push(aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE)).expect(201).json().get("receiptId").asText();
        String id = DEPARTMENT.get("/api/v1/records/" + receipt).json().get("licenseId").asText();
        ApiCaller reviewer = hub().newReviewer();
        expectDocumented(reviewer.get("/api/v1/reviews?limit=1"), "get", "/api/v1/reviews");
        expectDocumented(reviewer.get("/api/v1/reviews/" + id), "get", "/api/v1/reviews/{id}");
        expectDocumented(reviewer.post("/api/v1/reviews/" + id + "/approval", Map.of()), "post", "/api/v1/reviews/{id}/approval");
        expectDocumented(hub().admin().get("/api/v1/callers?limit=1"), "get", "/api/v1/callers");
        JsonNode details = expectDocumented(hub().admin().get("/api/v1/callers/" + READER.clientId()), "get", "/api/v1/callers/{clientId}").json();
        expectDocumented(hub().admin().put("/api/v1/callers/" + READER.clientId(), Map.of("name", "系统", "organisation", "局", "scopes",
                List.of("licenses.read"), "dailyLimit", 100_000, "contact", Map.of("name", "联系人"), "version", details.at("/caller/version").asLong()))
                .expect(200), "put", "/api/v1/callers/{clientId}");
        expectDocumented(hub().admin().get("/api/v1/callers/" + READER.clientId() + "/grants"), "get", "/api/v1/callers/{clientId}/grants");
        expectDocumented(hub().admin().post("/api/v1/grants", hub().grantFor(READER, PushedRecord.FOOD_PERMIT)).expect(201), "post", "/api/v1/grants");
        expectDocumented(hub().admin().get("/api/v1/peering/neighbours"), "get", "/api/v1/peering/neighbours");
        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        expectDocumented(READER.post("/api/v1/access:dry-run", Map.of("serviceItem", RunningHub.SERVICE_ITEM)).expect(200), "post", "/api/v1/access:dry-run");
        expectDocumented(READER.post("/api/v1/lookups/batch", Map.of("elements", elements(), "holders", List.of(Map.of("holderCode",
                aRecord().holder().number(), "holderCodeType", aRecord().holder().type()), Map.of("holderCode", "x", "holderCodeType", "111")))).expect(200),
                "post", "/api/v1/lookups/batch");
        expectDocumented(auditor.get("/api/v1/audit/counts"), "get", "/api/v1/audit/counts");
        expectDocumented(auditor.get("/api/v1/audit/heads/latest"), "get", "/api/v1/audit/heads/latest");
        expectDocumented(auditor.get("/api/v1/audit/proofs/inclusion?sequence=0"), "get", "/api/v1/audit/proofs/inclusion");
        expectDocumented(auditor.get("/api/v1/audit/proofs/consistency?first=" + auditor.get("/api/v1/audit/heads/latest").json().get("size").asLong()),
                "get", "/api/v1/audit/proofs/consistency");
        expectDocumented(auditor.get("/api/v1/audit/records?limit=3").expect(200), "get", "/api/v1/audit/records");
        String search = expectDocumented(auditor.post("/api/v1/audit/holder-searches", Map.of("holderCode", aRecord().holder().number(), "holderCodeType",
                "111", "reason", "核查")).expect(201), "post", "/api/v1/audit/holder-searches").json().get("id").asText();
        expectDocumented(hub().newCaller(Set.of("audit.read")).post("/api/v1/audit/holder-searches/" + search + "/confirmation", Map.of()).expect(200),
                "post", "/api/v1/audit/holder-searches/{id}/confirmation");
        expectDocumented(auditor.get("/api/v1/audit/holder-searches").expect(200), "get", "/api/v1/audit/holder-searches");
        PastRecords.at(java.time.Instant.parse("2026-11-21T02:00:00Z"), 1, i -> PastRecords.lookup("documented-flag", "window-1", PastRecords.someHolder()));
        String flag = expectDocumented(auditor.get("/api/v1/audit/flags?caller=documented-flag&state=OPEN").expect(200), "get", "/api/v1/audit/flags").json()
                .at("/items/0/id").asText();
        expectDocumented(auditor.post("/api/v1/audit/flags/" + flag + "/closure", Map.of("reason", "值班")).expect(200), "post", "/api/v1/audit/flags/{id}/closure");
        expectDocumented(auditor.get("/api/v1/statistics/audit-flags").expect(200), "get", "/api/v1/statistics/audit-flags");
        expectDocumented(hub().admin().get("/api/v1/operator-holders?limit=1").expect(200), "get", "/api/v1/operator-holders");
        expectDocumented(auditor.get("/api/v1/audit/witnessed-heads"), "get", "/api/v1/audit/witnessed-heads");
        expectDocumented(hub().anonymous().get("/api/v1/hub"), "get", "/api/v1/hub");
        expectDocumented(hub().anonymous().get("/api/v1/catalogue/license-types"), "get", "/api/v1/catalogue/license-types");
        expectDocumented(hub().anonymous().get("/api/v1/catalogue/service-items"), "get", "/api/v1/catalogue/service-items");
    }

    @Test
    void answersAboutTheWaysInOfCallersAreAsDocumented() {
        ApiCaller caller = hub().newCaller(Set.of("records.push"));
        String path = "/api/v1/callers/" + caller.clientId();
        String template = "/api/v1/callers/{clientId}";
        expectDocumented(hub().admin().post(path + "/secret", Map.of()).expect(200), "post", template + "/secret");
        expectDocumented(hub().admin().put(path + "/signing-key", Map.of("algorithm", "HMAC_SM3")).expect(200), "put", template + "/signing-key");
        expectDocumented(hub().admin().put(path + "/signing-key", Map.of("algorithm", "SM2", "publicKey", SignedCall.pem(SignedCall.sm2Key()))).expect(200),
                "put", template + "/signing-key");
        expectDocumented(hub().admin().put(path + "/public-keys", Map.of("keys", List.of(ClientAssertionTest.publicKey()))).expect(200), "put",
                template + "/public-keys");
        expectDocumented(hub().admin().put(path + "/certificates", Map.of("fingerprints", List.of("a".repeat(64)))).expect(200), "put",
                template + "/certificates");
        expectDocumented(hub().admin().put(path + "/certificates", Map.of("fingerprints", List.of("a"))).expect(400), "put", template + "/certificates");
        hub().admin().delete(path + "/signing-key").expect(204);
        hub().admin().delete(path + "/secret").expect(204);
    }

    @Test
    void answersAboutGrantRequestsConsentsAndFormsAreAsDocumented() {
        String type = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
        ApiCaller owner = hub().newCaller(Set.of("grants.decide"));
        Map<String, Object> owned = Map.of("licenseType", type, "region", "350211", "clientId", owner.clientId());
        expectDocumented(hub().admin().put("/api/v1/license-owners", owned).expect(200), "put", "/api/v1/license-owners");
        expectDocumented(hub().admin().get("/api/v1/license-owners?limit=1").expect(200), "get", "/api/v1/license-owners");
        hub().admin().delete("/api/v1/license-owners/" + type + "/350211").expect(204);
        ApiCaller needing = hub().newCaller(Set.of("licenses.read", "grants.request"));
        Map<String, Object> need = Map.of("licenseType", type, "actions", List.of("LOOKUP"), "fields", List.of("certificate_number"), "serviceItems",
                List.of(RunningHub.SERVICE_ITEM), "regions", List.of("350205"), "reason", "办理事项");
        String path = "/api/v1/grant-requests";
        String id = expectDocumented(needing.post(path, need).expect(201), "post", path).json().get("id").asText();
        expectDocumented(needing.post(path, Map.of()).expect(400), "post", path);
        expectDocumented(needing.get(path + "?limit=1").expect(200), "get", path);
        ApiCaller security = People.person("security-admin");
        expectDocumented(security.get(path + "/statistics").expect(200), "get", path + "/statistics");
        expectDocumented(security.post(path + "/" + id + "/approval", Map.of("terms", Map.of("dailyQuota", 9))).expect(200), "post", path + "/{id}/approval");
        expectDocumented(security.post(path + "/" + id + "/refusal", Map.of("reason", "否")).expect(409), "post", path + "/{id}/refusal");
        expectDocumented(needing.get(path + "/" + id).expect(200), "get", path + "/{id}");
        security.post(path + "/" + id + "/withdrawal", Map.of()).expect(204);

        ApiCaller app = hub().newCaller(Set.of("consents.give"));
        Holder holder = Holder.aPerson();
        Map<String, String> of = Map.of("holderCode", holder.number(), "holderCodeType", holder.type());
        JsonNode given = expectDocumented(app.post("/api/v1/consents", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "licenseType",
                type, "fields", List.of("certificate_number"), "serviceItem", RunningHub.SERVICE_ITEM, "use", "ONE_USE")).expect(201), "post",
                "/api/v1/consents").json();
        expectDocumented(app.post("/api/v1/consents/list", of).expect(200), "post", "/api/v1/consents/list");
        expectDocumented(needing.post("/api/v1/access:dry-run", Map.of("serviceItem", RunningHub.SERVICE_ITEM, "consent", given.get("code").asText()))
                .expect(200), "post", "/api/v1/access:dry-run");
        expectDocumented(needing.post("/api/v1/lookups", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements(),
                "consent", given.get("code").asText())).expect(200), "post", "/api/v1/lookups");
        expectDocumented(needing.post("/api/v1/lookups", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements(),
                "consent", given.get("code").asText())).expect(403), "post", "/api/v1/lookups");
        app.post("/api/v1/consents/" + given.at("/consent/id").asText() + "/withdrawal", of).expect(204);

        String form = "/api/v1/forms/documented-" + System.nanoTime();
        expectDocumented(needing.put(form, Map.of("name", "表", "serviceItem", RunningHub.SERVICE_ITEM, "fields", List.of(Map.of("name", "号", "licenseType",
                type, "field", "certificate_number")))).expect(200), "put", "/api/v1/forms/{code}");
        expectDocumented(needing.get(form).expect(200), "get", "/api/v1/forms/{code}");
        expectDocumented(needing.get("/api/v1/forms?limit=1").expect(200), "get", "/api/v1/forms");
        expectDocumented(needing.post(form + "/grant-requests", Map.of("regions", List.of("*"), "reason", "办理事项")).expect(201), "post",
                "/api/v1/forms/{code}/grant-requests");
        expectDocumented(READER.post(form + "/prefill", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "elements", elements()))
                .expect(200), "post", "/api/v1/forms/{code}/prefill");
        expectDocumented(READER.post("/api/v1/access:dry-run", Map.of("form", form.substring(form.lastIndexOf('/') + 1))).expect(200), "post",
                "/api/v1/access:dry-run");
    }

    @Test
    void answersToHoldersAndAboutTheirObjectionsAreAsDocumented() {
        ApiCaller portal = hub().newCaller(Set.of("holder.view"));
        Holder holder = Holder.aPerson();
        long position = READER.lookup(holder, elements()).expect(200).json().at("/receipt/sequence").asLong();
        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        expectDocumented(auditor.post("/api/v1/audit/holder-index", Map.of()).expect(200), "post", "/api/v1/audit/holder-index");
        expectDocumented(auditor.get("/api/v1/audit/holder-index").expect(200), "get", "/api/v1/audit/holder-index");
        Map<String, Object> of = Map.of("holderCode", holder.number(), "holderCodeType", holder.type());
        expectDocumented(portal.post("/api/v1/holder-view/uses", of).expect(200), "post", "/api/v1/holder-view/uses");
        expectDocumented(portal.post("/api/v1/holder-view/uses", Map.of()).expect(400), "post", "/api/v1/holder-view/uses");
        String id = expectDocumented(portal.post("/api/v1/holder-view/objections", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(),
                "positions", List.of(position), "reason", "未到窗口")).expect(201), "post", "/api/v1/holder-view/objections").json().get("id").asText();
        ApiCaller staff = hub().newCaller(Set.of("objections.answer"));
        expectDocumented(staff.get("/api/v1/objections?limit=1").expect(200), "get", "/api/v1/objections");
        expectDocumented(staff.get("/api/v1/objections/" + id).expect(200), "get", "/api/v1/objections/{id}");
        expectDocumented(portal.post("/api/v1/holder-view/objections/list", of).expect(200), "post", "/api/v1/holder-view/objections/list");
        expectDocumented(staff.post("/api/v1/objections/" + id + "/answer", Map.of("answer", "已核实", "upheld", false)).expect(200), "post",
                "/api/v1/objections/{id}/answer");
        expectDocumented(portal.post("/api/v1/holder-view/objections/list", of).expect(200), "post", "/api/v1/holder-view/objections/list");
        expectDocumented(hub().admin().get("/api/v1/statistics/objections").expect(200), "get", "/api/v1/statistics/objections");
    }

    @Test
    void answersAboutAccountsAreAsDocumented() {
        ApiCaller system = People.person("system-admin");
        ApiCaller security = People.person("security-admin");
        String username = "documented-" + System.nanoTime();
        expectDocumented(system.post("/api/v1/accounts", Map.of("username", username, "role", "AUDIT_ADMIN")).expect(201), "post", "/api/v1/accounts");
        expectDocumented(system.post("/api/v1/accounts", Map.of("username", username, "role", "AUDIT_ADMIN")).expect(400), "post", "/api/v1/accounts");
        People.person("audit-admin");
        expectDocumented(security.post("/api/v1/accounts/" + username + "/confirmation", Map.of()).expect(200), "post",
                "/api/v1/accounts/{username}/confirmation");
        expectDocumented(system.post("/api/v1/accounts/" + username + "/password", Map.of()).expect(200), "post", "/api/v1/accounts/{username}/password");
        expectDocumented(system.get("/api/v1/accounts?limit=1").expect(200), "get", "/api/v1/accounts");
        expectDocumented(security.get("/api/v1/accounts").expect(200), "get", "/api/v1/accounts");
        system.delete("/api/v1/accounts/" + username).expect(204);
        expectDocumented(system.delete("/api/v1/accounts/" + username).expect(409), "delete", "/api/v1/accounts/{username}");
    }

    @Test
    void answersAboutSealsAreAsDocumented() {
        SealDesk.Authority authority = SealDesk.Authority.fresh();
        String id = expectDocumented(SealDesk.APPLICANT.post("/api/v1/seals", authority.application()).expect(201), "post", "/api/v1/seals").json()
                .get("id").asText();
        expectDocumented(SealDesk.APPLICANT.post("/api/v1/seals", Map.of()).expect(400), "post", "/api/v1/seals");
        expectDocumented(SealDesk.step(SealDesk.FIRST, id, "approvals"), "post", "/api/v1/seals/{id}/approvals");
        expectDocumented(SealDesk.step(SealDesk.FIRST, id, "approvals").expect(403), "post", "/api/v1/seals/{id}/approvals");
        SealDesk.step(SealDesk.SECOND, id, "approvals").expect(200);
        for (String step : List.of("making", "filing", "activation", "suspension", "resumption")) {
            expectDocumented(SealDesk.step(SealDesk.MANAGER, id, step).expect(200), "post", "/api/v1/seals/{id}/" + step);
        }
        expectDocumented(SealDesk.APPLICANT.post("/api/v1/seals/" + id + "/change", Map.of("reason", "换新")).expect(201), "post",
                "/api/v1/seals/{id}/change");
        PushedRecord record = authority.issues(aRecord().from(SOURCE));
        DEPARTMENT.push(record).expect(201);
        hub().awaitLicense(READER, record.holder());
        ApiCaller reader = SealDesk.READER;
        expectDocumented(reader.get("/api/v1/seals/" + id), "get", "/api/v1/seals/{id}");
        expectDocumented(reader.get("/api/v1/seals?limit=1"), "get", "/api/v1/seals");
        expectDocumented(reader.get("/api/v1/seals?ownerName=x"), "get", "/api/v1/seals");
        expectDocumented(reader.get("/api/v1/seals/" + id + "/history"), "get", "/api/v1/seals/{id}/history");
        expectDocumented(reader.get("/api/v1/seals/" + id + "/usages").expect(200), "get", "/api/v1/seals/{id}/usages");
        expectDocumented(reader.get("/api/v1/seals/statistics").expect(200), "get", "/api/v1/seals/statistics");
        expectDocumented(reader.get("/api/v1/seals/statistics/owners?limit=1").expect(200), "get", "/api/v1/seals/statistics/owners");
        assertThat(operation("get", "/api/v1/seals/{id}/picture").path("responses").path("200").path("content").has("image/png")).isTrue();
        PushedRecord permit = aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE).heldBy(Holder.anOrganisation());
        String receipt = DEPARTMENT.push(permit).expect(201).json().get("receiptId").asText();
        ApiCaller company = hub().newCaller(Set.of("seals.apply"), SOURCE);
        String wish = expectDocumented(company.post("/api/v1/seals/with-license", Map.of("receiptId", receipt, "kind", "OFFICIAL", "reason", "开办"))
                .expect(201), "post", "/api/v1/seals/with-license").json().get("id").asText();
        expectDocumented(company.get("/api/v1/seals/with-license/" + wish), "get", "/api/v1/seals/with-license/{id}");
        expectDocumented(SealDesk.step(SealDesk.MANAGER, id, "cancellation").expect(200), "post", "/api/v1/seals/{id}/cancellation");
    }
}
