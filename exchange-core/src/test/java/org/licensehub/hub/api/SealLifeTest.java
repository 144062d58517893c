package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.hub;
import static org.licensehub.hub.api.SealDesk.APPLICANT;
import static org.licensehub.hub.api.SealDesk.FIRST;
import static org.licensehub.hub.api.SealDesk.MANAGER;
import static org.licensehub.hub.api.SealDesk.READER;
import static org.licensehub.hub.api.SealDesk.SECOND;
import static org.licensehub.hub.api.SealDesk.applied;
import static org.licensehub.hub.api.SealDesk.approve;
import static org.licensehub.hub.api.SealDesk.complete;
import static org.licensehub.hub.api.SealDesk.inUse;
import static org.licensehub.hub.api.SealDesk.pages;
import static org.licensehub.hub.api.SealDesk.seal;
import static org.licensehub.hub.api.SealDesk.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.api.SealDesk.Authority;
import org.licensehub.signing.SesSeal;

/** S1: the life of an electronic seal, as people see it through the API. */
class SealLifeTest implements KeepsNumbersOutOfLogs {

    private static List<String> auditOf(String id) {
        return hub().database().queryForList("select event || ' ' || (body::json ->> 'actor') from audit_record where event like 'SEAL%'"
                + " and body::json ->> 'seal' = ? order by sequence", String.class, id);
    }

    @Test
    void everyStepOfALifeIsKeptWithWhoWhenAndWhyAndIsAudited() {
        Instant before = Instant.now();
        String id = inUse(Authority.fresh());
        for (String next : List.of("suspension", "resumption", "cancellation")) {
            step(MANAGER, id, next).expect(200);
        }
        List<JsonNode> history = pages("/api/v1/seals/" + id + "/history", 2);
        assertThat(history).extracting(move -> move.get("to").asText() + " " + move.get("actor").asText() + " " + move.get("reason").asText())
                .containsExactly("APPLIED " + APPLICANT.clientId() + " 新设机构", "APPLIED " + FIRST.clientId() + " 办理approvals",
                        "APPROVED " + SECOND.clientId() + " 办理approvals", "MADE " + MANAGER.clientId() + " 办理making",
                        "FILED " + MANAGER.clientId() + " 办理filing", "IN_USE " + MANAGER.clientId() + " 办理activation",
                        "SUSPENDED " + MANAGER.clientId() + " 办理suspension", "IN_USE " + MANAGER.clientId() + " 办理resumption",
                        "CANCELLED " + MANAGER.clientId() + " 办理cancellation");
        assertThat(history).allSatisfy(move -> assertThat(Instant.parse(move.get("at").asText())).isBetween(before, Instant.now()));
        assertThat(auditOf(id)).containsExactly("SEAL_APPLIED " + APPLICANT.clientId(), "SEAL_APPROVED " + FIRST.clientId(),
                "SEAL_APPROVED " + SECOND.clientId(), "SEAL_MADE " + MANAGER.clientId(), "SEAL_FILED " + MANAGER.clientId(),
                "SEAL_IN_USE " + MANAGER.clientId(), "SEAL_SUSPENDED " + MANAGER.clientId(), "SEAL_RESUMED " + MANAGER.clientId(),
                "SEAL_CANCELLED " + MANAGER.clientId());
    }

    @Test
    void approvalNeedsTwoPeopleAndNeitherIsTheApplicant() {
        ApiCaller both = hub().newCaller(Set.of("seals.apply", "seals.approve"));
        String id = both.post("/api/v1/seals", Authority.fresh().application()).expect(201).json().get("id").asText();
        step(both, id, "approvals").expectProblem(403, "second-person-needed");
        assertThat(step(FIRST, id, "approvals").expect(200).json().get("state").asText()).isEqualTo("APPLIED");
        step(FIRST, id, "approvals").expectProblem(403, "second-person-needed");
        step(MANAGER, id, "making").expectProblem(409, "illegal-state-move");
        JsonNode approved = step(SECOND, id, "approvals").expect(200).json();
        assertThat(approved.get("state").asText()).isEqualTo("APPROVED");
        assertThat(approved.get("approvers").toString()).isEqualTo("[\"" + FIRST.clientId() + "\",\"" + SECOND.clientId() + "\"]");
        step(hub().newCaller(Set.of("seals.approve")), id, "approvals").expectProblem(409, "illegal-state-move");
    }

    @Test
    void noStateIsSkippedAndNoEndIsLeft() {
        String id = applied(Authority.fresh());
        refused(id, "making", "filing", "activation", "suspension", "resumption", "cancellation");
        approve(id);
        step(FIRST, id, "rejection").expectProblem(409, "illegal-state-move");
        refused(id, "filing", "activation", "suspension", "resumption");
        step(MANAGER, id, "making").expect(200);
        refused(id, "making", "activation", "suspension", "resumption");
        step(MANAGER, id, "filing").expect(200);
        refused(id, "making", "filing", "suspension", "resumption");
        step(MANAGER, id, "activation").expect(200);
        refused(id, "making", "filing", "activation", "resumption");
        step(MANAGER, id, "suspension").expect(200);
        refused(id, "making", "filing", "activation", "suspension");
        step(MANAGER, id, "cancellation").expect(200);
        refused(id, "making", "filing", "activation", "suspension", "resumption", "cancellation");
        APPLICANT.post("/api/v1/seals/" + id + "/change", Map.of("reason", "更名")).expectProblem(409, "illegal-state-move");
        String rejected = applied(Authority.fresh());
        assertThat(step(FIRST, rejected, "rejection").expect(200).json().get("state").asText()).isEqualTo("REJECTED");
        refused(rejected, "making", "cancellation");
        step(SECOND, rejected, "approvals").expectProblem(409, "illegal-state-move");
    }

    private static void refused(String id, String... steps) {
        String state = seal(id).get("state").asText();
        for (String step : steps) {
            step(MANAGER, id, step).expectProblem(409, "illegal-state-move");
        }
        assertThat(seal(id).get("state").asText()).isEqualTo(state);
    }

    @Test
    void madeSealHoldsPictureNameOwnerAndSigningCertificateAndItsMakersGoodSignature() throws IOException {
        Authority authority = Authority.fresh();
        String id = applied(authority);
        approve(id);
        JsonNode made = step(MANAGER, id, "making").expect(200).json();
        byte[] der = hub().database().queryForObject("select ses from seal where id = ?::uuid", byte[].class, id);
        SesSeal seal = SesSeal.parse(der);
        assertThat(seal.makerSignatureGood()).isTrue();
        assertThat(seal.info().sealId()).isEqualTo(made.get("number").asText()).matches("350205[0-9]{7}");
        assertThat(seal.info().name()).isEqualTo(authority.name() + "电子证照专用章");
        assertThat(seal.info().signers()).hasSize(1);
        assertThat(seal.info().picture().width()).isEqualTo(42);
        byte[] png = READER.get("/api/v1/seals/" + id + "/picture").expect(200).body();
        assertThat(seal.info().picture().data()).isEqualTo(png);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2)).as("the star in the centre").isEqualTo(0xFFD0161B);
        assertThat(picture.getRGB(2, 2) >>> 24).as("the ground is transparent").isZero();
    }

    @Test
    void governmentsGetFortyFiveMillimetresWithoutAStarAndDepartmentsFortyTwoWithOne() {
        Map<String, Object> application = new Authority("示例" + System.nanoTime() % 100_000 + "区人民政府", Numbers.ofOrganisation()).application();
        JsonNode government = APPLICANT.post("/api/v1/seals", application).expect(201).json();
        assertThat(government.get("diameterMm").asInt()).isEqualTo(45);
        assertThat(government.get("star").asBoolean()).isFalse();
        JsonNode department = seal(applied(Authority.fresh()));
        assertThat(department.get("diameterMm").asInt()).isEqualTo(42);
        assertThat(department.get("star").asBoolean()).isTrue();
    }

    @Test
    void applicationsThatCannotBecomeASealAreRefusedWithTheFieldAtFault() {
        refusedField("ownerName", null, "missing_field");
        refusedField("ownerName", "局".repeat(41), "missing_field");
        refusedField("ownerName", Numbers.ofPerson(), "missing_field");
        refusedField("ownerName", "示例\uD83D\uDE00局", "not_drawable");
        refusedField("ownerCode", Numbers.withWrongCheck(Numbers.ofOrganisation()), "bad_number");
        refusedField("kind", null, "missing_field");
        refusedField("diameterMm", 46, "out_of_range");
        refusedField("diameterMm", 34, "out_of_range");
        refusedField("reason", " ", "missing_field");
    }

    private static void refusedField(String field, Object value, String code) {
        Map<String, Object> application = Authority.fresh().application();
        application.put(field, value);
        APPLICANT.post("/api/v1/seals", application).expectProblem(400, "invalid-request").expectFault(field, code);
    }

    @Test
    void ownerHasOneLiveSealOfAKind() {
        Authority authority = Authority.fresh();
        String waiting = applied(authority);
        String id = inUse(authority);
        APPLICANT.post("/api/v1/seals", authority.application()).expectProblem(409, "seal-exists");
        approve(waiting);
        step(MANAGER, waiting, "making").expect(200);
        step(MANAGER, waiting, "filing").expect(200);
        step(MANAGER, waiting, "activation").expectProblem(409, "seal-exists");
        step(MANAGER, id, "cancellation").expect(200);
        step(MANAGER, waiting, "activation").expect(200);
    }

    @Test
    void changedSealIsReplacedByItsSuccessorAtTheMomentThatComesIntoUse() {
        String old = inUse(Authority.fresh());
        JsonNode successor = APPLICANT.post("/api/v1/seals/" + old + "/change", Map.of("diameterMm", 40, "reason", "换新")).expect(201).json();
        String id = successor.get("id").asText();
        assertThat(successor.get("replaces").asText()).isEqualTo(old);
        APPLICANT.post("/api/v1/seals/" + old + "/change", Map.of("reason", "换新")).expectProblem(409, "seal-exists");
        assertThat(seal(old).get("state").asText()).isEqualTo("IN_USE");
        complete(id);
        assertThat(seal(old).get("state").asText()).isEqualTo("CHANGED");
        assertThat(seal(id).get("state").asText()).isEqualTo("IN_USE");
        assertThat(seal(id).get("diameterMm").asInt()).isEqualTo(40);
        assertThat(seal(id).get("certificateSerial").asText()).isNotEqualTo(seal(old).get("certificateSerial").asText());
    }

    @Test
    void keyOfASealIsCiphertextAndIsDestroyedWithTheSeal() {
        String id = inUse(Authority.fresh());
        byte[] kept = hub().database().queryForObject("select key_enc from seal_key where seal_id = ?::uuid", byte[].class, id);
        assertThat(kept[0]).as("no DER of a PKCS#12").isNotEqualTo((byte) 0x30);
        step(MANAGER, id, "cancellation").expect(200);
        assertThat(hub().database().queryForList("select 1 from seal_key where seal_id = ?::uuid", id)).isEmpty();
    }

    @Test
    void historyAndUsageLogCannotBeRewritten() {
        inUse(Authority.fresh());
        for (String table : List.of("seal_event", "seal_usage")) {
            for (String statement : List.of("delete from " + table, "truncate " + table, "update " + table + " set seal_id = seal_id")) {
                org.assertj.core.api.Assertions.assertThatThrownBy(() -> hub().database().execute(statement)).hasMessageContaining("append-only");
            }
        }
    }

    @Test
    void listsAreReadToTheirEndInPagesAndByStateAndOwner() {
        List<String> ids = new ArrayList<>();
        Authority authority = Authority.fresh();
        for (int i = 0; i < 5; i++) {
            ids.add(applied(authority));
        }
        for (int size : new int[] {1, 2, 5, 1000}) {
            assertThat(pages("/api/v1/seals?ownerName=" + encoded(authority.name()), size)).extracting(item -> item.get("id").asText())
                    .containsExactlyElementsOf(ids);
        }
        step(FIRST, ids.get(2), "rejection").expect(200);
        assertThat(pages("/api/v1/seals?state=REJECTED&ownerName=" + encoded(authority.name()), 3)).hasSize(1);
        assertThat(pages("/api/v1/seals", 7)).extracting(item -> item.get("id").asText()).containsAll(ids).doesNotHaveDuplicates();
        READER.get("/api/v1/seals?limit=1001").expectProblem(400, "invalid-request");
        READER.get("/api/v1/seals?after=" + java.util.UUID.randomUUID()).expectProblem(400, "invalid-request");
        READER.get("/api/v1/seals/" + java.util.UUID.randomUUID()).expectProblem(404, "not-found");
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void everyDoorWantsItsScope() {
        String id = applied(Authority.fresh());
        for (ApiCaller wrong : List.of(FIRST, MANAGER, READER, hub().admin())) {
            wrong.post("/api/v1/seals", Authority.fresh().application()).expectProblem(403, "missing-scope");
            wrong.post("/api/v1/seals/with-license", Map.of()).expectProblem(403, "missing-scope");
            wrong.post("/api/v1/seals/" + id + "/change", Map.of("reason", "x")).expectProblem(403, "missing-scope");
        }
        for (ApiCaller wrong : List.of(APPLICANT, MANAGER, READER, hub().admin())) {
            step(wrong, id, "approvals").expectProblem(403, "missing-scope");
            step(wrong, id, "rejection").expectProblem(403, "missing-scope");
        }
        for (String step : List.of("making", "filing", "activation", "suspension", "resumption", "cancellation")) {
            for (ApiCaller wrong : List.of(APPLICANT, FIRST, READER, hub().admin())) {
                step(wrong, id, step).expectProblem(403, "missing-scope");
            }
        }
        hub().admin().get("/api/v1/seals").expectProblem(403, "missing-scope");
        hub().anonymous().get("/api/v1/seals").expectProblem(401, "unauthenticated");
    }
}
