package org.licensehub.hub.peering.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.UUID;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.Sm2Verifier;

/**
 * A receiver's signed word on an envelope.
 *
 * @param outcome RECEIVED: durable here; REFUSED: not taken, see {@code reason}
 * @param head newest tree head of the receiver's log, kept by the sender as a witness
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EnvelopeReceipt(UUID envelopeId, String hub, Outcome outcome, String reason, String receivedAt, TreeHead head, String signature) {

    enum Outcome {
        RECEIVED, REFUSED
    }

    /** The receiver no longer has the file and the envelope did not bring it. */
    static final String FILE_MISSING = "file_missing";

    static EnvelopeReceipt sign(UUID envelopeId, String hub, Outcome outcome, String reason, String receivedAt, TreeHead head, SealingKey key) {
        EnvelopeReceipt unsigned = new EnvelopeReceipt(envelopeId, hub, outcome, reason, receivedAt, head, null);
        return new EnvelopeReceipt(envelopeId, hub, outcome, reason, receivedAt, head, HexFormat.of().formatHex(key.sign(unsigned.signedBytes())));
    }

    boolean signedBy(PublicKey key) {
        try {
            return signature != null && Sm2Verifier.verify(key, signedBytes(), HexFormat.of().parseHex(signature));
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }

    private byte[] signedBytes() {
        return String.join("\n", "licensehub-receipt-1", String.valueOf(envelopeId), hub, outcome.name(), String.valueOf(reason), receivedAt)
                .getBytes(StandardCharsets.UTF_8);
    }
}
