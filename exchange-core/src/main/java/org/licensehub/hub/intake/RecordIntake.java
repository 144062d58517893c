package org.licensehub.hub.intake;

import java.util.ArrayList;
import java.util.List;
import org.licensehub.connectors.SharedRecord;
import org.licensehub.connectors.UnreadableRecord;
import org.licensehub.hub.intake.internal.IntakeDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The one way in for records, whatever road they came by. */
@Service
public class RecordIntake {

    private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);

    private final IntakeDesk desk;
    private final TransactionTemplate transaction;

    public RecordIntake(IntakeDesk desk, TransactionTemplate transaction) {
        this.desk = desk;
        this.transaction = transaction;
    }

    /**
     * Takes records in; durable when it returns. Records, audit and what follows from them are one transaction for the whole
     * list; where two pushes race for one place, each record gets its own.
     *
     * @param actor who pushes: a caller or a connector
     * @param channel how: {@code rest}, {@code batch}, {@code csv}, {@code jdbc}
     * @return one receipt for each record, in the same order
     */
    public List<IntakeReceipt> accept(List<SharedRecord> records, String actor, String channel) {
        try {
            return transaction.execute(status -> records.stream().map(record -> desk.take(record, actor, channel)).toList());
        } catch (ConcurrencyFailureException | DataIntegrityViolationException race) {
            LOG.info("{} records raced with another push; taking them one by one", records.size());
            List<IntakeReceipt> receipts = new ArrayList<>();
            for (SharedRecord record : records) {
                receipts.add(transaction.execute(status -> desk.take(record, actor, channel)));
            }
            return receipts;
        }
    }

    /** Keeps what could not be read as a record, encrypted, in quarantine. */
    public IntakeReceipt acceptUnreadable(UnreadableRecord record, String actor, String channel) {
        return transaction.execute(status -> desk.takeUnreadable(record, actor, channel));
    }
}
