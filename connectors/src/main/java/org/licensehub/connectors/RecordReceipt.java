package org.licensehub.connectors;

import java.util.List;
import java.util.Objects;

/**
 * What the receiver made of one record. The same record pushed again gets the same receipt id.
 *
 * @param receiptId id the pushing side can ask about later; holds no personal data
 * @param outcome   what happened
 * @param reasons   why, field by field; empty when accepted
 */
public record RecordReceipt(String receiptId, Outcome outcome, List<FieldReason> reasons) {

    /** What happened to the record. Only {@link #REFUSED} means that nothing was kept. */
    public enum Outcome {
        /** Durable, and on its way. */
        ACCEPTED,
        /** Durable, but it has to be corrected first. */
        QUARANTINED,
        /** Known already with the same content; no second effect. */
        DUPLICATE,
        /** The same source key and revision is known with other content. */
        CONFLICT,
        /** Not taken, for instance because the source may not send this resource. */
        REFUSED
    }

    /**
     * One reason.
     *
     * @param field     field name, or empty when the whole record is meant
     * @param code      stable code
     * @param messageZh sentence for people, Chinese; never holds the value
     * @param messageEn the same in English
     */
    public record FieldReason(String field, String code, String messageZh, String messageEn) {
    }

    public RecordReceipt {
        Objects.requireNonNull(receiptId, "receiptId");
        Objects.requireNonNull(outcome, "outcome");
        reasons = List.copyOf(reasons);
    }
}
