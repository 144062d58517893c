package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anybody, without login. */
class PublicVerificationTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-public-verify";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller MANAGER = hub().newManager();
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String issued() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder()).get("identifier").asText();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(byte[] file) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(hub().address().resolve("/verify/files")).header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    @Test
    void genuineFileIsSaidToBeGenuineAndNothingIsSaidOfItsLicense() throws Exception {
        String identifier = issued();
        byte[] file = READER.file(identifier, elements()).expect(200).body();
        HttpResponse<String> answer = post(file);

        JsonNode report = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(report.path("valid").asBoolean()).isTrue();
        assertThat(report.path("details").path("form").asText()).isEqualTo("GM.sm2seal");
        assertThat(answer.body()).doesNotContain(identifier, "VALID\"");

        MANAGER.post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "WITHDRAWN", "reason", "核查")).expect(200);
        assertThat(post(file).body()).as("the same whether the license holds or not").isEqualTo(answer.body());
    }

    @Test
    void changedFileAndAnythingElseAreRefusedWithAReason() throws Exception {
        byte[] file = READER.file(issued(), elements()).expect(200).body();
        file[file.length / 2] ^= 1;
        assertThat(JSON.readTree(post(file).body()).path("valid").asBoolean(true)).isFalse();
        JsonNode nothing = JSON.readTree(post(new byte[0]).body());
        assertThat(nothing.path("findings").path(0).path("code").asText()).isEqualTo("unknown-format");
    }

    @Test
    void fileThatIsTooLongIsRefused() throws Exception {
        HttpResponse<String> answer = post(new byte[(32 << 20) + 1]);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("urn:licensehub:problem:too-large");
    }

    @Test
    void pageIsServedWithItsPartsAndNothingElse() throws Exception {
        HttpResponse<String> page = send(HttpRequest.newBuilder(hub().address().resolve("/verify")));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(page.body()).contains("电子证照文件验证", "/verify/verify.js", "未查询").doesNotContain("<script>");
        assertThat(send(HttpRequest.newBuilder(hub().address().resolve("/verify/verify.js"))).statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(hub().address().resolve("/verify/verify.css"))).statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(hub().address().resolve("/verify/application.yaml"))).statusCode()).isEqualTo(404);
    }
}
