package org.licensehub.signing;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.x509.CRLReason;

/**
 * One line of a list of revoked certificates (RFC 5280, 5.3).
 *
 * @param serial serial number of the certificate
 * @param at when it was revoked
 */
public record Revocation(BigInteger serial, Instant at, Reason reason) {

    /** Why, as far as this project revokes (RFC 5280, 5.3.1). */
    public enum Reason {
        /** 密钥泄露: somebody else may have signed. */
        KEY_COMPROMISE(CRLReason.keyCompromise),
        /** 被取代: another certificate took its place. */
        SUPERSEDED(CRLReason.superseded),
        /** 停止使用: nothing is signed any more. */
        CESSATION_OF_OPERATION(CRLReason.cessationOfOperation);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** Lists know whole seconds. The next one, so that what was signed before in the same second is not taken for later. */
    Instant listedAt() {
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(at) ? second : second.plus(Duration.ofSeconds(1));
    }
}
