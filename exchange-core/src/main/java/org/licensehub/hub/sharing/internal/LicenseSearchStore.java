package org.licensehub.hub.sharing.internal;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Finds issued licenses in PostgreSQL, latest day of issue first. */
@Repository
class LicenseSearchStore {

    private static final String DAY = "coalesce(l.issue_date, date '0001-01-01')";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;

    LicenseSearchStore(JdbcTemplate jdbc, PersonalData protection) {
        this.jdbc = jdbc;
        this.protection = protection;
    }

    /** Where a license stands in the order of all searches; it never moves. */
    record Place(LocalDate issued, UUID id) {
    }

    /** Conditions and their values; no text of a caller is part of a condition. */
    private static final class Conditions {

        private final StringBuilder sql = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        void add(String condition, Object... given) {
            sql.append(" and ").append(condition);
            values.addAll(List.of(given));
        }

        void addUnlessNull(String condition, Object value) {
            if (value != null) {
                add(condition, value);
            }
        }
    }

    /** @param reaches at least one; @param after {@code null} for the beginning */
    List<Place> page(LicenseQuestion question, List<SearchReach> reaches, Place after, int limit) {
        Conditions conditions = conditions(question, reaches);
        if (after != null) {
            Date day = Date.valueOf(after.issued());
            // the first part lets an index begin there, however far the page is from the beginning
            conditions.add(DAY + " <= ? and (" + DAY + " < ? or l.id > ?)", day, day, after.id());
        }
        return find(conditions, limit);
    }

    /** Which of these still fit. */
    List<UUID> fitting(LicenseQuestion question, List<SearchReach> reaches, Collection<UUID> some) {
        if (reaches.isEmpty()) {
            return List.of();
        }
        Conditions conditions = conditions(question, reaches);
        conditions.add("l.id = any (?)", (Object) some.toArray(UUID[]::new));
        return find(conditions, some.size()).stream().map(Place::id).toList();
    }

    private List<Place> find(Conditions conditions, int limit) {
        conditions.values.add(limit);
        return jdbc.query("select l.id, " + DAY + " as day from license l where l.identifier is not null" + conditions.sql + " order by " + DAY
                + " desc, l.id limit ?", (row, number) -> new Place(row.getObject("day", LocalDate.class), row.getObject("id", UUID.class)),
                conditions.values.toArray());
    }

    private Conditions conditions(LicenseQuestion question, List<SearchReach> reaches) {
        Conditions conditions = new Conditions();
        reach(conditions, reaches);
        question.words().forEach((word, text) -> conditions.add("l.id in (select w.license_id from license_word w where w.kind = ? and w.digest = ?)", word.name(),
                word.digest(protection, text)));
        conditions.addUnlessNull("l.identifier = ?", question.identifier());
        conditions.addUnlessNull("l.issuer_code = ?", question.issuerCode());
        conditions.addUnlessNull("l.area_code like ?", question.areaCode() == null ? null : SearchReach.beginning(question.areaCode()) + "%");
        conditions.addUnlessNull("l.state = any (?)", question.states().isEmpty() ? null : question.states().stream().map(Enum::name).toArray(String[]::new));
        conditions.addUnlessNull(DAY + " >= ?", day(question.issued().from()));
        conditions.addUnlessNull(DAY + " <= ?", day(question.issued().to()));
        conditions.addUnlessNull("(l.valid_to is null or l.valid_to >= ?)", day(question.valid().from()));
        conditions.addUnlessNull("(l.valid_from is null or l.valid_from <= ?)", day(question.valid().to()));
        return conditions;
    }

    private static void reach(Conditions conditions, List<SearchReach> reaches) {
        List<String> alternatives = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (SearchReach reach : reaches) {
            StringBuilder alternative = new StringBuilder("l.type_code = ?");
            values.add(reach.licenseType());
            reach.divisions().stream().filter(beginnings -> !beginnings.contains("")).forEach(beginnings -> {
                alternative.append(" and l.area_code like any (?)");
                values.add(beginnings.stream().map(beginning -> beginning + "%").toArray(String[]::new));
            });
            alternatives.add("(" + alternative + ")");
        }
        conditions.add("(" + String.join(" or ", alternatives) + ")", values.toArray());
    }

    private static Date day(LocalDate day) {
        return day == null ? null : Date.valueOf(day);
    }
}
