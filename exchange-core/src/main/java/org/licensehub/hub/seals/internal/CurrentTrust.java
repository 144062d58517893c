package org.licensehub.hub.seals.internal;

import java.time.Clock;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.seals.SealVerification;
import org.licensehub.signing.SealNames;
import org.licensehub.signing.SealReport;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealedFileVerifier;
import org.licensehub.signing.ValidationMaterial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What the hub trusts with the newest lists of revoked certificates, and a verifier by it. Both are kept as long as no list is
 * newer than those they know: a verifier remembers certificates that it has judged.
 */
@Component
class CurrentTrust implements SealVerification {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentTrust.class);

    private final RevocationLists lists;
    private final SealTrust trust;
    private final Clock clock;
    private volatile Edition current;

    CurrentTrust(RevocationLists lists, HubKeys keys, Clock clock) {
        this.lists = lists;
        this.trust = keys.sealTrust();
        this.clock = clock;
        this.current = edition(-1, trust);
    }

    private record Edition(long number, SealedFileVerifier verifier, ValidationMaterial material) {
    }

    private Edition edition(long number, SealTrust believed) {
        return new Edition(number, new SealedFileVerifier(believed, SealNames.KNOWN, clock), ValidationMaterial.of(believed));
    }

    @Override
    public SealReport verify(byte[] file) {
        return current().verifier().verify(file);
    }

    /** All certificates and lists at hand. */
    ValidationMaterial material() {
        return current().material();
    }

    /** Without the database the last known lists serve: whoever uses them sees himself when they are too old. */
    private Edition current() {
        Edition known = current;
        try {
            long number = lists.edition();
            if (number != known.number()) {
                known = edition(number, trust.withRevocations(lists.newest()));
                current = known;
            }
        } catch (DataAccessException e) {
            LOG.warn("Files are judged by the lists known so far: {}", e.getClass().getSimpleName());
        }
        return known;
    }
}
