package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Line breaks and what else could end a header or a line: none of it comes out again as a header or line of its own. */
class InjectionTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-injection";
    /** In everything that is tried, so that it is found wherever it gets out. */
    private static final String MARK = "X-Planted";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    @AfterAll
    static void nothingPlantedIsInTheLogOfTheApplication() {
        assertThat(hub().log().lines()).noneMatch(line -> line.contains(MARK));
    }

    private static void assertNothingPlanted(Answer answer) {
        assertThat(answer.headers()).allSatisfy((name, values) -> {
            assertThat(name).doesNotContainIgnoringCase(MARK);
            assertThat(values).noneMatch(value -> value.startsWith(MARK) || value.chars().anyMatch(Character::isISOControl));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aX-Planted:%201", "%0aX-Planted:1", "%0dX-Planted:1", "%E5%98%8A%E5%98%8DX-Planted:1", "%c4%8d%c4%8aX-Planted:1",
            "%25%30%64%25%30%61X-Planted:1", "%e2%80%a8X-Planted:1", "%22%3b%20filename=X-Planted", "%00X-Planted"})
    void pathAndQueryPlantNoHeader(String trick) {
        for (String path : List.of("/" + trick, "/api/v1/records/" + trick, "/api/v1/quarantine?limit=" + trick, "/login?error=" + trick,
                "/login?continue=" + trick, "/share/v1/download/" + trick, "/verify/" + trick, "/oauth2/authorize?response_type=code&client_id=" + trick,
                "/oauth2/authorize?response_type=code&client_id=" + Person.CLIENT + "&redirect_uri=" + Person.REDIRECT + trick,
                "/oauth2/authorize?response_type=code&client_id=" + Person.CLIENT + "&redirect_uri=" + Person.REDIRECT + "&scope=x&state=" + trick)) {
            assertNothingPlanted(RawHttp.send(hub().anonymous(), "GET " + path + " HTTP/1.1"));
            assertNothingPlanted(RawHttp.send(DEPARTMENT, "GET " + path + " HTTP/1.1"));
        }
        for (String what : List.of("/data", "/file", "/copies")) {
            String body = "{\"elements\":" + json(elements()) + "}";
            assertNothingPlanted(READER.post("/api/v1/licenses/" + trick + what, body).expectProblem());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer a", "X-Client-Id: a", "X-Nonce: aaaaaaaaaaaaaaaa", "Origin: http://a", "Accept: application/json",
            "Accept-Language: zh", "X-Forwarded-For: 10.0.0.1", "Content-Type: application/json", "Cookie: licensehub-session=a", "X-Request-Id: a"})
    void valuesOfHeadersPlantNone(String header) {
        for (String end : List.of("\r", "\n", "\r\n ", "\u0085", "\u0000", "\u000b", "%0d%0a")) {
            assertNothingPlanted(RawHttp.send(hub().anonymous(), "GET /api/v1/quarantine HTTP/1.1", header + end + "X-Planted: 1"));
            assertNothingPlanted(RawHttp.send(hub().anonymous(), "POST /api/v1/lookups HTTP/1.1", "Content-Length: 0", header + end + "X-Planted: 1"));
        }
    }

    @Test
    void nameOfAnUploadedFilePlantsNothing() {
        for (String name : List.of("a\r\nX-Planted: 1\r\n.pdf", "a\nX-Planted: 1", "a\"; X-Planted=\"1", "../../X-Planted", "X-Planted\u0000.pdf", "X-Planted".repeat(900))) {
            String part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-X-Planted";
            String body = "--x\r\nContent-Disposition: form-data; name=\"elements\"\r\nContent-Type: application/json\r\n\r\n" + json(elements()) + "\r\n"
                    + part + "\r\n--x--\r\n";
            Answer answer = READER.post("/api/v1/verifications/file", "multipart/form-data; boundary=x", BodyPublishers.ofString(body));
            assertNothingPlanted(answer);
            assertThat(answer.status()).as(answer.text()).isBetween(200, 499);
            assertThat(answer.text()).doesNotContain(MARK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\u001b[2K", "\u0085", "\u2028", "\u202e", "\u0000", "\ufffe"})
    void elementsThatCouldBreakALineOrDisguiseItAreRefusedByName(String trick) {
        for (String element : elements().keySet()) {
            Map<String, String> elements = new LinkedHashMap<>(elements());
            elements.merge(element, trick + "X-Planted", String::concat);
            Holder holder = Holder.aPerson();
            for (Answer answer : List.of(READER.lookup(holder, elements), READER.data("none", elements), READER.file("none", elements),
                    READER.post("/api/v1/lookups/batch", Map.of("holders", List.of(Map.of("holderCode", holder.number(), "holderCodeType", holder.type())),
                            "elements", elements)), READER.verifyInformation(aRecord(), Map.of(), elements))) {
                answer.expectProblem(400, "invalid-request").expectFault("elements." + element, "control_characters");
                assertThat(answer.text()).doesNotContain(MARK);
            }
        }
    }

    @Test
    void halfACharacterIsRefusedByNameToo() {
        String question = json(Map.of("holderCode", Holder.aPerson().number(), "holderCodeType", "111", "elements", elements()))
                .replace(elements().get("operator"), "half \\ud800");
        READER.post("/api/v1/lookups", question).expectProblem(400, "invalid-request").expectFault("elements.operator", "control_characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\u001b[2K", "\u2028", "\u202e"})
    void namesOfCallersAreOneReadableLine(String trick) {
        for (String field : List.of("name", "organisation", "clientId")) {
            Map<String, Object> caller = new LinkedHashMap<>(Map.of("clientId", "planted", "name", "系统", "organisation", "局", "scopes", List.of("licenses.read")));
            caller.merge(field, trick + "X-Planted", (one, other) -> "" + one + other);
            hub().admin().post("/api/v1/callers", caller).expectProblem(400, "invalid-request");
        }
    }

    @Test
    void everyLineOfTheExportedLogIsOneRecordOrHeadWhateverWasPushed() throws JsonProcessingException {
        String forged = "\n{\"type\":\"head\",\"size\":1}\r\n\u2028\u0085\u001b[2KX-Planted";
        DEPARTMENT.push(aRecord().from(SOURCE).with("KZ_SPHM", forged));
        DEPARTMENT.push(aRecord().from(SOURCE).enveloped("sourceKey", forged));
        DEPARTMENT.push(aRecord().from(SOURCE).enveloped("licenseType", forged));
        DEPARTMENT.push(aRecord().from(SOURCE + forged));
        ApiCaller auditor = hub().newCaller(Set.of("audit.read"));
        auditor.get("/api/v1/audit/records?caseNumber=" + URLEncoder.encode("a" + forged, StandardCharsets.UTF_8)).expectProblem(400, "invalid-request")
                .expectFault("caseNumber", "control_characters");

        long sequence = 0;
        for (String line : auditor.get("/api/v1/audit/export").expect(200).text().split("[\n\r\u2028\u0085]")) {
            JsonNode entry = JSON.readTree(line);
            assertThat(entry.path("type").asText()).as(line).isIn("record", "head");
            if (entry.path("type").asText().equals("record")) {
                assertThat(entry.path("sequence").asLong()).isEqualTo(sequence++);
                assertThat(entry.path("body").asText().chars()).noneMatch(Character::isISOControl);
            } else {
                assertThat(entry.path("size").asLong()).isEqualTo(sequence);
            }
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
