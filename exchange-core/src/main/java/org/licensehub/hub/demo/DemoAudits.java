package org.licensehub.hub.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.signing.Sm2Verifier;

/** The auditors export the three logs and verify each: by its key alone, and against the head that a neighbour keeps. */
final class DemoAudits {

    private static final String EXPORT = "/api/v1/audit/export";

    private final Map<String, DemoCallers> callers;

    DemoAudits(Map<String, DemoCallers> callers) {
        this.callers = callers;
    }

    /** @param witnessed size of the head that the neighbour {@code witness} keeps of this log; 0 if it keeps none */
    record Verified(String hub, String witness, long witnessed, boolean intact, long records, String fault) {
    }

    List<Verified> verify(Crew crew) {
        List<Check> checks = List.of(new Check(DemoSite.DISTRICT, DemoSite.CITY), new Check(DemoSite.CITY, DemoSite.PROVINCE),
                new Check(DemoSite.CITY, DemoSite.DISTRICT), new Check(DemoSite.PROVINCE, DemoSite.CITY));
        Map<Check, Verified> done = new ConcurrentHashMap<>();
        crew.each(checks, check -> done.put(check, verified(check.site(), check.witness())));
        return checks.stream().map(done::get).toList();
    }

    private record Check(String site, String witness) {
    }

    private Verified verified(String site, String witness) {
        try {
            return verify(site, witness);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The witnessed head is read first: an export made after it must contain it. */
    private Verified verify(String site, String witness) throws IOException {
        Optional<TreeHead> head = witnessed(site, witness);
        DemoApi auditor = callers.get(site).auditor();
        byte[] export = DemoApi.expect(EXPORT, auditor.send("GET", EXPORT, null, null), 200).body();
        String key = new String(DemoApi.expect("/api/v1/audit/key", auditor.send("GET", "/api/v1/audit/key", null, null), 200).body(),
                StandardCharsets.US_ASCII);
        LogVerifier.Report report = LogVerifier.verify(new ByteArrayInputStream(export), Sm2Verifier.publicKeyFromPem(key), head);
        return new Verified(auditor.site().id(), callers.get(witness).site().id(), head.map(TreeHead::size).orElse(0L),
                report.intact() && head.isPresent(), report.records(), report.fault());
    }

    private Optional<TreeHead> witnessed(String site, String witness) throws JsonProcessingException {
        for (JsonNode head : callers.get(witness).auditor().get("/api/v1/audit/witnessed-heads")) {
            if (head.get("hub").asText().equals(callers.get(site).site().id())) {
                return Optional.of(DemoApi.JSON.treeToValue(head, TreeHead.class));
            }
        }
        return Optional.empty();
    }
}
