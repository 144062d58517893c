package org.licensehub.hub.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.licensehub.connectors.RecordReceipt;
import org.licensehub.connectors.RecordSink;
import org.licensehub.connectors.SharedRecord;
import org.licensehub.connectors.UnreadableRecord;
import org.licensehub.hub.intake.IntakeReceipt;
import org.licensehub.hub.intake.RecordIntake;
import org.springframework.stereotype.Component;

/** Hands what connectors read to intake. */
@Component
class ConnectorSink implements RecordSink {

    private final RecordIntake intake;

    ConnectorSink(RecordIntake intake) {
        this.intake = intake;
    }

    /** A column without a value is a field that was not given. */
    @Override
    public List<RecordReceipt> accept(List<SharedRecord> records) {
        List<SharedRecord> given = new ArrayList<>();
        for (SharedRecord record : records) {
            Map<String, String> fields = new LinkedHashMap<>();
            record.fields().forEach((name, value) -> {
                if (value != null && !value.isBlank()) {
                    fields.put(name, value);
                }
            });
            given.add(new SharedRecord(record.resource(), record.source(), record.sourceKey(), record.revision(), fields, record.time()));
        }
        return intake.accept(given, "hub:connector", "connector").stream().map(ConnectorSink::receipt).toList();
    }

    @Override
    public RecordReceipt acceptUnreadable(UnreadableRecord record) {
        return receipt(intake.acceptUnreadable(record, "hub:connector", "connector"));
    }

    private static RecordReceipt receipt(IntakeReceipt receipt) {
        RecordReceipt.Outcome outcome = switch (receipt.outcome()) {
            case ACCEPTED -> receipt.repeated() ? RecordReceipt.Outcome.DUPLICATE : RecordReceipt.Outcome.ACCEPTED;
            case QUARANTINED -> receipt.repeated() ? RecordReceipt.Outcome.DUPLICATE : RecordReceipt.Outcome.QUARANTINED;
            case CONFLICT -> RecordReceipt.Outcome.CONFLICT;
        };
        return new RecordReceipt(String.valueOf(receipt.receiptId()), outcome, receipt.reasons().stream()
                .map(fault -> new RecordReceipt.FieldReason(fault.field(), fault.code(), fault.messageZh(), fault.messageEn())).toList());
    }
}
