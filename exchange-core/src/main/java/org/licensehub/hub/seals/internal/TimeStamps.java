package org.licensehub.hub.seals.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.signing.SesSignature;
import org.licensehub.signing.TimeStampClient;
import org.springframework.stereotype.Component;

/** Where the time-stamp in a seal comes from, as configured ({@code licensehub.seals.time-stamps}). */
@Component
class TimeStamps {

    private final SesSignature.TimeStamper stamper;

    TimeStamps(HubKeys keys, HubProperties hub) {
        HubProperties.TimeStamps wanted = hub.seals().timeStamps();
        this.stamper = switch (wanted.from()) {
            case NONE -> null;
            case EMBEDDED -> keys.seals().timeStamps();
            case REMOTE -> patient(new TimeStampClient(HttpClient.newBuilder().connectTimeout(wanted.timeout()).build(), wanted.url(),
                    wanted.timeout(), keys.sealTrust()));
        };
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
                throw new UncheckedIOException("时间戳机构不可用 / no time-stamp can be had", new IOException(e));
            }
        };
    }
}
