package org.licensehub.hub.peering.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.UUID;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.signing.Sm3;

/**
 * What travels between hubs: one license at one row version, signed with the sending hub's SM2 key.
 *
 * @param payload JSON of a {@link LicenseTransfer}; its bytes are signed
 * @param signature DER signature over {@link #signedBytes}, hexadecimal
 * @param head newest tree head of the sender's log, signed by itself; kept as a witness
 * @param file the sealed file, unless the receiver has it already; its digest stands in the payload
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Envelope(UUID envelopeId, String from, String to, byte[] payload, String signature, TreeHead head, byte[] file) {

    static Envelope sign(UUID id, String from, String to, byte[] payload, SealingKey key) {
        String signature = HexFormat.of().formatHex(key.sign(signedBytes(id, from, to, payload)));
        return new Envelope(id, from, to, payload, signature, null, null);
    }

    Envelope with(TreeHead newest, byte[] attached) {
        return new Envelope(envelopeId, from, to, payload, signature, newest, attached);
    }

    boolean signedBy(PublicKey key) {
        try {
            return Sm2Verifier.verify(key, signedBytes(envelopeId, from, to, payload), HexFormat.of().parseHex(signature));
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }

    private static byte[] signedBytes(UUID id, String from, String to, byte[] payload) {
        return String.join("\n", "licensehub-envelope-1", id.toString(), from, to, HexFormat.of().formatHex(Sm3.digest(payload)))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Envelope[" + envelopeId + ", " + from + " to " + to + "]";
    }
}
