package org.licensehub.hub.seals.internal;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.licensehub.hub.seals.LicenseSeals;
import org.springframework.stereotype.Component;

/**
 * Seals ready to seal, kept because opening a key and preparing a picture cost more than sealing does. Says nothing about
 * whether a seal may be used: that is asked of its row each time.
 */
@Component
class OpenedSeals {

    private final Map<UUID, LicenseSeals.InUse> opened = new ConcurrentHashMap<>();
    private final SealRepository seals;
    private final SealMaker maker;

    OpenedSeals(SealRepository seals, SealMaker maker) {
        this.seals = seals;
        this.maker = maker;
    }

    /** @param used the id of a seal that the caller's transaction holds */
    LicenseSeals.InUse open(UUID used) {
        return opened.computeIfAbsent(used, id -> {
            SealRow seal = seals.find(id).orElseThrow();
            byte[] key = seals.key(id).orElseThrow(() -> new IllegalStateException("Seal " + id + " is in use and has no key"));
            return maker.open(seal, key);
        });
    }

    /** To be called while the seal is held for update, so that nobody opens it again before it left use. */
    void forget(UUID id) {
        opened.remove(id);
    }
}
