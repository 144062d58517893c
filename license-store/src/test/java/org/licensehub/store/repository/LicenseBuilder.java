package org.licensehub.store.repository;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.protection.HolderKey;

/** A license row for a test; whatever is not said is sensible and unique. */
final class LicenseBuilder {

    static final String HUB = "hub-350205";
    static final String TYPE = "11350000DEM000030A005";

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private UUID id = UUID.randomUUID();
    private LicenseState state = LicenseState.PENDING_SEAL;
    private String type = TYPE;
    private String origin = HUB;
    private List<HolderKey> holders = List.of(aHolder());
    private long rowVersion = 1;
    private long revision = 1;
    private byte[] content = {1, 2, 3};
    private Instant createdAt = Instant.parse("2026-03-01T08:00:00Z").plus(number, ChronoUnit.MILLIS);

    static LicenseBuilder aLicense() {
        return new LicenseBuilder();
    }

    static HolderKey aHolder() {
        byte[] bytes = new byte[32];
        byte[] number = Long.toString(NUMBERS.incrementAndGet()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(number, 0, bytes, 0, number.length);
        return new HolderKey(bytes);
    }

    LicenseBuilder withId(UUID known) {
        id = known;
        return this;
    }

    LicenseBuilder in(LicenseState wanted) {
        state = wanted;
        return this;
    }

    LicenseBuilder ofType(String code) {
        type = code;
        return this;
    }

    LicenseBuilder from(String hub) {
        origin = hub;
        return this;
    }

    LicenseBuilder heldBy(HolderKey... keys) {
        holders = List.of(keys);
        return this;
    }

    LicenseBuilder rowVersion(long version) {
        rowVersion = version;
        return this;
    }

    LicenseBuilder withContent(byte... bytes) {
        content = bytes;
        return this;
    }

    LicenseBuilder createdAt(Instant at) {
        createdAt = at;
        return this;
    }

    License build() {
        boolean issued = state.issued();
        return new License(id, issued ? identifier() : null, issued ? serial() : null, 1, type, 1, "350205", "11350205DEM0000222", origin,
                "350205-test", Long.toString(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII), revision, state,
                LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 1), null, content, issued ? "f".repeat(64) : null, null, holders, rowVersion,
                createdAt, createdAt);
    }

    private String identifier() {
        return "1.2.156.3005.2." + type + ".11350205DEM0000222." + serial() + ".001.X";
    }

    private String serial() {
        return "2026%010d".formatted(number);
    }
}
