package org.licensehub.hub.sharing.internal;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.licensehub.hub.issuing.LicensePublished;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.LicenseRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Keeps what licenses can be found by, in the transaction that issues or receives them, and makes up for those from before there was a search. */
@Component
class LicenseWords {

    private static final Logger LOG = LoggerFactory.getLogger(LicenseWords.class);
    private static final int AT_ONCE = 100;

    private final JdbcTemplate jdbc;
    private final LicenseRepository licenses;
    private final LicenseContents contents;
    private final PersonalData protection;
    private final TransactionTemplate transaction;
    private final boolean works;

    LicenseWords(JdbcTemplate jdbc, LicenseRepository licenses, LicenseContents contents, PersonalData protection, TransactionTemplate transaction,
            HubProperties hub) {
        this.jdbc = jdbc;
        this.licenses = licenses;
        this.contents = contents;
        this.protection = protection;
        this.transaction = transaction;
        this.works = hub.workers();
    }

    /** Runs inside the publisher's transaction: what can be looked up can be searched for. */
    @EventListener
    void published(LicensePublished event) {
        write(event.license());
    }

    private void write(License license) {
        Set<String> wanted = new TreeSet<>();
        List<Object[]> rows = new ArrayList<>();
        Map<String, String> fields = contents.fieldsOf(license);
        for (SearchedWord word : SearchedWord.values()) {
            for (String text : word.of(fields)) {
                byte[] digest = word.digest(protection, text);
                wanted.add(line(word.name(), digest));
                rows.add(new Object[] {word.name(), digest, license.id()});
            }
        }
        Set<String> known = new TreeSet<>(jdbc.query("select kind, digest from license_word where license_id = ?",
                (row, number) -> line(row.getString(1), row.getBytes(2)), license.id()));
        // a change of state changes no word
        if (!known.equals(wanted)) {
            jdbc.update("delete from license_word where license_id = ?", license.id());
            jdbc.batchUpdate("insert into license_word (kind, digest, license_id) values (?, ?, ?) on conflict do nothing", rows);
        }
    }

    private static String line(String kind, byte[] digest) {
        return kind + " " + HexFormat.of().formatHex(digest);
    }

    /** @return number of licenses that no word finds yet */
    long missing() {
        Long count = jdbc.queryForObject("select count(*) from license_word_task", Long.class);
        return count == null ? 0 : count;
    }

    /** Some at a time, so that nobody who changes one of them waits for long. */
    @Scheduled(fixedDelayString = "${licensehub.sharing.words-interval:PT5S}")
    void makeUp() {
        while (works && Integer.valueOf(AT_ONCE).equals(transaction.execute(status -> makeUpSome()))) {
            LOG.debug("{} licenses have been made searchable by number and names", AT_ONCE);
        }
    }

    /** Each license is locked, as by a change of it, so that a newer content is never overwritten by an older. */
    private int makeUpSome() {
        List<UUID> some = jdbc.queryForList("select license_id from license_word_task order by license_id limit ? for update skip locked", UUID.class, AT_ONCE);
        some.forEach(id -> licenses.findForUpdate(id).ifPresent(this::write));
        if (!some.isEmpty()) {
            jdbc.batchUpdate("delete from license_word_task where license_id = ?", some.stream().map(id -> new Object[] {id}).toList());
        }
        return some.size();
    }
}
