package org.licensehub.hub.peering.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.signing.Sm3;
import org.licensehub.store.repository.LicenseDigest;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.stereotype.Service;

/** Compares, scope by scope, what this hub and the hub above hold: identifier, row version, state and file digest. */
@Service
class Reconciliation {

    private static final int PAGE = 1000;
    private static final int SHOWN = 100;

    private final LicenseRepository licenses;
    private final PeerDirectory peers;
    private final PeerReader reader;

    Reconciliation(LicenseRepository licenses, PeerDirectory peers, PeerReader reader) {
        this.licenses = licenses;
        this.peers = peers;
        this.reader = reader;
    }

    /**
     * One scope compared.
     *
     * @param scope hub that issued the licenses
     * @param digestHere SM3 over all lines in order; equal digests mean equal sets
     * @param differing how many identifiers differ or are missing on one side; the first 100 are named
     */
    record ScopeReport(String scope, long here, long there, String digestHere, String digestThere, boolean equal, long differing,
            List<String> firstDiffering) {
    }

    record Report(String peer, boolean equal, List<ScopeReport> scopes) {
    }

    Report withParent() {
        String parent = peers.parent().orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有上级库 / There is no hub above")).id();
        List<ScopeReport> scopes = licenses.origins().stream().map(scope -> compare(parent, scope)).toList();
        return new Report(parent, scopes.stream().allMatch(ScopeReport::equal), scopes);
    }

    private ScopeReport compare(String parent, String scope) {
        Map<String, String> here = new TreeMap<>();
        String after = "";
        for (List<LicenseDigest> page = licenses.digestsAfter(scope, after, PAGE); !page.isEmpty(); page = licenses.digestsAfter(scope, after, PAGE)) {
            page.forEach(digest -> here.put(digest.identifier(), line(digest)));
            after = page.get(page.size() - 1).identifier();
        }
        Map<String, String> there = new TreeMap<>();
        for (String cursor = ""; cursor != null;) {
            Page<LicenseDigest> page = reader.reconciliation(parent, scope, cursor, PAGE);
            page.items().forEach(digest -> there.put(digest.identifier(), line(digest)));
            cursor = page.next();
        }
        List<String> differing = new ArrayList<>();
        TreeSet<String> all = new TreeSet<>(here.keySet());
        all.addAll(there.keySet());
        all.stream().filter(identifier -> !here.getOrDefault(identifier, "").equals(there.getOrDefault(identifier, ""))).forEach(differing::add);
        return new ScopeReport(scope, here.size(), there.size(), digest(here), digest(there), differing.isEmpty(), differing.size(),
                differing.stream().limit(SHOWN).toList());
    }

    private static String line(LicenseDigest digest) {
        return digest.identifier() + "|" + digest.rowVersion() + "|" + digest.state() + "|" + digest.fileDigest();
    }

    private static String digest(Map<String, String> lines) {
        return HexFormat.of().formatHex(Sm3.digest(String.join("\n", lines.values()).getBytes(StandardCharsets.UTF_8)));
    }
}
