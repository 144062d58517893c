package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.store.catalogue.CommonField;

class HostileBodyTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-hostile-body";
    private static final ApiCaller DEPARTMENT = hub().newDepartment(SOURCE);
    private static final ApiCaller READER = hub().newApprovalSystem(PushedRecord.TAX_PROOF);

    private static PushedRecord record() {
        return aRecord().from(SOURCE);
    }

    private static Answer pushRaw(String body) {
        return DEPARTMENT.post("/api/v1/records", body);
    }

    private static Answer pushRaw(byte[] body, String contentType) {
        return DEPARTMENT.post("/api/v1/records", contentType, BodyPublishers.ofByteArray(body));
    }

    @Test
    void wrongCheckCharactersAreNamedFieldByField() {
        PushedRecord record = record();
        DEPARTMENT.push(record.with(CommonField.HOLDER_CODE, Numbers.withWrongCheck(record.holder().number()))
                .with(CommonField.ISSUER_CODE, "11350205DEM0000223")).expect(202)
                .expectFault("certificate_holder_code", "bad_check_character").expectFault("certificate_issuing_authority_code", "bad_issuer_code");
    }

    @Test
    void unknownLicenseTypeGoesToQuarantineAndWhatIsNoTypeCodeIsRefused() {
        DEPARTMENT.push(record().enveloped("licenseType", "11350000DEM000030A999")).expect(202).expectFault("resource", "unknown_license_type");
        for (String wrong : List.of("tax", "\u0000", "11350000DEM000030A00", Holder.aPerson().number() + "\n", "甲".repeat(21))) {
            DEPARTMENT.push(record().enveloped("licenseType", wrong)).expectProblem(400, "invalid-request").expectFault("licenseType", "bad_number_format");
        }
    }

    @Test
    void issueDateInTheFutureIsAFaultButAStartOfValidityInTheFutureIsLegal() {
        LocalDate future = LocalDate.now().plusDays(3);
        DEPARTMENT.push(record().with(CommonField.ISSUE_DATE, future.toString())).expect(202)
                .expectFault("certificate_issuing_authority_date", "issue_date_in_future");
        DEPARTMENT.push(record().with(CommonField.VALIDITY_START, future.toString())).expect(201);
    }

    @Test
    void endBeforeStartIsAFault() {
        DEPARTMENT.push(record().with(CommonField.VALIDITY_START, "2025-01-02").with(CommonField.VALIDITY_END, "2025-01-01")).expect(202)
                .expectFault("certificate_validate_end", "end_before_start");
    }

    @Test
    void fieldOfTenMegabytesIsRefusedAsTooLarge() {
        DEPARTMENT.push(record().with("KZ_SPHM", "长".repeat(10 << 20))).expectProblem(413, "too-large");
        DEPARTMENT.push(record().keyed("k".repeat(10 << 20))).expectProblem(413, "too-large");
    }

    @Test
    void bodyWithoutEndOfSmallFieldsIsRefusedAsTooLarge() {
        StringBuilder body = new StringBuilder("{\"fields\":{");
        for (int i = 0; i < 1_000_000; i++) {
            body.append("\"f").append(i).append("\":\"\",");
        }
        pushRaw(body.toString()).expectProblem(413, "too-large");
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] good = record().json().getBytes(StandardCharsets.UTF_8);
        for (byte[] bad : List.of(new byte[] {(byte) 0xC3, 0x28}, new byte[] {(byte) 0xFF}, new byte[] {(byte) 0xC0, (byte) 0x80},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, new byte[] {(byte) 0xF8, (byte) 0x88, (byte) 0x80, (byte) 0x80, (byte) 0x80})) {
            byte[] body = new String(good, StandardCharsets.ISO_8859_1).replace("test-", new String(bad, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
            pushRaw(body, "application/json").expectProblem(400, "malformed-json");
        }
    }

    @Test
    void duplicatedKeysAreRefusedWhereverTheyStand() {
        String good = record().json();
        pushRaw(good.replaceFirst("\\{", "{\"revision\":1,")).expectProblem(400, "malformed-json");
        pushRaw(good.replaceFirst("\"fields\":\\{", "\"fields\":{\"KZ_SZ\":\"契税\",")).expectProblem(400, "malformed-json");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 5_000, 200_000})
    void deepNestingIsRefused(int depth) {
        DEPARTMENT.post("/api/v1/records", "{\"fields\":" + "[".repeat(depth) + "]".repeat(depth) + "}").expectProblem();
        pushRaw("{\"unknown\":".repeat(depth)).expectProblem();
        pushRaw("[".repeat(depth)).expectProblem();
    }

    @Test
    void trailingGarbageIsRefused() {
        pushRaw(record().json() + "x").expectProblem(400, "malformed-json");
        pushRaw(record().json() + record().json()).expectProblem(400, "invalid-request");
    }

    @Test
    void unknownPropertyIsNamedUnlessItCouldHoldANumber() {
        pushRaw(record().json().replaceFirst("\\{", "{\"colour\":1,")).expectProblem(400, "invalid-request").expectFault("colour", "unknown_property");
        String number = Numbers.ofPerson();
        Answer answer = pushRaw(record().json().replaceFirst("\\{", "{\"" + number + "\":1,")).expectProblem(400, "invalid-request");
        assertThat(answer.text()).doesNotContain(number);
        assertThat(pushRaw(record().json().replaceFirst("\"fields\":\\{", "\"fields\":{\"" + number + "\":{},")).expectProblem(400, "invalid-request")
                .text()).doesNotContain(number);
        assertThat(DEPARTMENT.push(record().with(number, "1")).expect(202).text()).doesNotContain(number);
    }

    @Test
    void numberInThePlaceOfATextIsRefused() {
        pushRaw(record().json().replaceFirst("\"sourceKey\":\"[^\"]*\"", "\"sourceKey\":12")).expectProblem(400, "invalid-request")
                .expectFault("sourceKey", "wrong_type");
        pushRaw(record().json().replaceFirst("\"KZ_SJJE\":\"[^\"]*\"", "\"KZ_SJJE\":12")).expectProblem(400, "invalid-request")
                .expectFault("fields.KZ_SJJE", "wrong_type");
        pushRaw(record().json().replaceFirst("\"KZ_SJJE\":\"[^\"]*\"", "\"KZ_SJJE\":true")).expectProblem(400, "invalid-request");
        pushRaw(record().json().replaceFirst("\"KZ_SJJE\":\"[^\"]*\"", "\"KZ_SJJE\":null")).expectProblem(400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "1.5", "1e0", "0", "-1", "null", "9223372036854775808", "true", "[1]", "NaN", "01"})
    void revisionIsAWholeNumberFromOne(String revision) {
        pushRaw(record().json().replace("\"revision\":1", "\"revision\":" + revision)).expectProblem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", " ", "[]", "[{}]", "\"text\"", "12", "{}", "{\"fields\":null}", "{", "nul", "\u0000", "﻿{}"})
    void bodyThatIsNoRecordIsRefused(String body) {
        pushRaw(body).expectProblem();
        DEPARTMENT.put("/api/v1/quarantine/00000000-0000-0000-0000-000000000000/correction", body).expectProblem();
        READER.post("/api/v1/lookups", body).expectProblem();
        READER.post("/api/v1/licenses/x/data", body).expectProblem();
        READER.post("/api/v1/verifications/information", body).expectProblem();
        hub().admin().post("/api/v1/callers", body).expectProblem();
        hub().admin().post("/api/v1/grants", body).expectProblem();
    }

    /** Libraries on the class path read YAML and CBOR as well, and without the strictness that JSON is read with. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense", "application/x-ndjson",
        "application/yaml", "application/cbor"})
    void wrongContentTypeIsRefused(String contentType) {
        pushRaw(record().json().getBytes(StandardCharsets.UTF_8), contentType).expectProblem(415, "unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sourceKey", "source", "licenseType", "revision", "fields"})
    void missingPropertyIsNamed(String property) {
        pushRaw(record().enveloped("x", 1).json().replace("\"x\":1,", "").replaceFirst("\"" + property + "\":", "\"time\":null,\"unused\":"))
                .expectProblem();
        if (!property.equals("fields")) {
            DEPARTMENT.push(record().enveloped(property, null)).expectProblem();
        }
    }

    @Test
    void textsWithControlAndDirectionCharactersAreFaults() {
        for (String text : List.of("a\u0000b", "a\u202eb", "a\nb", "\ufffe")) {
            DEPARTMENT.push(record().with("KZ_SPHM", text)).expect(202).expectFault("KZ_SPHM", "control_characters");
        }
        pushRaw(record().with("KZ_SPHM", "half").json().replace("half", "\\ud800")).expect(202).expectFault("KZ_SPHM", "control_characters");
    }

    @Test
    void recordsWhoseTextIsHardToDrawNeverStopTheSealingOfOthers() {
        for (String text : List.of("W".repeat(40), "\ud83d\ude00", "é́́́́", "\u200d", "שלום", "漢".repeat(40), "𠮷", "﷽", "\u3000")) {
            assertThat(DEPARTMENT.push(record().with("KZ_SPHM", text).with(CommonField.CERTIFICATE_NUMBER, text.repeat(3))
                    .with(CommonField.HOLDER_NAME, text).with(CommonField.ISSUER_NAME, text)).status()).isIn(201, 202);
        }
        PushedRecord good = record();
        DEPARTMENT.push(good).expect(201);
        hub().awaitLicense(READER, good.holder());
    }

    @Test
    void nullsInListsAreRefused() {
        Holder holder = Holder.aPerson();
        java.util.List<String> withNull = new java.util.ArrayList<>();
        withNull.add(null);
        READER.post("/api/v1/lookups", Map.of("holderCode", holder.number(), "holderCodeType", holder.type(), "licenseTypes", withNull,
                "elements", elements())).expectProblem(400, "invalid-request");
        for (String property : List.of("actions", "fields", "serviceItems")) {
            Map<String, Object> grant = hub().grantFor(READER, PushedRecord.TAX_PROOF);
            grant.put(property, withNull);
            hub().admin().post("/api/v1/grants", grant).expectProblem(400, "invalid-request");
        }
        for (String property : List.of("scopes", "sources")) {
            Map<String, Object> caller = new java.util.HashMap<>(Map.of("clientId", "nulls", "name", "系统", "organisation", "局", "scopes",
                    List.of("licenses.read")));
            caller.put(property, withNull);
            hub().admin().post("/api/v1/callers", caller).expectProblem(400, "invalid-request");
        }
    }

    @Test
    void timesThatNoDatabaseCanKeepAreRefused() {
        for (String time : List.of("+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z", "yesterday")) {
            Map<String, Object> grant = hub().grantFor(READER, PushedRecord.TAX_PROOF);
            grant.put("validTo", time);
            hub().admin().post("/api/v1/grants", grant).expectProblem(400, "invalid-request");
        }
        assertThat(DEPARTMENT.push(record().enveloped("time", "+1000000000-12-31T23:59:59.999999999Z")).status()).isIn(201, 400);
    }

    @Test
    void holderCodeThatDoesNotFitItsTypeIsRefusedWithoutRepeatingIt() {
        String wrong = Numbers.withWrongCheck(Numbers.ofPerson());
        Answer answer = READER.lookup(new Holder("x", "111", wrong), elements()).expectProblem(400, "invalid-request")
                .expectFault("holderCode", "bad_number");
        assertThat(answer.text()).doesNotContain(wrong);
        READER.lookup(new Holder("x", "998", wrong), elements()).expectProblem(400, "invalid-request");
        READER.lookup(new Holder("x", "", ""), elements()).expectProblem(400, "invalid-request");
    }

    @Test
    void malformedMultipartIsRefused() {
        for (String contentType : List.of("multipart/form-data", "multipart/form-data; boundary=x")) {
            READER.post("/api/v1/verifications/file", contentType, BodyPublishers.ofString("--x\r\nContent-Disp")).expectProblem();
        }
        READER.post("/api/v1/verifications/file", "multipart/form-data; boundary=x", BodyPublishers.ofString("--x--\r\n")).expectProblem();
        READER.post("/api/v1/verifications/file", "application/pdf", BodyPublishers.ofString("%PDF-")).expectProblem(415, "unsupported-media-type");
        READER.verifyFile(new byte[21 << 20], elements()).expectProblem(413, "too-large");
    }
}
