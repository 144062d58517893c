package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;
import static org.licensehub.hub.api.SealDesk.MANAGER;
import static org.licensehub.hub.api.SealDesk.inUse;
import static org.licensehub.hub.api.SealDesk.pages;
import static org.licensehub.hub.api.SealDesk.seal;
import static org.licensehub.hub.api.SealDesk.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.api.SealDesk.Authority;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.signing.PdfSealer;
import org.licensehub.signing.SealRequest;
import org.licensehub.signing.Sm3;

/** Licenses get the seal of the authority that issues them, as long as it is in use. */
class SealedLicensesTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-sealed";
    private static final String BUSINESS_LICENSE = "business-license";
    private static final String PUBLICATION_PERMIT = "publication-business-permit";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF, PushedRecord.FOOD_PERMIT, BUSINESS_LICENSE,
            PUBLICATION_PERMIT);

    private static PushedRecord recordOf(Authority authority) {
        return authority.issues(aRecord().from(SOURCE));
    }

    private static String pushed(PushedRecord record) {
        return DEPARTMENT.push(record).expect(201).json().get("receiptId").asText();
    }

    private static byte[] issuedFile(PushedRecord record) {
        pushed(record);
        return READER.file(hub().awaitLicense(READER, record.holder()).get("identifier").asText(), elements()).expect(200).body();
    }

    private static String awaitReturned(String receipt) {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() ->
                DEPARTMENT.get("/api/v1/records/" + receipt).expect(200), answer -> answer.json().get("state").asText().equals("RETURNED")).text();
    }

    private static JsonNode check(byte[] file) {
        return READER.verifyFile(file, elements()).expect(200).json();
    }

    @Test
    void licenseCarriesItsAuthoritysOwnSealAndTheUsageLogNamesDocumentAndOrderer() {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        Instant started = Instant.now();
        byte[] file = issuedFile(recordOf(authority));

        JsonNode report = check(file).get("seal");
        assertThat(report.get("valid").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.at("/details/form").asText()).isEqualTo("GM.sm2seal");
        assertThat(Instant.parse(report.at("/details/timeStamp").asText())).isBetween(started.minusSeconds(1), Instant.now());
        assertThat(report.at("/details/sealId").asText()).isEqualTo(seal(id).get("number").asText());
        assertThat(report.at("/details/sealName").asText()).isEqualTo(authority.name() + "电子证照专用章");
        assertThat(report.at("/details/signerSerial").asText()).isEqualTo(seal(id).get("certificateSerial").asText());

        List<JsonNode> usages = pages("/api/v1/seals/" + id + "/usages", 1);
        assertThat(usages).hasSize(1);
        assertThat(usages.get(0).get("documentDigest").asText()).isEqualTo(HexFormat.of().formatHex(Sm3.digest(file)));
        assertThat(usages.get(0).get("orderedBy").asText()).isEqualTo(DEPARTMENT.clientId());
    }

    @Test
    void licenseOfATypeThatSaysSoIsAnOfdFileUnderTheSameSealWithItsDataForMachines() throws IOException {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        ApiCaller reviewer = hub().newReviewer();
        PushedRecord record = authority.issues(aRecord().of(PUBLICATION_PERMIT).from(SOURCE));
        String license = DEPARTMENT.get("/api/v1/records/" + pushed(record)).json().get("licenseId").asText();
        reviewer.post("/api/v1/reviews/" + license + "/approval", Map.of()).expect(200);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        Answer answer = READER.file(identifier, elements()).expect(200);

        assertThat(answer.header("Content-Type")).hasValue("application/ofd");
        assertThat(answer.header("Content-Disposition").orElse("")).contains(identifier + ".ofd");
        JsonNode checked = check(answer.body());
        assertThat(checked.get("known").asBoolean()).isTrue();
        assertThat(checked.at("/seal/valid").asBoolean()).as(checked.toString()).isTrue();
        assertThat(checked.at("/seal/details/timeStamp").asText()).isNotEmpty();
        assertThat(checked.at("/seal/details/sealId").asText()).isEqualTo(seal(id).get("number").asText());
        assertThat(entry(answer.body(), "OFD.xml")).contains("<ofd:CustomData Name=\"certificate_identifier\">" + identifier + "<");
        byte[] changed = answer.body().clone();
        changed[changed.length / 2] ^= 1;
        assertThat(check(changed).at("/seal/valid").asBoolean()).isFalse();
    }

    private static String entry(byte[] zip, String name) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no entry " + name);
    }

    @Test
    void reviewedLicenseIsSealedOnTheReviewersOrder() {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        ApiCaller reviewer = hub().newReviewer();
        PushedRecord record = authority.issues(aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE));
        String license = DEPARTMENT.get("/api/v1/records/" + pushed(record)).json().get("licenseId").asText();
        reviewer.post("/api/v1/reviews/" + license + "/approval", Map.of()).expect(200);
        hub().awaitLicense(READER, record.holder());
        JsonNode usage = pages("/api/v1/seals/" + id + "/usages", 10).get(0);
        assertThat(usage.get("orderedBy").asText()).isEqualTo(reviewer.clientId());
        assertThat(usage.get("licenseId").asText()).isEqualTo(license);
    }

    @Test
    void firstLicenseOfAnAuthorityGetsItASealWhoseHistorySaysThatNoPersonApprovedIt() {
        Authority authority = Authority.fresh();
        assertThat(check(issuedFile(recordOf(authority))).get("sealValid").asBoolean()).isTrue();
        issuedFile(recordOf(authority));
        List<JsonNode> seals = pages("/api/v1/seals?ownerName=" + java.net.URLEncoder.encode(authority.name(), StandardCharsets.UTF_8), 9);
        assertThat(seals).hasSize(1);
        String id = seals.get(0).get("id").asText();
        assertThat(pages("/api/v1/seals/" + id + "/history", 100)).hasSize(6).allSatisfy(move -> {
            assertThat(move.get("actor").asText()).startsWith("hub:seal-provision-");
            assertThat(move.get("reason").asText()).contains("自动配发");
        });
        assertThat(pages("/api/v1/seals/" + id + "/usages", 1)).hasSize(2);
    }

    @Test
    void suspendedSealSendsLicensesBackAndTheyAreSealedAfterItsResumption() {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        step(MANAGER, id, "suspension").expect(200);
        PushedRecord record = recordOf(authority);
        String receipt = pushed(record);
        assertThat(awaitReturned(receipt)).contains("停用");
        step(MANAGER, id, "resumption").expect(200);
        DEPARTMENT.put("/api/v1/quarantine/" + receipt + "/correction", Map.of("fields", record.fields())).expect(200);
        hub().awaitLicense(READER, record.holder());
        assertThat(pages("/api/v1/seals/" + id + "/usages", 100)).hasSize(1);
    }

    @Test
    void cancelledSealSealsNothingAndIsNotReplacedBehindPeoplesBacksButItsOldFilesStayGood() {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        byte[] before = issuedFile(recordOf(authority));
        step(MANAGER, id, "cancellation").expect(200);
        assertThat(awaitReturned(pushed(recordOf(authority)))).contains("注销");
        assertThat(pages("/api/v1/seals/" + id + "/usages", 100)).hasSize(1);
        assertThat(check(before).at("/seal/valid").asBoolean()).isTrue();
        inUse(authority);
        issuedFile(recordOf(authority));
    }

    @Test
    void licensesGoOnUnderTheSuccessorOfAChangedSeal() {
        Authority authority = Authority.fresh();
        String old = inUse(authority);
        byte[] before = issuedFile(recordOf(authority));
        String successor = SealDesk.APPLICANT.post("/api/v1/seals/" + old + "/change", Map.of("diameterMm", 38, "star", false, "reason", "换新"))
                .expect(201).json().get("id").asText();
        SealDesk.complete(successor);
        byte[] after = issuedFile(recordOf(authority));
        assertThat(check(before).at("/seal/details/sealId").asText()).isEqualTo(seal(old).get("number").asText());
        assertThat(check(after).at("/seal/details/sealId").asText()).isEqualTo(seal(successor).get("number").asText());
        assertThat(check(after).at("/seal/valid").asBoolean()).isTrue();
    }

    @Test
    void fileSealedInTheCmsFormKeepsVerifying() throws IOException {
        ByteArrayOutputStream blank = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.save(blank);
        }
        byte[] file = new PdfSealer(hub().part(HubKeys.class).sealKey()).seal(blank.toByteArray(),
                new SealRequest("签发电子证照", "350205", "示例局", Instant.now(), null));
        assertThat(check(file).at("/seal/valid").asBoolean()).isTrue();
        assertThat(check(file).at("/seal/details/form").asText()).isEqualTo("GM.sm2cms.detached");
    }

    @Test
    void statisticsCountSealsByStateAndOwnerAndSealingsByMonth() {
        Authority authority = Authority.fresh();
        JsonNode before = SealDesk.READER.get("/api/v1/seals/statistics").expect(200).json();
        String id = inUse(authority);
        issuedFile(recordOf(authority));
        issuedFile(recordOf(authority));
        step(MANAGER, id, "suspension").expect(200);
        JsonNode after = SealDesk.READER.get("/api/v1/seals/statistics").expect(200).json();
        assertThat(after.at("/states/SUSPENDED").asLong()).isEqualTo(before.at("/states/SUSPENDED").asLong() + 1);
        String month = YearMonth.now().toString();
        assertThat(sealings(after, month)).isEqualTo(sealings(before, month) + 2);
        JsonNode owner = pages("/api/v1/seals/statistics/owners", 3).stream().filter(one -> one.get("ownerCode").asText().equals(authority.code()))
                .findFirst().orElseThrow();
        assertThat(owner.toString()).isEqualTo("{\"ownerName\":\"" + authority.name() + "\",\"ownerCode\":\"" + authority.code()
                + "\",\"seals\":1,\"inUse\":0,\"sealings\":2}");
    }

    private static long sealings(JsonNode statistics, String month) {
        long sum = 0;
        for (JsonNode one : statistics.get("months")) {
            sum += one.get("month").asText().equals(month) ? one.get("sealings").asLong() : 0;
        }
        return sum;
    }

    @Test
    void sealAskedForWithALicenseIsAppliedForWhenTheLicenseIsIssued() {
        ApiCaller company = hub().newCaller(Set.of("seals.apply", "records.push"), SOURCE);
        PushedRecord record = Authority.fresh().issues(aRecord().of(PushedRecord.FOOD_PERMIT).from(SOURCE).heldBy(Holder.anOrganisation()));
        String receipt = pushed(record);
        String license = DEPARTMENT.get("/api/v1/records/" + receipt).json().get("licenseId").asText();
        JsonNode wish = company.post("/api/v1/seals/with-license", Map.of("receiptId", receipt, "kind", "OFFICIAL", "reason", "开办企业一件事"))
                .expect(201).json();
        assertThat(wish.get("state").asText()).isEqualTo("WAITING");

        hub().newReviewer().post("/api/v1/reviews/" + license + "/approval", Map.of()).expect(200);
        hub().awaitLicense(READER, record.holder());

        JsonNode opened = company.get("/api/v1/seals/with-license/" + wish.get("id").asText()).expect(200).json();
        assertThat(opened.get("state").asText()).isEqualTo("OPENED");
        JsonNode seal = seal(opened.get("sealId").asText());
        assertThat(seal.get("state").asText()).isEqualTo("APPLIED");
        assertThat(seal.get("ownerName").asText()).isEqualTo(record.holder().name());
        assertThat(seal.get("ownerCode").asText()).isEqualTo(record.holder().number());
        assertThat(seal.get("licenseId").asText()).isEqualTo(license);
        assertThat(seal.get("applicant").asText()).isEqualTo(company.clientId());
    }

    @Test
    void sealAskedForWithAnIssuedLicenseIsAppliedForAtOnceAndASecondOneIsRefusedWithoutHarm() {
        ApiCaller company = hub().newCaller(Set.of("seals.apply", "records.push"), SOURCE);
        PushedRecord record = Authority.fresh().issues(aRecord().of(BUSINESS_LICENSE).from(SOURCE));
        pushed(record);
        String identifier = hub().awaitLicense(READER, record.holder()).get("identifier").asText();
        Map<String, Object> request = Map.of("licenseIdentifier", identifier, "kind", "OFFICIAL", "reason", "补办");
        JsonNode wish = company.post("/api/v1/seals/with-license", request).expect(201).json();
        assertThat(wish.get("state").asText()).isEqualTo("OPENED");
        SealDesk.complete(wish.get("sealId").asText());
        assertThat(company.post("/api/v1/seals/with-license", request).expect(201).json().get("state").asText()).isEqualTo("REFUSED");
        hub().newCaller(Set.of("seals.apply")).post("/api/v1/seals/with-license", request).expectProblem(404, "not-found");
    }

    @Test
    void noSealIsToBeHadWithALicenseOfAPersonOrOfSomebodyElsesRecord() {
        ApiCaller company = hub().newCaller(Set.of("seals.apply", "records.push"), SOURCE);
        String receipt = pushed(recordOf(Authority.fresh()));
        company.post("/api/v1/seals/with-license", Map.of("receiptId", receipt, "kind", "OFFICIAL", "reason", "x"))
                .expectProblem(400, "invalid-request").expectFault("receiptId", "holder_without_seal");
        SealDesk.APPLICANT.post("/api/v1/seals/with-license", Map.of("receiptId", receipt, "kind", "OFFICIAL", "reason", "x"))
                .expectProblem(404, "not-found");
        company.post("/api/v1/seals/with-license", Map.of("kind", "OFFICIAL", "reason", "x")).expectProblem(400, "invalid-request");
    }
}
