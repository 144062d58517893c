package org.licensehub.hub.peering;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.licensehub.store.model.License;

/** Asks, where that is needed, the hubs that licenses came from whether they are still as they are held here. */
public interface Confirmations {

    /**
     * @param received licenses of other hubs, as they are here
     * @param oldest confirmations of before do not do
     * @return one for each license, by its id
     */
    Map<UUID, Confirmation> confirm(Collection<License> received, Instant oldest);

    /** Up to when a license is known to have been so without anybody being asked: its last change, at the hub that made it. */
    static Instant withoutAsking(License license, Instant now) {
        // a clock there that is ahead makes nothing known of the future
        return license.updatedAt().isAfter(now) ? now : license.updatedAt();
    }
}
