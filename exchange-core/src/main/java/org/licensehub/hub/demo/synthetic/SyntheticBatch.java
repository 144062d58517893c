package org.licensehub.hub.demo.synthetic;

import java.util.List;
import java.util.Set;

/**
 * What one call generated.
 *
 * @param records         the records in the order to push them
 * @param personalNumbers every ID number that occurs in the records, spoiled ones included, to search logs for
 */
public record SyntheticBatch(List<SyntheticRecord> records, Set<String> personalNumbers) {

    public SyntheticBatch {
        records = List.copyOf(records);
        personalNumbers = Set.copyOf(personalNumbers);
    }

    /** Sizes only; the numbers are treated as personal. */
    @Override
    public String toString() {
        return "SyntheticBatch[records=" + records.size() + ", personalNumbers=" + personalNumbers.size() + "]";
    }
}
