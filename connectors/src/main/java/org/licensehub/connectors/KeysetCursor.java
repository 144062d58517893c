package org.licensehub.connectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * How far a table has been read: the last row's cursor column and, among rows that share it, its key column.
 *
 * @param cursor the cursor column's value
 * @param key    the key column's value; may be a personal number
 */
record KeysetCursor(CursorValue cursor, CursorValue key) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    String toText() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("a cursor is always writable");
        }
    }

    static KeysetCursor of(String text) {
        try {
            return JSON.readValue(text, KeysetCursor.class);
        } catch (JsonProcessingException failure) {
            throw new ConnectorFailure("saved_cursor_unreadable");
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "KeysetCursor[" + cursor.kind() + "]";
    }
}
