package org.licensehub.hub.seals.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.signing.SesSignature;
import org.licensehub.signing.TimeStampClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where the time-stamp in a seal comes from, as configured ({@code licensehub.seals.time-stamps}). */
@Component
class TimeStamps {

    private static final Logger LOG = LoggerFactory.getLogger(TimeStamps.class);

    private final SesSignature.TimeStamper stamper;

    TimeStamps(HubKeys keys, HubProperties hub) {
        HubProperties.TimeStamps wanted = hub.seals().timeStamps();
        this.stamper = switch (wanted.from()) {
            case NONE -> null;
            case EMBEDDED -> keys.seals().timeStamps();
            case REMOTE -> patient(withTrust(hub, new TimeStampClient(HttpClient.newBuilder().connectTimeout(wanted.timeout()).build(), wanted.url(),
                    wanted.timeout(), keys.sealTrust())));
        };
    }

    /** Without its certificate no token of it would ever be taken, and no license ever sealed. */
    private static SesSignature.TimeStamper withTrust(HubProperties hub, SesSignature.TimeStamper remote) {
        String[] names = hub.keys().resolve("tsa").toFile().list();
        if (names == null || names.length == 0) {
            throw new IllegalStateException("时间戳机构的证书须放入 " + hub.keys().resolve("tsa")
                    + " / The certificate of the authority of time must lie in that folder");
        }
        return remote;
    }

    /** @return null if seals carry no time-stamp; it throws {@link UncheckedIOException} when no token can be had now */
    SesSignature.TimeStamper stamper() {
        return stamper;
    }

    /** An authority that is away is no fault of the license: it is sealed later, as when the disk is full. */
    static SesSignature.TimeStamper patient(SesSignature.TimeStamper authority) {
        return message -> {
            try {
                return authority.stamp(message);
            } catch (IllegalStateException e) {
                LOG.warn("{}: {}", e.getMessage(), e.getCause() == null ? "-" : e.getCause().getMessage());
                throw new UncheckedIOException("时间戳机构不可用 / no time-stamp can be had", new IOException(e));
            }
        };
    }
}
