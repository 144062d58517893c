package org.licensehub.hub.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Published waiver lists in PostgreSQL. */
@Repository
public class WaiverListRegister {

    private static final TypeReference<List<WaiverList.Material>> MATERIALS = new TypeReference<>() {
    };

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    public WaiverListRegister(JdbcTemplate jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** @return the list as it is now; empty if somebody else published one for that item */
    public Optional<WaiverList> put(String serviceItem, List<WaiverList.Material> materials, String owner) {
        return jdbc.query("""
                insert into waiver_list (service_item, materials, version, owner, published_at) values (?, ?::jsonb, 1, ?, ?)
                on conflict (service_item) do update set materials = excluded.materials, version = waiver_list.version + 1,
                    published_at = excluded.published_at where waiver_list.owner = excluded.owner returning *""", this::list,
                serviceItem, written(materials), owner, Timestamp.from(clock.instant())).stream().findFirst();
    }

    public Optional<WaiverList> find(String serviceItem) {
        return serviceItem.indexOf('\0') >= 0 ? Optional.empty()
                : jdbc.query("select * from waiver_list where service_item = ?", this::list, serviceItem).stream().findFirst();
    }

    /** In order of service item, after one. */
    public List<WaiverList> page(String after, int limit) {
        return jdbc.query("select * from waiver_list where service_item > ? order by service_item limit ?", this::list, after, limit);
    }

    /** @return those of the types of which this library has a license in force or suspended */
    public Set<String> held(Collection<String> licenseTypes) {
        return new TreeSet<>(jdbc.queryForList("select t from unnest(?::text[]) t where exists (select from license l where l.type_code = t"
                + " and l.state in ('VALID', 'SUSPENDED'))", String.class, (Object) licenseTypes.toArray(String[]::new)));
    }

    private String written(List<WaiverList.Material> materials) {
        try {
            return json.writeValueAsString(materials);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Materials are always JSON", e);
        }
    }

    private WaiverList list(ResultSet row, int number) throws SQLException {
        try {
            return new WaiverList(row.getString("service_item"), json.readValue(row.getString("materials"), MATERIALS), row.getLong("version"),
                    row.getString("owner"), row.getTimestamp("published_at").toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Materials were JSON when they were kept", e);
        }
    }
}
