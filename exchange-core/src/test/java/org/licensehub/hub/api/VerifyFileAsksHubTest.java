package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.HubApplication;
import org.licensehub.hub.cli.HubCommand;

/** The command line judges a file offline, and asks a hub for the license when it is told to. */
class VerifyFileAsksHubTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-asked";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    @TempDir
    private Path folder;

    private String said = "";

    private int verify(String... more) throws IOException {
        String[] all = new String[more.length + 5];
        System.arraycopy(new String[] {"verify-file", folder.resolve("license.pdf").toString(), "--trust",
                hub().home().resolve("keys/trust").toString(), "--report=line"}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        StringWriter out = new StringWriter();
        int code = HubCommand.run(HubApplication.class, new PrintWriter(out), all);
        said = out.toString();
        return code;
    }

    private String[] asking(ApiCaller caller) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), caller.token());
        Path five = Files.write(folder.resolve("five.json"), new ObjectMapper().writeValueAsBytes(elements()));
        return new String[] {"--hub", hub().address().toString(), "--token-file", token.toString(), "--elements", five.toString()};
    }

    @Test
    void licenseThatWasCancelledIsFoundOutOnlyByAsking() throws IOException {
        String identifier = issued();
        Files.write(folder.resolve("license.pdf"), READER.file(identifier, elements()).expect(200).body());

        assertThat(verify()).as(said).isZero();
        assertThat(said).contains("未查询");
        assertThat(verify(asking(READER))).as(said).isZero();
        assertThat(said).contains("VALID");
        assertThat(verify(asking(hub().newApprovalSystem()))).as(said).isZero();
        assertThat(said).contains("无权查看");

        hub().newManager().post("/api/v1/licenses/" + identifier + "/ending", Map.of("ending", "CANCELLED", "reason", "注销")).expect(200);
        assertThat(verify(asking(READER))).as(said).isOne();
        assertThat(said).contains("CANCELLED");
        assertThat(verify()).as("offline nobody can know").isZero();
    }

    @Test
    void copyThatHasExpiredIsNoGoodThoughItsLicenseHolds() throws IOException {
        String identifier = issued();
        Files.write(folder.resolve("license.pdf"), READER.post("/api/v1/licenses/" + identifier + "/copies", Map.of("elements", elements())).expect(200).body());
        assertThat(verify(asking(READER))).as(said).isZero();
        assertThat(said).contains("加注件有效期至");
        hub().database().update("update annotated_copy set expires_at = now() where license_id = (select id from license where identifier = ?)", identifier);
        assertThat(verify(asking(READER))).as(said).isOne();
        assertThat(said).contains("已过期");
    }

    @Test
    void addressThatIsNoneIsWrongUsage() throws IOException {
        Files.write(folder.resolve("license.pdf"), READER.file(issued(), elements()).expect(200).body());
        for (String address : new String[] {"localhost:8080", "example.org", "ftp://example.org", "http:///x"}) {
            String[] options = asking(READER);
            options[1] = address;
            assertThat(verify(options)).as("%s: %s", address, said).isEqualTo(2);
        }
    }

    private static String issued() {
        PushedRecord record = aRecord().from(SOURCE);
        DEPARTMENT.push(record).expect(201);
        return hub().awaitLicense(READER, record.holder()).get("identifier").asText();
    }

    @Test
    void hubThatDoesNotAnswerIsSaidNotToHaveBeenAsked() throws IOException {
        String identifier = issued();
        Files.write(folder.resolve("license.pdf"), READER.file(identifier, elements()).expect(200).body());
        String[] options = asking(READER.withToken("none"));
        Files.writeString(folder.resolve("token"), "wrong");
        assertThat(verify(options)).as(said).isEqualTo(3);
        assertThat(said).contains("未查询").contains("401");
    }
}
