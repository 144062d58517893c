package org.licensehub.hub.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Registered forms in PostgreSQL. */
@Repository
public class FormRegister {

    private static final TypeReference<List<Form.Field>> FIELDS = new TypeReference<>() {
    };

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    public FormRegister(JdbcTemplate jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** @return the form as it is now; empty if somebody else registered one of that code */
    public Optional<Form> put(Form form) {
        return jdbc.query("""
                insert into form (code, name, service_item, fields, version, owner, registered_at) values (?, ?, ?, ?::jsonb, 1, ?, ?)
                on conflict (code) do update set name = excluded.name, service_item = excluded.service_item, fields = excluded.fields,
                    version = form.version + 1, registered_at = excluded.registered_at where form.owner = excluded.owner returning *""", this::form,
                form.code(), form.name(), form.serviceItem(), written(form.fields()), form.owner(), Timestamp.from(clock.instant())).stream().findFirst();
    }

    public Optional<Form> find(String code) {
        return code.indexOf('\0') >= 0 ? Optional.empty() : jdbc.query("select * from form where code = ?", this::form, code).stream().findFirst();
    }

    /** In order of code, after one. */
    public List<Form> page(String after, int limit) {
        return jdbc.query("select * from form where code > ? order by code limit ?", this::form, after, limit);
    }

    private String written(List<Form.Field> fields) {
        try {
            return json.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Fields of a form are always JSON", e);
        }
    }

    private Form form(ResultSet row, int number) throws SQLException {
        try {
            return new Form(row.getString("code"), row.getString("name"), row.getString("service_item"), json.readValue(row.getString("fields"), FIELDS),
                    row.getLong("version"), row.getString("owner"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Fields of a form were JSON when they were kept", e);
        }
    }
}
