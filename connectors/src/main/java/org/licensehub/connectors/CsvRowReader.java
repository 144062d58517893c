package org.licensehub.connectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads RFC 4180 rows strictly. The header names {@code sourceKey}, {@code revision} and the fields; a row with a fault is
 * handed on as {@link CsvRow.Unreadable} and the next one is read. A lost quote costs its own line only.
 */
final class CsvRowReader {

    static final String SOURCE_KEY = "sourceKey";
    static final String REVISION = "revision";
    private static final Set<String> CHARSETS = Set.of("UTF-8", "GB18030", "GBK", "GB2312");
    private static final CSVFormat ROW = CSVFormat.RFC4180;

    private final String source;
    private final String resource;
    private final Charset charset;
    private final Set<String> expectedColumns;

    /** @param columns the header to expect as a comma list in any order; empty for any */
    CsvRowReader(String source, String resource, Charset charset, String columns) {
        this.source = source;
        this.resource = resource;
        this.charset = charset;
        this.expectedColumns = new HashSet<>();
        if (!columns.isBlank()) {
            Arrays.stream(columns.split(",")).map(String::strip).forEach(expectedColumns::add);
            expectedColumns.add(SOURCE_KEY);
            expectedColumns.add(REVISION);
        }
    }

    static Charset charset(String name) {
        Charset charset = Charset.forName(name);
        if (!CHARSETS.contains(charset.name())) {
            throw new IllegalArgumentException("connector parameter charset is not one of UTF-8, GB18030, GBK, GB2312");
        }
        return charset;
    }

    String source() {
        return source;
    }

    /** Opens a file's rows. */
    Rows open(InputStream in, Instant time) throws IOException {
        RowFramer framer = new RowFramer(in);
        RawRow header = framer.next();
        return new Rows(framer, header == null ? Optional.empty() : columns(header), time);
    }

    private Optional<List<String>> columns(RawRow header) {
        return header.cut() || !header.balanced() ? Optional.empty()
                : decode(withoutByteOrderMark(header.bytes())).flatMap(CsvRowReader::split)
                        .map(names -> names.stream().map(String::strip).toList())
                        .filter(this::acceptable);
    }

    private boolean acceptable(List<String> columns) {
        Set<String> names = new HashSet<>(columns);
        return names.size() == columns.size() && !names.contains("")
                && names.contains(SOURCE_KEY) && names.contains(REVISION)
                && (expectedColumns.isEmpty() || expectedColumns.equals(names));
    }

    private byte[] withoutByteOrderMark(byte[] bytes) {
        boolean marked = charset.equals(StandardCharsets.UTF_8) && bytes.length >= 3
                && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    private Optional<String> decode(byte[] bytes) {
        try {
            return Optional.of(charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** The values of exactly one row, or empty when the text is not one well-formed row. */
    private static Optional<List<String>> split(String text) {
        try (CSVParser parser = CSVParser.parse(new StringReader(text), ROW)) {
            List<CSVRecord> records = parser.getRecords();
            return records.size() == 1 ? Optional.of(records.get(0).toList()) : Optional.empty();
        } catch (IOException | UncheckedIOException malformed) {
            return Optional.empty();
        }
    }

    /** The rows of one file, read one at a time. */
    final class Rows {

        private final RowFramer framer;
        private final Optional<List<String>> columns;
        private final Instant time;

        private Rows(RowFramer framer, Optional<List<String>> columns, Instant time) {
            this.framer = framer;
            this.columns = columns;
            this.time = time;
        }

        /** The header is what it has to be; otherwise the whole file is refused and {@link #next} must not be called. */
        boolean headerAccepted() {
            return columns.isPresent();
        }

        /** The next row that is not blank, or null at the end. */
        CsvRow next() throws IOException {
            RawRow raw = framer.next();
            while (raw != null && raw.blank()) {
                raw = framer.next();
            }
            return raw == null ? null : interpret(raw);
        }

        private CsvRow interpret(RawRow raw) {
            if (raw.cut()) {
                return unreadable(raw, UnreadableCode.ROW_TOO_LONG);
            }
            if (!raw.balanced()) {
                return unreadable(raw, UnreadableCode.MALFORMED_QUOTES);
            }
            Optional<String> text = decode(raw.bytes());
            // Quotes and commas are single ASCII bytes in every accepted character set: the structure shows without decoding.
            Optional<List<String>> values =
                    split(text.orElseGet(() -> new String(raw.bytes(), StandardCharsets.ISO_8859_1)));
            if (values.isEmpty()) {
                return unreadable(raw, UnreadableCode.MALFORMED_QUOTES);
            }
            if (text.isEmpty()) {
                return unreadable(raw, UnreadableCode.MALFORMED_BYTES);
            }
            if (values.get().size() != columns.orElseThrow().size()) {
                return unreadable(raw, UnreadableCode.WRONG_COLUMN_COUNT);
            }
            return record(raw, values.get());
        }

        private CsvRow record(RawRow raw, List<String> values) {
            Map<String, String> fields = new LinkedHashMap<>();
            List<String> names = columns.orElseThrow();
            for (int i = 0; i < names.size(); i++) {
                if (!values.get(i).isEmpty()) {
                    fields.put(names.get(i), values.get(i));
                }
            }
            String sourceKey = fields.remove(SOURCE_KEY);
            if (sourceKey == null || sourceKey.isBlank()) {
                return unreadable(raw, UnreadableCode.MISSING_SOURCE_KEY);
            }
            Optional<Long> revision = Revisions.parse(fields.remove(REVISION));
            return revision.isEmpty() ? unreadable(raw, UnreadableCode.BAD_REVISION)
                    : new CsvRow.Readable(raw.line(),
                            new SharedRecord(resource, source, sourceKey, revision.get(), fields, time));
        }

        private CsvRow unreadable(RawRow raw, UnreadableCode code) {
            RawRow lost = raw.spansLines() && code == UnreadableCode.MALFORMED_QUOTES
                    ? framer.keepFirstLineOnly(raw) : raw;
            return new CsvRow.Unreadable(raw.line(),
                    code.record(resource, source, "line " + raw.line(), lost.bytes()));
        }
    }
}
