package org.licensehub.hub.seals.internal;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.seals.LongTermProof;
import org.licensehub.signing.PdfPreserver;
import org.licensehub.signing.SesSignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes certificates and lists from what the hub itself trusts and publishes. */
@Component
class PdfLongTermProof implements LongTermProof {

    private static final Logger LOG = LoggerFactory.getLogger(PdfLongTermProof.class);
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    private final CurrentTrust trust;
    private final PdfPreserver preserver;
    private final boolean atSealing;
    private final Duration ahead;

    PdfLongTermProof(CurrentTrust trust, TimeStamps times, HubProperties hub, Clock clock) {
        this.trust = trust;
        this.ahead = hub.seals().longTerm().ahead();
        this.atSealing = hub.seals().longTerm().atSealing();
        this.preserver = new PdfPreserver(orRefuse(times.stamper()), ahead, Map.of(), clock);
    }

    private static SesSignature.TimeStamper orRefuse(SesSignature.TimeStamper stamper) {
        return stamper != null ? stamper : message -> {
            throw new IllegalStateException("本库未配置时间戳 / this hub is configured without time-stamps");
        };
    }

    @Override
    public Proven withMaterial(byte[] sealed) {
        if (atSealing && isPdf(sealed)) {
            try {
                PdfPreserver.Embedded embedded = preserver.embedded(sealed, trust.material());
                return new Proven(embedded.file(), embedded.provenUntil().map(until -> until.minus(ahead)));
            } catch (IllegalArgumentException e) {
                LOG.warn("A file is issued without validation material: {}", e.getMessage());
            }
        }
        return new Proven(sealed, renewalDue(sealed));
    }

    @Override
    public Optional<Instant> renewalDue(byte[] file) {
        return isPdf(file) ? preserver.provenUntil(file).map(until -> until.minus(ahead)) : Optional.empty();
    }

    @Override
    public byte[] renewed(byte[] file) {
        try {
            return preserver.reliableUntil(file).isPresent() ? preserver.renew(file, trust.material()) : preserver.preserve(file, trust.material());
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static boolean isPdf(byte[] file) {
        return file.length > PDF.length && Arrays.equals(file, 0, PDF.length, PDF, 0, PDF.length);
    }
}
