package org.licensehub.connectors;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The answer to one dropped file, put into the folder {@code results} beside it: {@code name.result.csv} with one line a row
 * (line, outcome, receiptId, codes as {@code field:code} joined by {@code ;}), or {@code name.refused.csv} with the reason
 * when the whole file was refused. No values. It appears whole or not at all; an older answer to a file of the same name is
 * replaced.
 */
final class DropResults implements Closeable {

    private static final String FOLDER = "results";
    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private final Path folder;
    private final Path part;
    private final CSVPrinter printer;

    private DropResults(Path folder, Path part, CSVPrinter printer) {
        this.folder = folder;
        this.part = part;
        this.printer = printer;
    }

    static DropResults open(Path dropFolder, String fileName) throws IOException {
        Path folder = Files.createDirectories(dropFolder.resolve(FOLDER));
        Path part = folder.resolve("." + fileName + ".part");
        return new DropResults(folder, part,
                new CSVPrinter(Files.newBufferedWriter(part, StandardCharsets.UTF_8), FORMAT));
    }

    void header() throws IOException {
        printer.printRecord("line", "outcome", "receiptId", "codes");
    }

    void row(long line, RecordReceipt receipt) throws IOException {
        printer.printRecord(line, receipt.outcome(), receipt.receiptId(), receipt.reasons().stream()
                .map(reason -> reason.field() == null || reason.field().isEmpty() ? reason.code()
                        : reason.field() + ":" + reason.code())
                .collect(Collectors.joining(";")));
    }

    void refused(String code, String messageZh, String messageEn) throws IOException {
        printer.printRecord("line", "outcome", "code", "messageZh", "messageEn");
        printer.printRecord(1, RecordReceipt.Outcome.REFUSED, code, messageZh, messageEn);
    }

    void publish(String name) throws IOException {
        printer.close(true);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        printer.close();
        Files.deleteIfExists(part);
    }
}
