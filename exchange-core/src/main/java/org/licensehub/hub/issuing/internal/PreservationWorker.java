package org.licensehub.hub.issuing.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.issuing.PreservedFiles;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.seals.LongTermProof;
import org.licensehub.store.file.FileStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives license files a further time-stamp before their last one ends, so that they verify for as long as they are kept. */
@Component
class PreservationWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PreservationWorker.class);
    private static final String ACTOR = "hub:preservation";
    private static final Duration NEXT_TRY = Duration.ofDays(1);

    private final PreservedFiles preserved;
    private final LongTermProof proof;
    private final FileStore files;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final HubProperties hub;
    private final Clock clock;

    PreservationWorker(PreservedFiles preserved, LongTermProof proof, FileStore files, AuditLog audit, TransactionTemplate transaction,
            HubProperties hub, Clock clock) {
        this.preserved = preserved;
        this.proof = proof;
        this.files = files;
        this.audit = audit;
        this.transaction = transaction;
        this.hub = hub;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${licensehub.seals.long-term.poll:1h}")
    void renewDue() {
        boolean more = hub.workers();
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(status -> {
                List<PreservedFiles.Due> due = preserved.claimDue(clock.instant(), 1);
                due.forEach(this::renew);
                return !due.isEmpty();
            }));
        }
    }

    /** What cannot be renewed today is tried every day and named in the log, as long as it is due; it keeps no other waiting. */
    private void renew(PreservedFiles.Due due) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try {
            byte[] copy = proof.renewed(files.get(due.newestDigest()).orElseThrow(() -> new IllegalStateException("文件不在 / the file is not at hand")));
            Instant next = proof.renewalDue(copy).orElseThrow(() -> new IllegalStateException("没有文档时间戳 / no document time-stamp"));
            if (!next.isAfter(now)) {
                throw new IllegalStateException("时间戳机构的证书即将到期 / the certificate of the authority of time itself ends too soon");
            }
            String digest = files.put(copy);
            preserved.renewed(due.fileDigest(), digest, now, next);
            audit.appendInTransaction(AuditDraft.of(AuditEvent.FILE_PRESERVED, ACTOR).with("licenseId", due.licenseId().toString())
                    .with("fileDigest", due.fileDigest()).with("copyDigest", digest));
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            LOG.error("File {} cannot be preserved: {}", due.fileDigest(), e.getMessage());
            preserved.postponed(due.fileDigest(), now.plus(NEXT_TRY));
        }
    }
}
