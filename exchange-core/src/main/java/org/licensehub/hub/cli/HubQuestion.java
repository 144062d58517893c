package org.licensehub.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks a hub whether the license behind a file still holds ({@code POST /api/v1/verifications/file}); only if told so. */
final class HubQuestion {

    private static final String TOKEN_VARIABLE = "LICENSEHUB_TOKEN";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--hub", paramLabel = "URL", description = {"证照库地址；不给出则不查询证照状态", "Address of a hub to ask for the license's state; not asked without it"})
    private URI hub;

    @Option(names = "--token-file", paramLabel = "FILE", description = {"访问令牌文件（或环境变量 " + TOKEN_VARIABLE + "）", "File with an access token (or variable " + TOKEN_VARIABLE + ")"})
    private Path tokenFile;

    @Option(names = "--elements", paramLabel = "JSON", description = {"五要素 JSON 文件", "File with the five elements as JSON: organisation, operator, serviceItem, caseNumber, purpose"})
    private Path elements;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * What a hub said.
     *
     * @param asked whether it answered; if not, {@code why} tells
     * @param known whether it knows this very file
     * @param state the license's state, if the caller may know it
     * @param standing whether the license holds today, if the caller may know it
     * @param copyExpires until when an annotated copy may be used
     * @param refused whether the hub takes the file for no good: its seal is wrong for the hub, or a copy has expired
     */
    record Answer(boolean asked, String why, Boolean known, String state, String standing, String copyExpires, boolean refused) {

        static Answer notAsked(String why) {
            return new Answer(false, why, null, null, null, null, false);
        }

        /** Whether the hub said that the file or its license does not hold. */
        boolean denied() {
            return asked && (refused || standing != null && !standing.equals("IN_FORCE"));
        }

        /** Whether a hub was to be asked and could not be. */
        boolean failed() {
            return !asked && why != null;
        }

        /** One line for a person, Chinese first. */
        String line() {
            if (!asked) {
                return "证照状态：未查询 / license state: not asked" + (why == null ? " (a file can be genuine and the license cancelled)" : " (" + why + ")");
            }
            if (!Boolean.TRUE.equals(known)) {
                return "证照状态：该库没有此文件 / license state: the hub does not know this file";
            }
            String copy = copyExpires == null ? "" : "；加注件有效期至 / copy expires " + copyExpires + (refused ? "，已过期 / EXPIRED" : "");
            return (state == null ? "证照状态：无权查看 / license state: the hub does not tell this caller"
                    : "证照状态：" + state + " / license state: " + state + ", " + standing) + copy;
        }
    }

    /** @throws ParameterException if a hub is named and how to ask it is not */
    Answer ask(byte[] file) throws IOException {
        if (hub == null) {
            return Answer.notAsked(null);
        }
        if (!Set.of("http", "https").contains(String.valueOf(hub.getScheme())) || hub.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "证照库地址须为 http(s)://主机 / The address of a hub is http(s)://host");
        }
        String token = tokenFile != null ? Files.readString(tokenFile).strip() : System.getenv(TOKEN_VARIABLE);
        if (token == null || token.isEmpty() || elements == null) {
            throw new ParameterException(spec.commandLine(), "查询证照状态须给出 --token-file 与 --elements / To ask a hub, give --token-file and --elements");
        }
        if (!JSON.readTree(elements.toFile()).isObject()) {
            throw new ParameterException(spec.commandLine(), "五要素文件不是 JSON 对象 / The file of the five elements is no JSON object");
        }
        try {
            return answered(file, token);
        } catch (IOException e) {
            return Answer.notAsked("the hub could not be asked: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.notAsked("interrupted");
        }
    }

    private Answer answered(byte[] file, String token) throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"elements\"\r\nContent-Type: application/json\r\n\r\n"
                + Files.readString(elements) + "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"license\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        URI address = hub.resolve((hub.getPath().endsWith("/") ? hub.getPath() : hub.getPath() + "/") + "api/v1/verifications/file");
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, file, tail))).build();
        HttpResponse<byte[]> response = HttpClient.newBuilder().connectTimeout(PATIENCE).build().send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            return Answer.notAsked("the hub answers " + response.statusCode());
        }
        JsonNode said = JSON.readTree(response.body());
        return new Answer(true, null, said.path("known").asBoolean(), said.path("licenseState").asText(null), said.path("standing").asText(null),
                said.path("copyExpires").asText(null), said.path("code").asInt() != 0);
    }

    /** The answer as part of a report for machines. */
    static ObjectNode json(Answer answer) {
        ObjectNode node = JSON.createObjectNode().put("asked", answer.asked());
        if (answer.why() != null) {
            node.put("why", answer.why());
        }
        if (answer.known() != null) {
            node.put("known", answer.known());
        }
        if (answer.state() != null) {
            node.put("state", answer.state()).put("standing", answer.standing());
        }
        if (answer.copyExpires() != null) {
            node.put("copyExpires", answer.copyExpires());
        }
        if (answer.asked()) {
            node.put("holds", !answer.denied());
        }
        return node;
    }
}
