package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.hub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.platform.ProblemType;

class HostilePathTest implements KeepsNumbersOutOfLogs {

    private static final ApiCaller DEPARTMENT = hub().newDepartment("350205-hostile-path");
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ApiCaller REVIEWER = hub().newReviewer();

    @ParameterizedTest
    @ValueSource(strings = {"..", "../..", "%2e%2e", "%2E%2E%2F", "%2f", "%5c", "\\", "%00", "%0a", ";", ";a=b", "x;jsessionid=1", "//", "/", ".", "./x",
            "%", "%zz", "%25", "%252e%252e", "%c0%ae", "%ff", "{}", "<>", "|", "^", "\"", "~", "..;/", "%2e%2e%3b/", "../../../../etc/passwd",
            "x/../../../actuator/env", "1.2.156.3005.2", "%F0%9F%98%80", "?", "#", "*", "'or'1'='1", "\u0001", "\u00e9"})
    void pathTricksOnIdentifiersAndReceiptsAreProblems(String trick) {
        for (String path : List.of("/api/v1/records/" + trick, "/api/v1/quarantine/" + trick, "/api/v1/records/" + trick + "/x", "/" + trick)) {
            RawHttp.send(DEPARTMENT, "GET " + path + " HTTP/1.1").expectProblem();
        }
        RawHttp.send(REVIEWER, "GET /api/v1/reviews/x" + trick + " HTTP/1.1").expectProblem();
        for (String what : List.of("/data", "/file")) {
            RawHttp.send(READER, "POST /api/v1/licenses/" + trick + what + " HTTP/1.1", "Content-Type: application/json", "Content-Length: 2").expectProblem();
        }
    }

    @Test
    void pathsThatAreVeryLongAreProblems() {
        for (int length : new int[] {2_000, 7_000, 20_000, 200_000}) {
            RawHttp.send(DEPARTMENT, "GET /api/v1/records/" + "a".repeat(length) + " HTTP/1.1").expectProblem();
            RawHttp.send(DEPARTMENT, "GET /api/v1/records" + "/a".repeat(length / 2) + " HTTP/1.1").expectProblem();
        }
    }

    @Test
    void headersThatAreHugeOrManyAreProblems() {
        for (int length : new int[] {9_000, 100_000}) {
            RawHttp.send(DEPARTMENT, "GET /api/v1/quarantine HTTP/1.1", "X-Big: " + "a".repeat(length)).expectProblem();
        }
        String[] many = new String[500];
        java.util.Arrays.fill(many, "X-Many: a");
        RawHttp.send(DEPARTMENT, "GET /api/v1/quarantine HTTP/1.1", many).expectProblem();
        RawHttp.send(hub().anonymous(), "GET /api/v1/quarantine HTTP/1.1", "Authorization: Bearer " + "a".repeat(7_000)).expectProblem();
        RawHttp.send(hub().anonymous(), "GET /api/v1/quarantine HTTP/1.1", "Authorization: Bearer \u00e9\u0001").expectProblem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "nonsense\r\n\r\n", "GET /api/v1/hub HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "POST /api/v1/records HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
            "POST /api/v1/records HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "GET /api/v1/hub HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n"})
    void malformedRequestsAreProblems(String request) {
        RawHttp.send(request.getBytes(StandardCharsets.ISO_8859_1)).expectProblem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=-1", "limit=abc", "limit=99999999999", "limit=1.5", "after=x", "after=%00", "after=%27",
            "after=00000000-0000-0000-0000-000000000000", "limit=%ff"})
    void badPagingParametersAreProblems(String query) {
        DEPARTMENT.get("/api/v1/quarantine?" + query).expectProblem();
        REVIEWER.get("/api/v1/reviews?" + query).expectProblem();
        if (!query.equals("after=x") && !query.startsWith("after=0")) {
            hub().admin().get("/api/v1/callers?" + query).expectProblem();
        }
    }

    @Test
    void oddInclusionProofsAreProblems() {
        ApiCaller auditor = hub().newCaller(java.util.Set.of("audit.read"));
        for (String query : List.of("", "?sequence=-1", "?sequence=9223372036854775807", "?sequence=x", "?sequence=%00")) {
            auditor.get("/api/v1/audit/proofs/inclusion" + query).expectProblem();
        }
        for (String query : List.of("", "?first=0", "?first=-1", "?first=9223372036854775807", "?first=1&second=x", "?first=1&second=0")) {
            auditor.get("/api/v1/audit/proofs/consistency" + query).expectProblem();
        }
    }

    @Test
    void methodsNotAllowedAreProblemsThatNameTheAllowedOnes() {
        assertThat(DEPARTMENT.method("DELETE", "/api/v1/records").expectProblem(405, "method-not-allowed").header("Allow")).contains("POST");
        assertThat(DEPARTMENT.method("PATCH", "/api/v1/quarantine").expectProblem(405, "method-not-allowed").header("Allow")).contains("GET");
        for (String method : List.of("TRACE", "BREW", "CONNECT", "PROPFIND", "get")) {
            RawHttp.send(DEPARTMENT, method + " /api/v1/quarantine HTTP/1.1").expectProblem(405, "method-not-allowed");
        }
    }

    @Test
    void pathsThatDoNotExistAreProblems() {
        for (String path : List.of("/", "/api", "/api/v1/nothing", "/index.html", "/actuator/env", "/error", "/peer/v1/feed", "/swagger-ui/index.html")) {
            DEPARTMENT.get(path).expectProblem();
            hub().anonymous().get(path).expectProblem();
        }
    }

    @Test
    void refusalsRepeatNothingOfThePath() {
        String number = Numbers.ofPerson();
        assertThat(DEPARTMENT.get("/api/v1/records/" + number).expectProblem().text()).doesNotContain(number);
        assertThat(READER.data(number, RunningHub.elements()).expectProblem(404, "not-found").text()).doesNotContain(number);
        assertThat(DEPARTMENT.get("/api/v1/quarantine?limit=" + number).expectProblem().text()).doesNotContain(number);
        assertThat(DEPARTMENT.get("/" + number).expectProblem().text()).doesNotContain(number);
    }

    @Test
    void clientsNamedWithOddCharactersGetNoToken() {
        for (String credentials : List.of("a\u0000b:c", ":", "a", "\u00e9:\u00e9", "")) {
            Answer answer = RawHttp.send(hub().anonymous(), "POST /oauth2/token HTTP/1.1", "Content-Type: application/x-www-form-urlencoded",
                    "Content-Length: 29", "Authorization: Basic " + java.util.Base64.getEncoder().encodeToString(
                            credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n\r\ngrant_type=client_credentials");
            assertThat(answer.status()).as(answer.text()).isBetween(400, 401);
        }
        assertThat(hub().anonymous().post("/oauth2/token", "application/x-www-form-urlencoded", java.net.http.HttpRequest.BodyPublishers.ofString(
                "grant_type=client_credentials&client_id=%00&client_secret=%00")).status()).isBetween(400, 401);
    }

    @Test
    void tokenCheckThatFailsForWantOfTheDatabaseIsAProblemWith503() {
        hub().database().execute("alter table access_token rename to access_token_away");
        try {
            Answer answer = DEPARTMENT.get("/api/v1/quarantine");
            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.json().get("type").asText()).isEqualTo(ProblemType.STORE_UNAVAILABLE.uri());
        } finally {
            hub().database().execute("alter table access_token_away rename to access_token");
        }
        DEPARTMENT.get("/api/v1/quarantine").expect(200);
    }
}
