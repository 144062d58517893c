package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostileBatchTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-hostile-batch";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static PushedRecord record() {
        return aRecord().from(SOURCE);
    }

    private static void expectTakenIn(PushedRecord record) {
        hub().awaitLicense(READER, record.holder());
    }

    private static List<String> outcomes(Answer answer) {
        return answer.expect(200).lines().stream().map(line -> line.get("outcome").asText()).toList();
    }

    @Test
    void badLinesBetweenGoodOnesAreRefusedOneByOneAndTheGoodGoIn() {
        PushedRecord first = record();
        PushedRecord last = record();
        List<String> lines = List.of(first.json(), "not json", "null", "[]", "{}", record().json() + "x", "12", "\u0000",
                record().json().replaceFirst("\\{", "{\"revision\":1,"), record().from("350205-other").json(),
                record().enveloped("licenseType", "\u0000").json(), record().enveloped("revision", 1.5).json(), record().enveloped("sourceKey", 1).json(),
                "{\"a\":".repeat(100), record().without("KZ_SZ").json(), first.json(), first.with("KZ_SJJE", "9.00").json(), last.json());
        Answer answer = DEPARTMENT.batch(String.join("\n", lines) + "\n");

        List<String> expected = new ArrayList<>(java.util.Collections.nCopies(lines.size(), "REFUSED"));
        expected.set(0, "ACCEPTED");
        expected.set(14, "QUARANTINED");
        expected.set(15, "ACCEPTED");
        expected.set(16, "CONFLICT");
        expected.set(17, "ACCEPTED");
        assertThat(outcomes(answer)).isEqualTo(expected);
        Iterator<JsonNode> results = answer.lines().iterator();
        for (int line = 1; line <= lines.size(); line++) {
            JsonNode result = results.next();
            assertThat(result.get("line").asInt()).isEqualTo(line);
            assertThat(result.get("outcome").asText().equals("ACCEPTED")).isEqualTo(result.path("reasons").isEmpty());
        }
        assertThat(answer.lines().get(15).get("receiptId")).isEqualTo(answer.lines().get(0).get("receiptId"));
        expectTakenIn(first);
        expectTakenIn(last);
    }

    @Test
    void blankLinesAndCarriageReturnsAreNoRecordsButCountAsLines() {
        Answer answer = DEPARTMENT.batch("\n \r\n" + record().json() + "\r\n\n\t\n" + record().json());
        assertThat(answer.expect(200).lines().stream().map(line -> line.get("line").asInt())).containsExactly(3, 6);
        assertThat(outcomes(answer)).containsExactly("ACCEPTED", "ACCEPTED");
    }

    @Test
    void emptyBatchHasAnEmptyAnswer() {
        assertThat(DEPARTMENT.batch("").expect(200).body()).isEmpty();
        assertThat(DEPARTMENT.batch("\n\n").expect(200).body()).isEmpty();
    }

    @Test
    void invalidUtf8InOneLineCostsOnlyThatLine() {
        byte[] good = (record().json() + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] bad = (new String((record().json() + "\n").getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1).replace("test-", "\u00ff\u00fe"))
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] next = (record().json() + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(outcomes(DEPARTMENT.batch(BodyPublishers.ofByteArrays(List.of(good, bad, next))))).containsExactly("ACCEPTED", "REFUSED", "ACCEPTED");
    }

    @Test
    void lineOverOneMebibyteIsRefusedAndTheNextOneTaken() {
        Answer answer = DEPARTMENT.batch(record().with("KZ_SPHM", "x".repeat((1 << 20) + 1)).json() + "\n" + record().json());
        assertThat(outcomes(answer)).containsExactly("REFUSED", "ACCEPTED");
        assertThat(answer.lines().get(0).at("/reasons/0/code").asText()).isEqualTo("line_too_long");
    }

    @Test
    void batchWhoseLastLineIsCutTakesEveryWholeLine() {
        PushedRecord whole = record();
        String cut = record().json();
        Answer answer = DEPARTMENT.batch(whole.json() + "\n" + cut.substring(0, cut.length() / 2));
        assertThat(outcomes(answer)).containsExactly("ACCEPTED", "REFUSED");
        expectTakenIn(whole);
    }

    @Test
    void connectionCutInTheMiddleOfABatchLosesNoWholeLine() {
        PushedRecord whole = record();
        String line = whole.json() + "\n";
        byte[] body = (line + line.substring(0, 40)).getBytes(StandardCharsets.UTF_8);
        String head = "POST /api/v1/records/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nAuthorization: Bearer " + DEPARTMENT.token()
                + "\r\nContent-Length: " + (body.length + 1000) + "\r\n\r\n";
        byte[] request = java.nio.ByteBuffer.allocate(head.length() + body.length).put(head.getBytes(StandardCharsets.US_ASCII)).put(body).array();
        RawHttp.send(request);
        expectTakenIn(whole);
    }

    @Test
    void unknownContentTypeOrScopeIsAProblem() {
        DEPARTMENT.post("/api/v1/records/batch", "application/json", BodyPublishers.ofString(record().json())).expectProblem(415, "unsupported-media-type");
        READER.batch(record().json()).expectProblem(403, "missing-scope");
        hub().anonymous().batch(record().json()).expectProblem(401, "unauthenticated");
    }

    @Test
    @Tag("slow")
    void everyLineOfABatchOfTenThousandAndOneIsAnswered() {
        String source = "350205-ten-thousand";
        ApiCaller department = hub().newDepartment(source);
        PushedRecord template = aRecord().of(PushedRecord.FOOD_PERMIT).from(source);
        String lines = IntStream.rangeClosed(1, 10_001).mapToObj(i -> {
            PushedRecord record = template.keyed("k" + i);
            return (i % 100 == 0 ? record.without("KZ_JYCS") : record).json();
        }).collect(Collectors.joining("\n"));
        List<JsonNode> results = department.batch(lines).expect(200).lines();
        assertThat(results).hasSize(10_001);
        assertThat(results.stream().map(result -> result.get("line").asInt())).isEqualTo(IntStream.rangeClosed(1, 10_001).boxed().toList());
        assertThat(results.stream().filter(result -> result.get("outcome").asText().equals("QUARANTINED"))).hasSize(100);
        assertThat(results.stream().filter(result -> result.get("outcome").asText().equals("ACCEPTED"))).hasSize(9_901);
        assertThat(hub().database().queryForObject("select count(*) from intake_record where source = ?", Integer.class, source)).isEqualTo(10_001);
    }

    @Test
    void sameBatchFromTwoConnectionsAtOnceHasOneEffect() {
        List<PushedRecord> records = Stream.generate(() -> record().of(PushedRecord.FOOD_PERMIT).from(SOURCE)).limit(150).toList();
        String lines = records.stream().map(PushedRecord::json).collect(Collectors.joining("\n"));
        String backwards = IntStream.rangeClosed(1, 150).mapToObj(i -> records.get(150 - i).json()).collect(Collectors.joining("\n"));
        List<Answer> answers = Stream.of(lines, backwards).parallel().map(DEPARTMENT::batch).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(outcomes(answer)).hasSize(150).containsOnly("ACCEPTED"));
        List<String> first = answers.get(0).lines().stream().map(line -> line.get("receiptId").asText()).sorted().toList();
        assertThat(answers.get(1).lines().stream().map(line -> line.get("receiptId").asText()).sorted()).isEqualTo(first).doesNotHaveDuplicates();
    }
}
