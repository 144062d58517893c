package org.licensehub.hub.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.demo.DemoLookups.Found;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.signing.SealNames;
import org.licensehub.signing.SealedFileVerifier;
import org.licensehub.signing.Sm3;

/** The approval systems fetch sealed files and check them: at the hub and, without any hub, by the root certificates of signers and seal makers. */
final class DemoFiles {

    private static final String BOUNDARY = "licensehub-demo-boundary";

    private final Map<String, DemoCallers> callers;
    private final Tally tally;
    private final Map<String, SealedFileVerifier> verifiers = new HashMap<>();
    private final AtomicLong verified = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong cases = new AtomicLong();

    DemoFiles(Map<String, DemoCallers> callers, Map<DemoSite, HubKeys> keys, Tally tally) {
        this.callers = callers;
        this.tally = tally;
        keys.forEach((site, own) -> verifiers.put(site.id(), new SealedFileVerifier(own.sealTrust(), SealNames.KNOWN, Clock.systemUTC())));
    }

    /** Fetches and checks one file; counts it as verified only if digest, offline check and the hub's check all agree. */
    byte[] fetchAndVerify(String site, Found license) {
        byte[] file = fetch(site, license.identifier(), "LOCAL");
        tally.count(AuditEvent.FILE_DOWNLOADED, site);
        verify(site, license, file);
        return file;
    }

    /** The same for a license that only the province has, asked for at the district: all three hubs record it. */
    void fetchFromAbove(Found license) {
        byte[] file = fetch(DemoSite.DISTRICT, license.identifier(), "ABOVE");
        tally.count(AuditEvent.FILE_DOWNLOADED, DemoSite.DISTRICT, DemoSite.CITY, DemoSite.PROVINCE);
        verify(DemoSite.PROVINCE, license, file);
    }

    private byte[] fetch(String site, String identifier, String reach) {
        String path = "/api/v1/licenses/" + identifier + "/file";
        DemoApi.Reply reply = DemoApi.expect(path, callers.get(site).approval().tryPost(path,
                Map.of("elements", elements(), "reach", reach)), 200);
        String said = reply.response().headers().firstValue("LicenseHub-File-Digest").orElse("");
        if (!said.equals("SM3=" + HexFormat.of().formatHex(Sm3.digest(reply.body())))) {
            refused.incrementAndGet();
        }
        return reply.body();
    }

    private void verify(String site, Found license, byte[] file) {
        boolean offline = verifiers.get(license.originHub()).verify(file).valid();
        JsonNode atHub = checkAtHub(site, file);
        boolean online = atHub.get("sealValid").asBoolean() && atHub.get("known").asBoolean()
                && license.identifier().equals(atHub.path("identifier").asText());
        (offline && online ? verified : refused).incrementAndGet();
    }

    /** @return whether a file with one byte changed is refused by both checks */
    boolean changedByteIsFound(String site, Found license, byte[] file) {
        byte[] changed = file.clone();
        changed[changed.length / 2] ^= 1;
        JsonNode atHub = checkAtHub(site, changed);
        return !verifiers.get(license.originHub()).verify(changed).valid() && !atHub.get("sealValid").asBoolean() && !atHub.get("known").asBoolean();
    }

    private JsonNode checkAtHub(String site, byte[] file) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        part(form, "name=\"elements\"", "application/json", DemoApi.bytes(elements()));
        part(form, "name=\"file\"; filename=\"license\"", "application/octet-stream", file);
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        String path = "/api/v1/verifications/file";
        DemoApi.Reply reply = callers.get(site).approval().send("POST", path, "multipart/form-data; boundary=" + BOUNDARY, form.toByteArray());
        tally.count(AuditEvent.FILE_VERIFIED, site);
        return DemoApi.expect(path, reply, 200).json();
    }

    private static void part(ByteArrayOutputStream form, String disposition, String type, byte[] content) {
        form.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(content);
        form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private Map<String, String> elements() {
        return DemoCallers.elements("DEMO-F" + cases.incrementAndGet());
    }

    /** License data by identifier, and a claim checked that is right and one that is wrong. @return whether all came out as they should */
    boolean dataAndInformation(String site, Found license) {
        DemoApi approval = callers.get(site).approval();
        JsonNode data = approval.post("/api/v1/licenses/" + license.identifier() + "/data", Map.of("elements", elements()), 200);
        tally.count(AuditEvent.DATA_ANSWERED, site);
        String number = data.path("license").path("fields").path("certificate_number").asText();
        return information(approval, license, number).equals("MATCH") && information(approval, license, number + "x").equals("MISMATCH");
    }

    private String information(DemoApi approval, Found license, String number) {
        Map<String, Object> claim = Map.of("licenseType", license.licenseType(), "holderCode", license.holder().code(), "holderCodeType",
                license.holder().type(), "fields", Map.of("certificate_number", number), "elements", elements());
        JsonNode answer = approval.post("/api/v1/verifications/information", claim, 200);
        tally.count(AuditEvent.INFORMATION_VERIFIED, approval.site().key());
        return answer.get("result").asText();
    }

    /** Asks in three ways without a grant. @return how many were refused with 403 and the grant that is missing */
    int askWithoutGrant(String site, Found license) {
        DemoApi newcomer = callers.get(site).newcomer();
        Map<String, Object> otherItem = DemoLookups.request(license.holder(), "DEMO-R1");
        otherItem.put("licenseTypes", List.of(license.licenseType()));
        otherItem.put("elements", DemoCallers.elements(DemoCallers.ungrantedItem(), "DEMO-R2"));
        String path = "/api/v1/licenses/" + license.identifier();
        List<DemoApi.Reply> replies = List.of(newcomer.tryPost("/api/v1/lookups", otherItem),
                newcomer.tryPost(path + "/data", Map.of("elements", elements())), newcomer.tryPost(path + "/file", Map.of("elements", elements())));
        replies.forEach(reply -> tally.count(AuditEvent.ACCESS_REFUSED, site));
        return (int) replies.stream().filter(reply -> reply.status() == 403 && !reply.json().path("missingGrants").isEmpty()).count();
    }

    long verified() {
        return verified.get();
    }

    /** Files that failed a check they had to pass. */
    long refused() {
        return refused.get();
    }
}
