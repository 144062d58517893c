package org.licensehub.connectors;

import java.util.Objects;

/**
 * A sealed message on its way to a peer. Whoever made it signed it; here it is bytes.
 *
 * @param envelopeId unique per sender; no personal data, safe in a log
 * @param body       the sealed bytes
 */
public record OutboundEnvelope(String envelopeId, byte[] body) {

    public OutboundEnvelope {
        Objects.requireNonNull(envelopeId, "envelopeId");
        Objects.requireNonNull(body, "body");
    }

    @Override
    public String toString() {
        return "OutboundEnvelope[" + envelopeId + ", " + body.length + " bytes]";
    }
}
