package org.licensehub.hub.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.connectors.DropArchive;
import org.licensehub.connectors.PollCursor;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What connectors must remember: how far a database was read, and the files they took, encrypted with their names. */
@Component
class ConnectorState implements DropArchive, PollCursor {

    private final JdbcTemplate jdbc;
    private final FileStore files;
    private final PersonalData protection;
    private final Clock clock;

    ConnectorState(JdbcTemplate jdbc, FileStore files, PersonalData protection, Clock clock) {
        this.jdbc = jdbc;
        this.files = files;
        this.protection = protection;
        this.clock = clock;
    }

    /** A digest of a drop file could be guessed, so the stored body starts with a random id. */
    @Override
    public void archive(String source, String fileName, Path file) throws IOException {
        UUID id = UUID.randomUUID();
        byte[] plain = Files.readAllBytes(file);
        byte[] prefix = (id + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] body = ByteBuffer.allocate(prefix.length + plain.length).put(prefix).put(plain).array();
        String digest = files.put(body);
        jdbc.update("insert into drop_archive (id, source, name_enc, file_digest, archived_at) values (?, ?, ?, ?, ?)", id, source,
                protection.seal("drop-file-name", fileName), digest, Timestamp.from(clock.instant()));
    }

    @Override
    public Optional<String> load(String connector) {
        return jdbc.queryForList("select cursor from poll_cursor where connector = ?", String.class, connector).stream().findFirst();
    }

    @Override
    public void save(String connector, String cursor) {
        jdbc.update("insert into poll_cursor (connector, cursor, saved_at) values (?, ?, ?) on conflict (connector)"
                + " do update set cursor = excluded.cursor, saved_at = excluded.saved_at", connector, cursor, Timestamp.from(clock.instant()));
    }
}
