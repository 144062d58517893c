package org.licensehub.store.repository;

import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.model.License;

/** Makes the license index anew from the system of record. Changes meanwhile are safe: a newer row version always wins. */
public final class IndexRebuild {

    private static final int PAGE = 500;

    private final LicenseRepository licenses;
    private final LicenseIndex index;

    public IndexRebuild(LicenseRepository licenses, LicenseIndex index) {
        this.licenses = licenses;
        this.index = index;
    }

    /**
     * @param progress told the number of licenses indexed so far
     * @return number of licenses indexed
     */
    public long run(LongConsumer progress) {
        index.clear();
        long indexed = 0;
        UUID after = new UUID(0, 0);
        for (List<License> page = licenses.findIssuedAfter(after, PAGE); !page.isEmpty(); page = licenses.findIssuedAfter(after, PAGE)) {
            index.put(LicenseLedger.entriesOf(page));
            indexed += page.size();
            progress.accept(indexed);
            after = page.get(page.size() - 1).id();
        }
        index.refresh();
        return indexed;
    }
}
