package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;
import static org.licensehub.hub.api.ShareClient.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.licensehub.hub.api.SealDesk.Authority;
import org.licensehub.signing.Sm2Encryption;
import org.licensehub.signing.Sm3;
import org.licensehub.store.catalogue.CommonField;

/** A client that was written for another platform of the national standard asks this hub (GB/T 36906). */
class NationalInterfaceTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-national";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller MANAGER = hub().newManager();
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);
    private static final ShareClient CLIENT = ShareClient.registered(PushedRecord.TAX_PROOF);
    private static final String TYPE = PushedRecord.codeOf(PushedRecord.TAX_PROOF);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A license in force and what it was made from. */
    private record Issued(PushedRecord record, String identifier) {
    }

    private static Issued issued() {
        return issued(aRecord());
    }

    private static Issued issued(PushedRecord record) {
        PushedRecord own = Authority.fresh().issues(record.from(SOURCE));
        DEPARTMENT.push(own).expect(201);
        return new Issued(own, hub().awaitLicense(READER, own.holder()).get("identifier").asText());
    }

    private static String auditOf(Answer answer) {
        return hub().database().queryForObject("select body from audit_record where sequence = ?", String.class,
                Long.parseLong(answer.header("LicenseHub-Receipt").orElseThrow().split(";")[1]));
    }

    @Test
    void searchFindsTheLicenseAndTheLogShowsWhatWasNotInTheCall() throws IOException {
        Issued license = issued();
        Answer answer = CLIENT.search(license.record().holder(), TYPE);
        assertThat(status(answer)).isZero();
        assertThat(answer.json().at("/head/message").asText()).isEqualTo("接口调用成功");
        assertThat(answer.json().get("data")).hasSize(1);
        assertThat(answer.json().at("/data/0/certIdentifier").asText()).isEqualTo(license.identifier());
        assertThat(answer.json().at("/data/0/certificateName").asText()).isNotBlank();
        JsonNode record = JSON.readTree(auditOf(answer));
        assertThat(record.get("event").asText()).isEqualTo("LOOKUP_ANSWERED");
        assertThat(record.get("actor").asText()).isEqualTo(CLIENT.caller().clientId());
        assertThat(record.get("organisation").asText()).isEqualTo("海沧区示例局");
        assertThat(record.get("purpose").asText()).isEqualTo("济宁市一窗受理系统");
        assertThat(record.get("defaulted").toString()).isEqualTo("[\"organisation\",\"operator\",\"serviceItem\",\"caseNumber\"]");
        assertThat(record.has("holder")).isTrue();
    }

    @Test
    void causeAsJsonTextAndFieldsOfTheNationalServiceFillTheFiveElements() throws IOException {
        Issued license = issued();
        String cause = "{\\\"certificateSystemName\\\":\\\"审批系统\\\",\\\"certificateCallCategory\\\":\\\"1\\\",\\\"certificateMatterName\\\":\\\"材料\\\","
                + "\\\"certificateEventCode\\\":\\\"" + RunningHub.OTHER_SERVICE_ITEM + "\\\",\\\"certificateCopyCause\\\":\\\"扫码调用\\\"}";
        Answer answer = CLIENT.call("queryCertInfo", "{\"identifier\":\"" + license.identifier() + "\",\"useCause\":\"" + cause
                + "\",\"orgName\":\"某局\",\"username\":\"window-3\",\"businessCode\":\"BJ-7\",\"somethingElse\":[1]}");
        assertThat(status(answer)).as(answer.text()).isZero();
        JsonNode record = JSON.readTree(auditOf(answer));
        assertThat(List.of(record.get("organisation").asText(), record.get("operator").asText(), record.get("serviceItem").asText(),
                record.get("caseNumber").asText(), record.get("purpose").asText())).containsExactly("某局", "window-3", RunningHub.OTHER_SERVICE_ITEM,
                        "BJ-7", "扫码调用");
        assertThat(record.has("defaulted")).isFalse();
    }

    @Test
    void causeAsObjectIsReadToo() {
        Issued license = issued();
        Answer answer = CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + license.identifier() + "\",\"useCause\":{\"certificateCopyCause\":\"办理\","
                + "\"certificateEventCode\":\"\",\"certificateMatterName\":\"材料\"}}");
        assertThat(status(answer)).as(answer.text()).isZero();
        assertThat(auditOf(answer)).contains("\"purpose\":\"办理\"").contains("\"serviceItem\":\"" + RunningHub.SERVICE_ITEM + "\"");
    }

    @Test
    void dataAreNamedByTheStandardAndNarrowedToTheRangeThatIsAskedFor() {
        Issued license = issued();
        JsonNode all = CLIENT.info(license.identifier()).expect(200).json();
        assertThat(all.at("/data/certData/certificate_number").asText()).isEqualTo(license.record().field(CommonField.CERTIFICATE_NUMBER));
        assertThat(all.at("/data/certData/cert_identifier").asText()).isEqualTo(license.identifier());
        assertThat(all.at("/data/certData/certificate_type_code").asText()).isEqualTo(TYPE);
        assertThat(all.at("/data/maskedElements")).isEmpty();
        JsonNode some = CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + license.identifier()
                + "\",\"useCause\":\"办理\",\"meladataRange\":\"certificate_number, certificate_holder_name\"}").expect(200).json();
        assertThat(some.at("/data/certData")).hasSize(2);
        assertThat(status(CLIENT.call("queryCertInfo", "{\"certIdentifier\":\"" + license.identifier()
                + "\",\"useCause\":\"办理\",\"meladataRange\":\"certificate_number,no_such\"}"))).isEqualTo(102);
    }

    @Test
    void fieldThatIsNotGrantedIsMaskedHereAsEverywhere() {
        Issued license = issued();
        ShareClient narrow = ShareClient.registered();
        Map<String, Object> grant = hub().grantFor(narrow.caller(), PushedRecord.TAX_PROOF);
        grant.put("fields", List.of("certificate_number"));
        hub().grant(grant);
        Answer answer = narrow.info(license.identifier());
        assertThat(status(answer)).isZero();
        assertThat(answer.json().at("/data/certData/certificate_number").asText()).isEqualTo(license.record().field(CommonField.CERTIFICATE_NUMBER));
        assertThat(answer.text()).doesNotContain(license.record().holder().number());
        assertThat(answer.json().at("/data/maskedElements").toString()).contains("certificate_holder_code");
    }

    @Test
    void identifierIsFoundHoweverItIsWritten() {
        Issued license = issued();
        String dotted = license.identifier();
        String rootless = dotted.substring("1.2.156.3005.2.".length());
        for (String written : List.of(dotted, rootless, dotted.replace(".", ""), rootless.replace(".", ""), " " + dotted.toLowerCase(java.util.Locale.ROOT))) {
            assertThat(CLIENT.info(written).json().at("/data/cert_identifier").asText()).as(written).isEqualTo(dotted);
        }
    }

    @Test
    void fileIsAnAnnotatedCopyThatCarriesTheCauseAndIsKnownToTheHub() throws IOException {
        Issued license = issued();
        Answer answer = CLIENT.file(license.identifier(), "pdf");
        assertThat(status(answer)).as(answer.text()).isZero();
        assertThat(answer.json().at("/data/contentType").asText()).isEqualTo("base64");
        assertThat(answer.json().at("/data/fileType").asText()).isEqualTo("pdf");
        byte[] copy = Base64.getDecoder().decode(answer.json().at("/data/content").asText());
        try (PDDocument document = Loader.loadPDF(copy)) {
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s", "")).contains("加注件", "办理许可", "一窗受理系统", "海沧区示例局");
        }
        assertThat(auditOf(answer)).contains("FILE_COPIED").contains(HexFormat.of().formatHex(Sm3.digest(copy)));
        JsonNode checked = verifiedFile(copy).expect(200).json();
        assertThat(checked.at("/head/status").asInt()).isZero();
        assertThat(checked.at("/data/result").asText()).isEqualTo("0");
    }

    @Test
    void fileCanBeHadAsOfdThoughItWasIssuedAsPdf() {
        Issued license = issued();
        Answer answer = CLIENT.file(license.identifier(), "ofd");
        assertThat(status(answer)).as(answer.text()).isZero();
        byte[] copy = Base64.getDecoder().decode(answer.json().at("/data/content").asText());
        assertThat(copy).startsWith('P', 'K');
        assertThat(verifiedFile(copy).json().at("/data/result").asText()).isEqualTo("0");
        assertThat(status(CLIENT.file(license.identifier(), "png"))).isEqualTo(102);
    }

    @Test
    void copyThatIsWantedForAsLongAsTheLicenseIsGoodForAYear() {
        Issued license = issued();
        Answer answer = CLIENT.call("downloadFile", "{\"certificateIdentifier\":\"" + license.identifier()
                + "\",\"certificateCopyCause\":\"办理\",\"certificateCopyExpiringTime\":\"2099-02-28\"}");
        assertThat(status(answer)).as(answer.text()).isZero();
        assertThat(java.time.LocalDate.parse(answer.json().at("/data/certificateCopyExpiringTime").asText().substring(0, 10)))
                .isBetween(java.time.LocalDate.now().plusDays(364), java.time.LocalDate.now().plusDays(367));
        assertThat(status(CLIENT.call("downloadFile", "{\"certificateIdentifier\":\"" + license.identifier()
                + "\",\"certificateCopyCause\":\"办理\",\"certificateCopyExpiringTime\":\"2020-01-01 00:00:00\"}"))).isEqualTo(102);
    }

    @Test
    void addressLeadsToTheSameCopyOnceAndBothStepsAreInTheLog() {
        Issued license = issued();
        Answer offered = CLIENT.address(license.identifier());
        assertThat(status(offered)).as(offered.text()).isZero();
        assertThat(offered.json().at("/data/contentType").asText()).isEqualTo("http");
        String url = offered.json().at("/data/content").asText();
        assertThat(url).startsWith(hub().address() + "/share/v1/files/");
        String path = url.substring(hub().address().toString().length());
        assertThat(auditOf(offered)).contains("DOWNLOAD_OFFERED").doesNotContain(path.substring(path.lastIndexOf('/') + 1));

        Answer fetched = hub().anonymous().get(path).expect(200);
        assertThat(fetched.header("Content-Type")).hasValue("application/pdf");
        assertThat(fetched.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(verifiedFile(fetched.body()).json().at("/data/result").asText()).isEqualTo("0");
        String download = JSON.valueToTree(auditOf(offered)).asText().replaceAll(".*\"download\":\"([^\"]+)\".*", "$1");
        assertThat(hub().database().queryForObject("select count(*) from audit_record where event = 'FILE_COPIED' and body like ?", Integer.class,
                "%" + download + "%")).isOne();

        hub().anonymous().get(path).expectProblem(404, "not-found");
    }

    private static Answer verifiedFile(byte[] content) {
        return CLIENT.call("verifyFile", "{\"certTypeCode\":\"" + TYPE + "\",\"contentType\":\"base64\",\"content\":\""
                + Base64.getEncoder().encodeToString(content) + "\",\"useCause\":\"核验\"}");
    }

    @Test
    void fileThatWasChangedOrIsNoneFailsWithoutAccident() {
        Issued license = issued();
        byte[] file = READER.file(license.identifier(), elements()).expect(200).body();
        assertThat(verifiedFile(file).json().at("/data/result").asText()).isEqualTo("0");
        byte[] changed = file.clone();
        changed[changed.length / 2] ^= 1;
        assertThat(verifiedFile(changed).json().at("/data/result").asText()).isEqualTo("1");
        assertThat(verifiedFile("no license".getBytes(StandardCharsets.UTF_8)).json().at("/data/result").asText()).isEqualTo("1");
    }

    @Test
    void fileOfAnotherTypeThanTheOneAskedAboutFails() {
        Issued license = issued();
        byte[] file = READER.file(license.identifier(), elements()).expect(200).body();
        ShareClient both = ShareClient.registered(PushedRecord.TAX_PROOF, PushedRecord.FOOD_PERMIT);
        assertThat(both.call("verifyFile", "{\"certTypeCode\":\"" + PushedRecord.codeOf(PushedRecord.FOOD_PERMIT)
                + "\",\"contentType\":\"base64\",\"content\":\"" + Base64.getEncoder().encodeToString(file) + "\",\"useCause\":\"核验\"}").json()
                .at("/data/result").asText()).isEqualTo("2");
    }

    private static String claim(Issued license, String certNo) {
        return "{'holderCode':'" + license.record().holder().number() + "','holder':'" + license.record().holder().name() + "','certNo':'" + certNo + "'}";
    }

    private static String result(String certData) {
        Answer answer = CLIENT.call("verifyCertInfo", "{\"certTypeCode\":\"" + TYPE + "\",\"certData\":" + certData + ",\"useCause\":\"核验\"}");
        assertThat(status(answer)).as(answer.text()).isZero();
        return answer.json().at("/data/result").asText();
    }

    @Test
    void claimsAreJudgedWithoutRevealingWhatIsRight() {
        Issued license = issued();
        String number = license.record().field(CommonField.CERTIFICATE_NUMBER);
        assertThat(result("\"" + claim(license, number) + "\"")).isEqualTo("0");
        assertThat(result(claim(license, number).replace('\'', '"'))).isEqualTo("0");
        assertThat(result(claim(license, "别的").replace('\'', '"'))).isEqualTo("7");
        assertThat(result("{\"holderCode\":\"" + license.record().holder().number() + "\"}")).isEqualTo("4");
        String withNulls = claim(license, number).replace('\'', '"').replaceFirst("\\{", "{\"holderTypeCode\":null,\"KZ_SZ\":null,");
        assertThat(result(withNulls)).as("clients send what they do not know as null").isEqualTo("0");
        assertThat(result("null")).isEqualTo("6");
        Holder stranger = Holder.aPerson();
        assertThat(result("{\"holderCode\":\"" + stranger.number() + "\",\"holder\":\"某人\",\"certNo\":\"1\"}")).isEqualTo("5");
    }

    @Test
    void cancelledLicenseIsNeverAnsweredAsGood() {
        Issued license = issued();
        byte[] file = READER.file(license.identifier(), elements()).expect(200).body();
        String promised = CLIENT.download(license.identifier());
        assertThat(status(CLIENT.search(license.record().holder(), TYPE))).isZero();
        MANAGER.post("/api/v1/licenses/" + license.identifier() + "/ending", Map.of("ending", "CANCELLED", "reason", "申请注销")).expect(200);

        Answer found = CLIENT.search(license.record().holder(), TYPE);
        assertThat(status(found)).isEqualTo(21);
        assertThat(found.json().get("data").isNull()).isTrue();
        Answer info = CLIENT.info(license.identifier());
        assertThat(status(info)).isEqualTo(21);
        assertThat(info.json().get("data").isNull()).isTrue();
        assertThat(status(CLIENT.file(license.identifier(), "pdf"))).isEqualTo(21);
        assertThat(status(CLIENT.address(license.identifier()))).isEqualTo(21);
        hub().anonymous().get(promised).expectProblem(409, "license-not-in-force");
        assertThat(result(claim(license, license.record().field(CommonField.CERTIFICATE_NUMBER)).replace('\'', '"'))).isEqualTo("3");
        Answer checked = verifiedFile(file);
        assertThat(status(checked)).isEqualTo(21);
        assertThat(checked.json().at("/data/result").asText()).isEqualTo("2");
    }

    @Test
    void suspendedAndExpiredLicensesAndThoseToComeHaveCodesOfTheirOwn() {
        Issued suspended = issued();
        MANAGER.post("/api/v1/licenses/" + suspended.identifier() + "/suspension", Map.of("reason", "核查")).expect(200);
        assertThat(status(CLIENT.info(suspended.identifier()))).isEqualTo(23);
        assertThat(status(CLIENT.search(suspended.record().holder(), TYPE))).isEqualTo(23);
        assertThat(status(CLIENT.file(suspended.identifier(), "pdf"))).isEqualTo(23);
        Issued toCome = issued(aRecord().with(CommonField.VALIDITY_START, "2090-01-01"));
        assertThat(status(CLIENT.info(toCome.identifier()))).isEqualTo(23);
        Issued over = issued();
        MANAGER.post("/api/v1/licenses/" + over.identifier() + "/ending", Map.of("ending", "EXPIRED", "reason", "到期")).expect(200);
        assertThat(status(CLIENT.info(over.identifier()))).isEqualTo(22);
    }

    @ParameterizedTest
    @EnumSource(Sm2Encryption.Order.class)
    void dataAreEncryptedToTheKeyOfTheCallerInTheOrderItReads(Sm2Encryption.Order order) throws Exception {
        Issued license = issued();
        var keys = SignedCall.sm2Key();
        ShareClient client = ShareClient.registered(PushedRecord.TAX_PROOF);
        Map<String, Object> terms = new HashMap<>(Map.of("operator", "系统", "serviceItem", RunningHub.SERVICE_ITEM, "caseNumber", "未提供"));
        terms.put("encryption", Map.of("publicKey", SignedCall.pem(keys), "order", order.name(), "part", "CERT_DATA"));
        client.register(terms);
        String hex = client.info(license.identifier()).json().at("/data/certData").asText();
        assertThat(hex).startsWith("04").matches("[0-9A-F]+");
        JsonNode data = JSON.readTree(decrypted(hex, (ECPrivateKey) keys.getPrivate(), order));
        assertThat(data.get("certificate_holder_code").asText()).isEqualTo(license.record().holder().number());

        terms.put("encryption", Map.of("publicKey", SignedCall.pem(keys), "order", order.name(), "part", "DATA"));
        client.register(terms);
        Answer found = client.search(license.record().holder(), TYPE);
        assertThat(found.text()).doesNotContain(license.identifier());
        assertThat(JSON.readTree(decrypted(found.json().get("data").asText(), (ECPrivateKey) keys.getPrivate(), order)).at("/0/certIdentifier").asText())
                .isEqualTo(license.identifier());
    }

    private static byte[] decrypted(String hex, ECPrivateKey key, Sm2Encryption.Order order) throws CryptoException {
        X9ECParameters curve = GMNamedCurves.getByName("sm2p256v1");
        SM2Engine engine = new SM2Engine(order == Sm2Encryption.Order.C1C2C3 ? SM2Engine.Mode.C1C2C3 : SM2Engine.Mode.C1C3C2);
        engine.init(false, new ECPrivateKeyParameters(new BigInteger(1, key.getD().toByteArray()), new ECDomainParameters(curve.getCurve(),
                curve.getG(), curve.getN(), curve.getH())));
        byte[] cipher = HexFormat.of().parseHex(hex);
        return engine.processBlock(cipher, 0, cipher.length);
    }
}
