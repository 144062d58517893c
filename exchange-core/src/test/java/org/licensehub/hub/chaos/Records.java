package org.licensehub.hub.chaos;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.licensehub.hub.demo.synthetic.SyntheticRecord;
import org.licensehub.hub.demo.synthetic.SyntheticRecords;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseType;

/** Good synthetic records of the district, each given out once. */
public final class Records {

    private static final int HOLDERS = 4000;

    private final Deque<Pushed> unused = new ArrayDeque<>();
    private final Pushed taxProof;
    private int copies;

    private Records(List<Pushed> all) {
        unused.addAll(all);
        taxProof = all.stream().filter(record -> record.type().slug().equals("tax-payment-proof")).findFirst().orElseThrow();
    }

    /** A record as pushed. */
    public record Pushed(String source, String sourceKey, long revision, LicenseType type, Map<String, String> fields) {

        Map<String, Object> body() {
            return Map.of("source", source, "sourceKey", sourceKey, "revision", revision, "licenseType", type.code().value(), "fields", fields);
        }

        public String holderCode() {
            return fields.get("certificate_holder_code").split(",")[0];
        }

        public String holderType() {
            return fields.get("certificate_holder_type");
        }

        boolean sealedWithoutReview() {
            return type.automaticApproval();
        }
    }

    public static Records generate(long seed, int count) {
        Map<String, LicenseType> types = JsonLicenseTypeCatalogue.load().all().stream()
                .collect(Collectors.toMap(type -> type.code().value(), type -> type));
        List<Pushed> good = new ArrayList<>();
        for (SyntheticRecord record : SyntheticRecords.generate(seed, count, HOLDERS, 0, LocalDate.now()).records()) {
            if (record.areaCode().equals(SyntheticRecords.HAICANG)) {
                good.add(new Pushed(record.source(), record.sourceKey(), record.revision(), types.get(record.typeCode()), record.fields()));
            }
        }
        return new Records(good);
    }

    public synchronized List<Pushed> take(int count) {
        List<Pushed> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.add(unused.remove());
        }
        return taken;
    }

    /** Proofs of tax payment: sealed without review, and a holder may have any number; all of one holder. */
    public synchronized List<Pushed> taxProofs(int count) {
        return taxProofs(taxProof, count);
    }

    /** As {@link #taxProofs(int)}, spread over holders in turn. */
    public synchronized List<Pushed> taxProofsOf(int holders, int count) {
        List<Pushed> of = unused.stream().filter(record -> record.type() == taxProof.type()).limit(holders).toList();
        List<Pushed> proofs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            proofs.addAll(taxProofs(of.get(i % of.size()), 1));
        }
        return proofs;
    }

    private List<Pushed> taxProofs(Pushed model, int count) {
        List<Pushed> proofs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            copies++;
            Map<String, String> fields = new LinkedHashMap<>(model.fields());
            fields.put("certificate_number", "(2026)闽税证明9%06d".formatted(copies));
            proofs.add(new Pushed(model.source(), "copy-" + copies, 1, model.type(), fields));
        }
        return proofs;
    }

    Set<String> sources() {
        return unused.stream().map(Pushed::source).collect(Collectors.toSet());
    }
}
