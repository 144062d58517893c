package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of calls shows answers that the hub gives today; what differs from call to call (ids, times, hashes) stands there as a sample.
 * {@code -Dupdate.docs=true} writes it anew.
 */
class ApiPageTest implements KeepsNumbersOutOfLogs {

    private static final Path PAGE = Path.of("..", "docs", "api.md");
    private static final String SOURCE = "350205-api-page";
    private static final String SAMPLE_NUMBER = "350205180001010010";
    private static final String SAMPLE_IDENTIFIER = "1.2.156.3005.2.11350000DEM000030A005.11350205DEM0000222.20260000000001.001.7";
    private static final String SAMPLE_CODE = "_HsY90wvPH5eTzwvdcZOMrGICws";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder page = new StringBuilder();
    private final Map<String, String> samples = new LinkedHashMap<>();
    private final PushedRecord record = aRecord().from(SOURCE);
    private final Holder holder = record.holder();

    @Test
    void pageShowsTheAnswersTheHubGives() throws IOException {
        samples.put(holder.number(), SAMPLE_NUMBER);
        samples.put(holder.name(), "示例人");
        samples.put(record.sourceKey(), "key-1");
        samples.put(record.fields().get("certificate_number"), "税证2026-0001");
        page.append("""
                # Calls and answers

                The main calls with the answers of a running hub, written by a test that also fails when an answer changes its form (`ApiPageTest`). Ids, times, hashes and
                numbers are samples. Every call carries `Authorization: Bearer …` ([access.md](access.md)) and JSON; every operation, field and problem stands in the OpenAPI
                document of the hub, `/v3/api-docs`. Errors are RFC 9457 problems with a stable `type`.
                """);
        String identifier = departments();
        ApiCaller window = approvalSystems();
        windows();
        holders(window);
        national(identifier);
        auditors(window);

        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).as("out of date; run the test with -Dupdate.docs=true").isEqualTo(page.toString());
    }

    private String departments() throws JsonProcessingException {
        section("Departments");
        ApiCaller department = hub().newDepartment(SOURCE);
        call("Push a record", department, "/api/v1/records", JSON.readTree(String.valueOf(record.json())), 201);
        PushedRecord wrong = aRecord().from(SOURCE).with("certificate_area_code", "99");
        samples.put(wrong.holder().number(), SAMPLE_NUMBER);
        samples.put(wrong.holder().name(), "示例人");
        samples.put(wrong.sourceKey(), "key-2");
        samples.put(wrong.fields().get("certificate_number"), "税证2026-0002");
        call("A record with a fault is kept in quarantine, each fault with its field", department, "/api/v1/records", JSON.readTree(String.valueOf(wrong.json())), 202);
        String identifier = hub().awaitLicense(hub().newApprovalSystem(PushedRecord.TAX_PROOF), holder).get("identifier").asText();
        samples.put(identifier, SAMPLE_IDENTIFIER);
        return identifier;
    }

    private ApiCaller approvalSystems() {
        section("Approval systems");
        ApiCaller window = hub().newApprovalSystem();
        samples.put(window.clientId(), "window");
        call("Without a grant, and how to get one", window, "/api/v1/lookups", question().set("licenseTypes", JSON.createArrayNode().add(record.typeCode())), 403);
        Map<String, Object> grant = hub().grantFor(window, PushedRecord.TAX_PROOF);
        grant.put("fields", List.of("certificate_number", "KZ_SZ", "certificate_issuing_authority_name"));
        grant.put("regions", List.of("350200"));
        grant.put("dailyQuota", 1000);
        call("The security administrator gives one", hub().admin(), "/api/v1/grants", JSON.valueToTree(grant), 201);
        call("Look up a holder", window, "/api/v1/lookups", question(), 200);
        ObjectNode batch = JSON.createObjectNode();
        ArrayNode holders = batch.putArray("holders");
        holders.addObject().put("holderCode", holder.number()).put("holderCodeType", holder.type());
        holders.addObject().put("holderCode", "350205180001010011").put("holderCodeType", "111");
        batch.set("elements", JSON.valueToTree(elements()));
        call("Several holders at once, one of them with a wrong number", window, "/api/v1/lookups/batch", batch, 200);
        call("The same, confirmed no longer ago than the caller accepts", window, "/api/v1/lookups", question().put("oldestConfirmation", Instant.now().toString()), 200);
        search();
        ObjectNode trial = JSON.createObjectNode().put("serviceItem", RunningHub.SERVICE_ITEM);
        trial.putArray("licenseTypes").add(record.typeCode());
        call("What would be allowed, without touching data", window, "/api/v1/access:dry-run", trial, 200);
        ObjectNode claim = question().put("licenseType", record.typeCode());
        claim.putObject("fields").put("KZ_SZ", "契税");
        call("Is this claim right? The value is not given away", window, "/api/v1/verifications/information", claim, 200);
        call("A license that is not there", window, "/api/v1/licenses/" + SAMPLE_IDENTIFIER.replace("DEM0000222", "DEM0000499") + "/data",
                JSON.createObjectNode().set("elements", JSON.valueToTree(elements())), 404);
        return window;
    }

    /** At the counter: what need not be brought, what should be here and is not, and what happens to whoever asks too often. */
    private void windows() {
        section("Papers that need not be brought");
        ApiCaller window = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
        samples.put(window.clientId(), "window");
        ObjectNode material = JSON.createObjectNode().put("code", "tax").put("name", "完税证明");
        material.putArray("licenseTypes").add(record.typeCode());
        ObjectNode form = JSON.createObjectNode().put("code", "form").put("name", "申请表");
        form.putArray("licenseTypes");
        String list = "/api/v1/waiver-lists/LOCAL-610722-028";
        hub().newCaller(Set.of("grants.request")).put(list, Map.of("materials", List.of(material, form))).expect(200);
        ObjectNode applicant = question();
        applicant.with("elements").put("serviceItem", "LOCAL-610722-028");
        call("Which papers of a service item this applicant need not bring", window, list + "/check", applicant, 200);
        Holder without = Holder.aPerson();
        samples.put(without.number(), SAMPLE_NUMBER);
        ObjectNode miss = JSON.createObjectNode().put("holderCode", without.number()).put("holderCodeType", without.type()).put("licenseType", record.typeCode())
                .put("areaCode", "350205").putNull("issuerCode");
        miss.set("elements", JSON.valueToTree(elements()));
        call("What should be here and is not becomes a task of who is responsible", window, "/api/v1/missing-licenses", miss, 201);
        JsonNode now = hub().admin().get("/api/v1/callers/" + window.clientId()).expect(200).json().get("caller");
        hub().admin().put("/api/v1/callers/" + window.clientId(), Map.of("name", now.get("name"), "organisation", now.get("organisation"), "scopes",
                now.get("scopes"), "version", now.get("version"), "callsPerSecond", 1)).expect(200);
        Answer shed = Stream.generate(() -> window.post("/api/v1/lookups", question().toString())).limit(100).filter(answer -> answer.status() == 429).findFirst()
                .orElseThrow();
        show("Too often", "POST /api/v1/lookups", question(), shed);
    }

    private void search() {
        ApiCaller staff = hub().newCaller(Set.of("licenses.search"));
        Map<String, Object> grant = hub().grantFor(staff, PushedRecord.TAX_PROOF);
        grant.put("fields", List.of("certificate_number"));
        hub().grant(grant);
        ObjectNode search = JSON.createObjectNode().put("licenseNumber", record.fields().get("certificate_number"));
        search.set("elements", JSON.valueToTree(elements()));
        call("Staff who have a number and no holder search; what is not granted is masked", staff, "/api/v1/licenses/search", search, 200);
    }

    private void holders(ApiCaller window) {
        section("Consent of the holder");
        ApiCaller app = hub().newCaller(Set.of("consents.give"));
        ObjectNode terms = JSON.createObjectNode().put("holderCode", holder.number()).put("holderCodeType", holder.type()).put("licenseType", record.typeCode());
        terms.putArray("fields").add("certificate_number");
        terms.put("serviceItem", RunningHub.SERVICE_ITEM).put("use", "ONE_USE");
        JsonNode given = call("A system that acts for the holder gives it", app, "/api/v1/consents", terms, 201);
        String code = given.get("code").asText();
        samples.put(code, SAMPLE_CODE);
        call("Whoever has the code asks with it", window, "/api/v1/lookups", question().put("consent", code), 200);
        call("Once", window, "/api/v1/lookups", question().put("consent", code), 403);
    }

    private void national(String identifier) {
        section("National share interface");
        ShareClient client = ShareClient.registered(PushedRecord.TAX_PROOF);
        samples.put(client.caller().clientId(), "old-client");
        samples.put(client.caller().token(), "access-token");
        ObjectNode request = JSON.createObjectNode();
        request.putObject("head").put("accessId", client.caller().clientId()).put("accessToken", client.caller().token());
        request.putObject("data").put("holderCode", holder.number()).put("holderTypeCode", holder.type()).put("certTypeCode", record.typeCode()).put("useCause", "受理申请");
        call("Search; who calls stands in the body", hub().anonymous(), "/share/v1/queryCert", request, 200);
        request.putObject("data").put("certIdentifier", identifier).put("useCause", "受理申请");
        call("An address for one download, good for ten minutes", hub().anonymous(), "/share/v1/downloadUrl", request, 200);
    }

    private void auditors(ApiCaller window) {
        section("Auditors");
        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        get("Search the log", auditor, "/api/v1/audit/records?limit=1&event=ACCESS_REFUSED&caller=" + window.clientId());
        long sequence = hub().database().queryForObject("select min(sequence) from audit_record", Long.class);
        get("Prove that a record is in the log", auditor, "/api/v1/audit/proofs/inclusion?sequence=" + sequence);
    }

    private ObjectNode question() {
        ObjectNode question = JSON.createObjectNode().put("holderCode", holder.number()).put("holderCodeType", holder.type());
        question.set("elements", JSON.valueToTree(elements()));
        return question;
    }

    private void section(String title) {
        page.append("\n## ").append(title).append('\n');
    }

    private JsonNode call(String title, ApiCaller caller, String path, JsonNode body, int status) {
        Answer answer = caller.post(path, body.toString()).expect(status);
        show(title, "POST " + path, body, answer);
        return answer.json();
    }

    private void get(String title, ApiCaller caller, String path) {
        show(title, "GET " + path, null, caller.get(path).expect(200));
    }

    private void show(String title, String line, JsonNode body, Answer answer) {
        page.append("\n**").append(title).append("**\n\n```http\n").append(sampled(line)).append('\n');
        if (body != null) {
            page.append('\n').append(pretty(body)).append('\n');
        }
        page.append("```\n\n```\n").append(answer.status()).append(' ').append(answer.header("Content-Type").orElse("")).append("\n\n").append(pretty(answer.json()))
                .append("\n```\n");
    }

    private String pretty(JsonNode json) {
        try {
            return sampled(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shortened(json.deepCopy(), "")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What grows with the log, or is long. */
    private static JsonNode shortened(JsonNode json, String name) {
        if (json instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(field -> object.set(field.getKey(), shortened(field.getValue(), field.getKey())));
        } else if (json instanceof ArrayNode array) {
            while ("path".equals(name) && array.size() > 1) {
                array.remove(array.size() - 1);
            }
            for (int i = 0; i < array.size(); i++) {
                array.set(i, shortened(array.get(i), name));
            }
            // most are sets, in whatever order
            List<JsonNode> sorted = new ArrayList<>();
            array.forEach(sorted::add);
            if (sorted.stream().allMatch(JsonNode::isTextual)) {
                sorted.sort(Comparator.comparing(JsonNode::textValue));
                array.removeAll().addAll(sorted);
            }
        } else if (Set.of("sequence", "size", "next").contains(name) && json.isNumber()) {
            return JSON.getNodeFactory().numberNode(17);
        } else if ("code".equals(name) && json.isTextual() && json.textValue().length() > 20) {
            return JSON.getNodeFactory().textNode(SAMPLE_CODE);
        } else if (Set.of("signature", "qr").contains(name) || json.isTextual() && json.textValue().length() > 500) {
            return JSON.getNodeFactory().textNode("…");
        }
        return json;
    }

    private String sampled(String text) {
        String shown = text;
        for (Map.Entry<String, String> sample : samples.entrySet()) {
            shown = shown.replace(sample.getKey(), sample.getValue());
        }
        // a slow cache is not waited for
        shown = shown.replace("\"from\" : \"RECORD\"", "\"from\" : \"CACHE\"");
        // other tests may have registered whose a license type is
        shown = shown.replaceAll("\"owner\" : (null|\"[^\"]*\")", "\"owner\" : \"海沧区税务局\"");
        return shown.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d")
                .replaceAll("\\b[0-9a-f]{64}\\b", "9f86d081884c7d65…").replaceAll("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z", "2026-11-22T08:00:00Z")
                .replaceAll("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "2026-12-22 16:00:00").replaceAll("\\d{6}\\*{8}\\w{4}", "350205********0010")
                .replaceAll("https?://[^\"]*/share/v1/files/[^\"]+", "https://hub.example.gov.cn/share/v1/files/one-time-secret")
                .replaceAll("\"next\" : \"\\d+-\\d+\"", "\"next\" : \"18-42\"").replaceAll("sequence=\\d+", "sequence=17").replaceAll("\\\\\"sequence\\\\\":\\d+", "\\\\\"sequence\\\\\":17");
    }
}
