package org.licensehub.hub.seals.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.licensehub.hub.platform.HubKeys;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.SealAuthority;
import org.licensehub.hub.platform.SealAuthority.Issuer;
import org.licensehub.signing.Revocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The hub's lists of revoked certificates (RFC 5280): of those who sign, who make seals, and who say what time it is. A new one
 * of the signers is part of the transaction that ends a seal; each issuer's is made anew before the last one grows old. The
 * newest also lie in the folder {@code trust/crl} of the hub's keys, for whoever verifies without the hub.
 */
@Component
class RevocationLists {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationLists.class);
    /** For whoever verifies, also under another account: temporary files are their owner's only. */
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");
    /** Orders those who would make a list at the same time, so that each knows what the one before it revoked. */
    private static final long LOCK = 0x43524CL;

    private final JdbcTemplate jdbc;
    private final SealRepository seals;
    private final SealAuthority authority;
    private final TransactionTemplate transaction;
    private final HubProperties hub;
    private final Path folder;
    private final Clock clock;

    RevocationLists(JdbcTemplate jdbc, SealRepository seals, HubKeys keys, TransactionTemplate transaction, HubProperties hub, Clock clock) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.authority = keys.seals();
        this.transaction = transaction;
        this.hub = hub;
        this.folder = hub.keys().resolve("trust").resolve("crl");
        this.clock = clock;
    }

    /** To be called in the transaction that ends a seal, after the seal's last move. */
    void signerRevoked() {
        lock();
        publish(Issuer.SIGNERS);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                writeFiles();
            }
        });
    }

    /** Makes what is missing or older than configured, and leaves all of them in the folder. */
    @Scheduled(initialDelayString = "PT0S", fixedDelayString = "PT1H")
    void renew() {
        if (!hub.workers()) {
            return;
        }
        transaction.executeWithoutResult(status -> {
            lock();
            Instant due = clock.instant().minus(hub.seals().revocationLists().every());
            for (Issuer issuer : Issuer.values()) {
                if (madeAt(issuer).map(made -> made.isBefore(due)).orElse(true)) {
                    publish(issuer);
                }
            }
        });
        writeFiles();
    }

    private void lock() {
        jdbc.query("select pg_advisory_xact_lock(?)", row -> { }, LOCK);
    }

    private Optional<Instant> madeAt(Issuer issuer) {
        return Optional.ofNullable(jdbc.queryForObject("select max(this_update) from revocation_list where issuer = ?", Timestamp.class,
                issuer.name())).map(Timestamp::toInstant);
    }

    private void publish(Issuer issuer) {
        Long last = jdbc.queryForObject("select coalesce(max(number), 0) from revocation_list where issuer = ?", Long.class, issuer.name());
        long number = last == null ? 1 : last + 1;
        List<Revocation> revoked = issuer == Issuer.SIGNERS ? seals.revoked() : List.of();
        authority.revocationList(issuer, number, hub.seals().revocationLists().validity(), revoked).ifPresent(list ->
                jdbc.update("insert into revocation_list (issuer, number, this_update, encoded) values (?, ?, ?, ?)", issuer.name(), number,
                        Timestamp.from(list.getThisUpdate().toInstant()), encoded(list)));
    }

    /** The newest list of an issuer, as DER. */
    Optional<byte[]> newest(Issuer issuer) {
        return jdbc.queryForList("select encoded from revocation_list where issuer = ? order by number desc limit 1", byte[].class, issuer.name())
                .stream().findFirst();
    }

    /** The newest list of every issuer. */
    List<X509CRL> newest() {
        List<X509CRL> lists = new ArrayList<>();
        for (Issuer issuer : Issuer.values()) {
            newest(issuer).map(RevocationLists::decoded).ifPresent(lists::add);
        }
        return lists;
    }

    /** Grows with every list of any issuer: tells whether {@link #newest()} would answer something new. */
    long edition() {
        Long sum = jdbc.queryForObject("select coalesce(sum(number), 0) from (select max(number) as number from revocation_list group by issuer) newest",
                Long.class);
        return sum == null ? 0 : sum;
    }

    private void writeFiles() {
        try {
            Files.createDirectories(folder);
            for (Issuer issuer : Issuer.values()) {
                Optional<byte[]> list = newest(issuer);
                if (list.isPresent()) {
                    Path fresh = Files.createTempFile(folder, fileName(issuer), ".new");
                    Files.write(fresh, list.get());
                    Files.setPosixFilePermissions(fresh, READABLE);
                    Files.move(fresh, folder.resolve(fileName(issuer)), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException | DataAccessException e) {
            LOG.warn("Lists of revoked certificates could not be left in {}: {}", folder, e.getClass().getSimpleName());
        }
    }

    /** @return e.g. {@code time-stamps.crl} */
    static String fileName(Issuer issuer) {
        return issuer.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".crl";
    }

    private static byte[] encoded(X509CRL list) {
        try {
            return list.getEncoded();
        } catch (CRLException e) {
            throw new IllegalStateException("a list just made has no encoding", e);
        }
    }

    private static X509CRL decoded(byte[] der) {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509", new BouncyCastleProvider()).generateCRL(new ByteArrayInputStream(der));
        } catch (CertificateException | CRLException e) {
            throw new IllegalStateException("a list made here cannot be read", e);
        }
    }
}
