package org.licensehub.connectors;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads one dropped file from begin to end: rows to the sink in chunks, then the file to the archive, then the answer into
 * {@code results}, then the plain file is deleted. Whatever fails before that leaves the file in place; it is then read
 * again from its beginning, which the sink's idempotency makes harmless. Memory does not grow with the file.
 */
final class CsvDropFolder implements Processor {

    static final String REFUSED_PREFIX = "refused/";

    private final Path folder;
    private final CsvRowReader reader;
    private final int chunkSize;
    private final RecordSink sink;
    private final DropArchive archive;
    private final Supervision supervision;

    CsvDropFolder(Path folder, CsvRowReader reader, int chunkSize, RecordSink sink, DropArchive archive,
                  Supervision supervision) {
        this.folder = folder;
        this.reader = reader;
        this.chunkSize = chunkSize;
        this.sink = sink;
        this.archive = archive;
        this.supervision = supervision;
    }

    private record Stamp(long size, Instant modified, Object key) {

        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime().toInstant(), attributes.fileKey());
        }
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        supervision.checkNotStopping();
        take(exchange.getIn().getBody(File.class).toPath());
    }

    private void take(Path file) throws IOException {
        String name = file.getFileName().toString();
        Stamp before = Stamp.of(file);
        try (DropResults results = DropResults.open(folder, name)) {
            boolean accepted = read(file, before, results);
            requireUnchanged(file, before);
            archive.archive(reader.source(), accepted ? name : REFUSED_PREFIX + name, file);
            results.publish(name + (accepted ? ".result.csv" : ".refused.csv"));
        }
        requireUnchanged(file, before);
        Files.delete(file);
        Files.deleteIfExists(CompleteFiles.doneFile(file));
    }

    /** A writer that puts another file under the same name, or goes on writing, must not have it deleted unread. */
    private static void requireUnchanged(Path file, Stamp before) throws IOException {
        if (!Stamp.of(file).equals(before)) {
            throw new ConnectorFailure("file_changed_while_read");
        }
    }

    private boolean read(Path file, Stamp stamp, DropResults results) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            CsvRowReader.Rows rows = reader.open(in, stamp.modified());
            if (!rows.headerAccepted()) {
                results.refused("wrong_header", "表头不符:须含 sourceKey、revision 及约定的字段名,且不得重复;整个文件未予接收",
                        "The header must name sourceKey, revision and the agreed fields, each once; nothing of the file was taken");
                return false;
            }
            results.header();
            List<CsvRow> chunk = new ArrayList<>(chunkSize);
            for (CsvRow row = rows.next(); row != null; row = rows.next()) {
                chunk.add(row);
                if (chunk.size() == chunkSize) {
                    handOn(chunk, results);
                    chunk.clear();
                    supervision.checkNotStopping();
                }
            }
            handOn(chunk, results);
            return true;
        }
    }

    private void handOn(List<CsvRow> chunk, DropResults results) throws IOException {
        List<SharedRecord> records = new ArrayList<>(chunk.size());
        for (CsvRow row : chunk) {
            if (row instanceof CsvRow.Readable readable) {
                records.add(readable.record());
            }
        }
        Iterator<RecordReceipt> receipts = SinkCalls.accept(sink, records).iterator();
        for (CsvRow row : chunk) {
            results.row(row.line(), row instanceof CsvRow.Unreadable unreadable
                    ? sink.acceptUnreadable(unreadable.record()) : receipts.next());
        }
        supervision.moved(chunk.size());
    }
}
