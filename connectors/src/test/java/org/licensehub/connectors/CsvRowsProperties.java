package org.licensehub.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

class CsvRowsProperties {

    private static final String HEADER = "sourceKey,revision,certificate_holder_name,KZ_DZ\r\n";

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of("a", ",", "\"", "\r", "\n", " ", "甲", "一", "丁", "𠮷", "€", ";", "'", "|", "\\").list()
                .ofMaxSize(12).map(characters -> String.join("", characters));
    }

    @Provide
    Arbitrary<String> charset() {
        return Arbitraries.of("UTF-8", "GB18030");
    }

    private static List<CsvRow> read(byte[] content, String charset) throws IOException {
        CsvRowReader reader = new CsvRowReader("s", "r", CsvRowReader.charset(charset), "");
        CsvRowReader.Rows rows = reader.open(new ByteArrayInputStream(content), Instant.EPOCH);
        assertThat(rows.headerAccepted()).isTrue();
        List<CsvRow> all = new ArrayList<>();
        for (CsvRow row = rows.next(); row != null; row = rows.next()) {
            all.add(row);
        }
        return all;
    }

    @Property(tries = 300)
    void whatACsvWriterWritesIsReadBackExactly(@ForAll("text") String name, @ForAll("text") String address,
                                               @ForAll("text") String next, @ForAll("charset") String charset)
            throws IOException {
        StringWriter text = new StringWriter().append(HEADER);
        try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord("k1", 1, name, address);
            printer.printRecord("k2", 2, next, next);
        }
        List<CsvRow> rows = read(text.toString().getBytes(Charset.forName(charset)), charset);

        assertThat(rows).hasSize(2).allMatch(CsvRow.Readable.class::isInstance);
        SharedRecord first = ((CsvRow.Readable) rows.get(0)).record();
        assertThat(first.fields().getOrDefault("certificate_holder_name", "")).isEqualTo(name);
        assertThat(first.fields().getOrDefault("KZ_DZ", "")).isEqualTo(address);
    }

    @Property(tries = 300)
    void arbitraryBytesInOneLineNeverCostAnotherLine(@ForAll byte[] noise) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes((HEADER + "k1,1,a,b\r\n").getBytes(StandardCharsets.UTF_8));
        for (byte b : noise) {
            content.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        content.writeBytes("\r\nk3,1,a,b\r\nk4,1,a,b\r\n".getBytes(StandardCharsets.UTF_8));

        List<String> keys = read(content.toByteArray(), "UTF-8").stream()
                .filter(CsvRow.Readable.class::isInstance)
                .map(row -> ((CsvRow.Readable) row).record().sourceKey()).toList();

        assertThat(keys).contains("k1", "k3", "k4");
    }
}
