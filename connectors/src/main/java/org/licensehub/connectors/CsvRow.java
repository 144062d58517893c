package org.licensehub.connectors;

/** One row of a dropped file after reading: a record, or what it was when no record could be made of it. */
sealed interface CsvRow {

    /** The row's first physical line, the file's first being 1. */
    long line();

    /** A row that became a record. */
    record Readable(long line, SharedRecord record) implements CsvRow {
    }

    /** A row that goes to quarantine as it is. */
    record Unreadable(long line, UnreadableRecord record) implements CsvRow {
    }
}
