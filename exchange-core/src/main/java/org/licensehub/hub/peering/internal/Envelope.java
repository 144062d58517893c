package org.licensehub.hub.peering.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.UUID;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.hub.platform.JsonConfiguration;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.signing.Sm3;

/**
 * What travels between hubs: one license at one row version, signed with the sending hub's SM2 key. On its way it is CBOR
 * (RFC 8949): most of it is a file, which JSON would make a third longer.
 *
 * @param payload JSON of a {@link LicenseTransfer}; its bytes are signed
 * @param signature DER signature over {@link #signedBytes}, hexadecimal
 * @param head newest tree head of the sender's log, signed by itself; kept as a witness
 * @param file the sealed file, unless the receiver has it already; its digest stands in the payload
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Envelope(UUID envelopeId, String from, String to, byte[] payload, String signature, TreeHead head, byte[] file) {

    /** As strict as the hub's JSON, see {@link JsonConfiguration}. */
    private static final CBORMapper CBOR = CBORMapper.builder(CBORFactory.builder().streamReadConstraints(JsonConfiguration.LIMITS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

    static Envelope sign(UUID id, String from, String to, byte[] payload, SealingKey key) {
        String signature = HexFormat.of().formatHex(key.sign(signedBytes(id, from, to, payload)));
        return new Envelope(id, from, to, payload, signature, null, null);
    }

    Envelope with(TreeHead newest, byte[] attached) {
        return new Envelope(envelopeId, from, to, payload, signature, newest, attached);
    }

    byte[] encoded() {
        try {
            return CBOR.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An envelope is always CBOR", e);
        }
    }

    /** @throws IOException if it is none, or says something this hub does not know */
    static Envelope decoded(byte[] bytes) throws IOException {
        Envelope envelope = CBOR.readValue(bytes, Envelope.class);
        if (envelope == null || envelope.envelopeId() == null || envelope.from() == null || envelope.to() == null
                || envelope.payload() == null || envelope.signature() == null) {
            throw new IOException("no envelope");
        }
        return envelope;
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
