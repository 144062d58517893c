package org.licensehub.hub.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.MoveResult;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A city that answers licenses of a district says when the district confirmed them, and asks it where that is too long ago. */
@Tag("slow")
class FreshnessBetweenHubsTest extends TwoHubs {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String reader;

    @BeforeAll
    static void register() throws IOException, InterruptedException {
        String secret = Files.readString(hubs.city.getBean(HubProperties.class).keys().resolve("admin.secret"));
        String admin = token("admin", secret, "hub.admin");
        JsonNode caller = post("/api/v1/callers", admin, Map.of("clientId", "window", "name", "窗口", "organisation", "厦门市示例局", "scopes", List.of("licenses.read")));
        for (LicenseType type : hubs.city.getBean(LicenseTypeCatalogue.class).all()) {
            post("/api/v1/grants", admin, Map.of("clientId", "window", "licenseType", type.code().value(), "actions", List.of("LOOKUP"), "fields", List.of("*"), "serviceItems",
                    List.of("*")));
        }
        reader = token("window", caller.get("secret").asText(), "licenses.read");
    }

    private static String token(String client, String secret, String scope) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((client + ":" + secret.strip()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(address("/oauth2/token")).header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + scope)).build();
        return read(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body()).get("access_token").asText();
    }

    private static JsonNode post(String path, String token, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address(path)).header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(hubs.city.getBean(ObjectMapper.class).writeValueAsBytes(body))).build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return read(response.body());
    }

    private static JsonNode read(String text) throws IOException {
        return hubs.city.getBean(ObjectMapper.class).readTree(text);
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:" + hubs.cityHttpPort + path);
    }

    /** A lookup at the city. @param oldest oldest acceptable confirmation, or {@code null} */
    private JsonNode lookup(License issued, Instant oldest) throws IOException, InterruptedException {
        Map<String, String> fields = hubs.district.getBean(LicenseContents.class).fieldsOf(issued);
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("holderCode", fields.get("certificate_holder_code").split(",")[0]);
        question.put("holderCodeType", fields.get("certificate_holder_type").split(",")[0]);
        question.put("licenseTypes", List.of(issued.typeCode()));
        question.put("elements", Map.of("organisation", "厦门市示例局", "operator", "window-1", "serviceItem", "LOCAL-610722-001", "caseNumber", "C-1", "purpose", "受理"));
        if (oldest != null) {
            question.put("oldestConfirmation", oldest.toString());
        }
        return post("/api/v1/lookups", reader, question);
    }

    private static JsonNode shown(JsonNode answer, License issued) {
        for (JsonNode license : answer.get("licenses")) {
            if (license.get("identifier").asText().equals(issued.identifier())) {
                return license;
            }
        }
        return null;
    }

    private License received() {
        License issued = issue();
        awaitInCity(issued.id(), LicenseState.VALID);
        return issued;
    }

    /** The district cancels it; the envelope does not leave by itself. @param lost whether there is none at all */
    private void cancelUnheard(UUID id, boolean lost) {
        hubs.district.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            MoveResult moved = hubs.district.getBean(LicenseLedger.class).move(id, LicenseState.CANCELLED, "test", "test");
            hubs.district.publishEvent(new LicensePublished(((MoveResult.Moved) moved).license()));
            HubPair.database(hubs.district).update((lost ? "delete from outbox" : "update outbox set next_attempt = now() + interval '1 hour'")
                    + " where license_id = ? and delivered_at is null", id);
        });
    }

    private void whileTheDistrictIsAway(ThrowingRunnable work) throws Exception {
        int port = hubs.district.getBean(HubProperties.class).peering().port();
        TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) hubs.district).getWebServer();
        Connector door = Stream.of(server.getTomcat().getService().findConnectors()).filter(each -> each.getPort() == port).findFirst().orElseThrow();
        door.stop();
        try {
            work.run();
        } finally {
            door.start();
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void withoutAWishALicenseIsConfirmedUpToItsLastChangeAtTheDistrictAndNobodyIsAsked() throws Exception {
        License issued = received();
        long before = confirmations();
        JsonNode license = shown(lookup(issued, null), issued);
        assertThat(Instant.parse(license.get("confirmedAt").asText())).isEqualTo(issued.updatedAt());
        assertThat(license.has("freshness")).isFalse();
        assertThat(confirmations()).isEqualTo(before);
    }

    @Test
    void licenseConfirmedTooLongAgoIsConfirmedAnewByTheDistrictAndThatIsRemembered() throws Exception {
        License issued = received();
        Instant wished = Instant.now();
        long before = confirmations();

        JsonNode answer = lookup(issued, wished);
        JsonNode license = shown(answer, issued);
        assertThat(license.get("freshness").asText()).isEqualTo("CONFIRMED");
        assertThat(Instant.parse(license.get("confirmedAt").asText())).isBetween(wished, Instant.now());
        assertThat(confirmations()).isEqualTo(before + 1);
        assertThat(HubPair.database(hubs.district).queryForObject("select body from audit_record where event = 'LICENSE_CONFIRMED' order by sequence desc limit 1",
                String.class)).contains(issued.identifier(), "peer:" + HubPair.CITY, "\"outcome\":\"CONFIRMED\"");
        assertThat(HubPair.database(hubs.city).queryForObject("select body from audit_record where sequence = ?", String.class,
                answer.at("/receipt/sequence").asLong())).contains("\"oldestConfirmation\":\"" + wished + "\"", "\"notRevalidated\":[]");

        assertThat(shown(lookup(issued, wished), issued).get("confirmedAt")).as("not asked again").isEqualTo(license.get("confirmedAt"));
        assertThat(confirmations()).isEqualTo(before + 1);
        lookup(issued, Instant.now());
        assertThat(confirmations()).isEqualTo(before + 2);
    }

    @Test
    void districtThatDoesNotAnswerIsSaidInTheAnswerAndOldConfirmationsStay() throws Exception {
        License issued = received();
        whileTheDistrictIsAway(() -> {
            JsonNode answer = lookup(issued, Instant.now());
            JsonNode license = shown(answer, issued);
            assertThat(license.get("freshness").asText()).isEqualTo("NOT_REVALIDATED");
            assertThat(license.get("notRevalidated").asText()).isEqualTo("UNREACHABLE");
            assertThat(Instant.parse(license.get("confirmedAt").asText())).isEqualTo(issued.updatedAt());
            assertThat(HubPair.database(hubs.city).queryForObject("select body from audit_record where sequence = ?", String.class,
                    answer.at("/receipt/sequence").asLong())).contains("\"notRevalidated\":[\"" + issued.identifier() + "\"]");
            assertThat(shown(lookup(issued, issued.updatedAt()), issued).get("freshness").asText()).as("what is known is enough").isEqualTo("CONFIRMED");
        });
        assertThat(shown(lookup(issued, Instant.now()), issued).get("freshness").asText()).isEqualTo("CONFIRMED");
    }

    @Test
    void licenseCancelledAtTheDistrictIsNotAnsweredAsValidThoughItsEnvelopeHasNotComeYet() throws Exception {
        License issued = received();
        cancelUnheard(issued.id(), false);
        assertThat(shown(lookup(issued, null), issued).get("state").asText()).as("nobody was asked").isEqualTo("VALID");

        assertThat(shown(lookup(issued, Instant.now()), issued)).isNull();

        assertThat(cityLicenses.find(issued.id()).orElseThrow().state()).as("the envelope came with the answer").isEqualTo(LicenseState.CANCELLED);
        assertThat(shown(lookup(issued, null), issued)).isNull();
        HubPair.database(hubs.district).update("update outbox set next_attempt = now() where license_id = ?", issued.id());
        await().atMost(PATIENCE).until(() -> HubPair.database(hubs.district).queryForObject(
                "select count(*) from outbox where license_id = ? and delivered_at is null", Long.class, issued.id()) == 0);
    }

    @Test
    void changeThatCannotBeTakenInIsNotAnsweredAsValidEither() throws Exception {
        License issued = received();
        cancelUnheard(issued.id(), true);

        assertThat(shown(lookup(issued, Instant.now()), issued)).isNull();
        assertThat(cityLicenses.find(issued.id()).orElseThrow().state()).isEqualTo(LicenseState.VALID);
    }

    /** As the province would ask the city. */
    @Test
    void hubInBetweenAsksFurtherDownAndTellsNobodyOfLicensesThatWereNotSentToThem() throws Exception {
        License issued = received();
        ConfirmationDesk desk = hubs.city.getBean(ConfirmationDesk.class);
        ConfirmationRequest question = new ConfirmationRequest(List.of(issued.id(), UUID.randomUUID()), Instant.now());
        assertThat(desk.confirm(question, () -> "hub-350000").licenses()).isEmpty();

        HubPair.database(hubs.city).update("insert into outbox (envelope_id, peer, license_id, row_version, body_enc, created_at, next_attempt, delivered_at)"
                + " values (?, 'hub-350000', ?, 1, '', now(), now(), now())", UUID.randomUUID(), issued.id());
        assertThat(desk.confirm(question, () -> "hub-350000").licenses()).singleElement().satisfies(item -> {
            assertThat(item.now()).isTrue();
            assertThat(item.state()).isEqualTo(LicenseState.VALID);
            assertThat(item.confirmedAt()).isAfterOrEqualTo(question.oldest());
        });
        cancelUnheard(issued.id(), false);
        assertThat(desk.confirm(new ConfirmationRequest(List.of(issued.id()), Instant.now()), () -> "hub-350000").licenses()).singleElement()
                .satisfies(item -> assertThat(item.state()).isEqualTo(LicenseState.CANCELLED));
    }

    private long confirmations() {
        return HubPair.database(hubs.district).queryForObject("select count(*) from audit_record where event = 'LICENSE_CONFIRMED'", Long.class);
    }
}
