package org.licensehub.store.catalogue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The service items a hub knows (事项目录): names and departments stay as the authoritative list has them. */
public final class ServiceItemCatalogue {

    private static final String RESOURCE = "/catalogue/service-items.csv";
    private static final String OUR_PREFIX = "LOCAL-";

    private final Map<String, ServiceItem> items;

    private ServiceItemCatalogue(Map<String, ServiceItem> items) {
        this.items = Collections.unmodifiableMap(items);
    }

    /** The items that come with the product. */
    public static ServiceItemCatalogue load() {
        try (InputStream in = ServiceItemCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new FileNotFoundException(RESOURCE);
            }
            return read(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Items from a CSV with the columns code, department, handling and item; further columns are ignored. A code that
     * begins with LOCAL- is one made up by a hub.
     *
     * @throws CatalogueException when a code is absent or given twice
     * @throws IOException        when the text cannot be read
     */
    public static ServiceItemCatalogue read(Reader csv) throws IOException {
        Map<String, ServiceItem> items = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        for (CSVRecord row : format.parse(csv)) {
            String code = row.get("code");
            ServiceItem item = new ServiceItem(code, row.get("item"), row.get("department"), row.get("handling"),
                    code.startsWith(OUR_PREFIX));
            if (code.isBlank() || items.putIfAbsent(code, item) != null) {
                problems.add("service item in row " + row.getRecordNumber() + ": code absent or given twice");
            }
        }
        if (!problems.isEmpty()) {
            throw new CatalogueException(problems);
        }
        return new ServiceItemCatalogue(items);
    }

    /** The item with that code. */
    public Optional<ServiceItem> find(String code) {
        return Optional.ofNullable(items.get(code));
    }

    /** All items in the order of the list. */
    public List<ServiceItem> all() {
        return List.copyOf(items.values());
    }
}
