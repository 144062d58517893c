package org.licensehub.hub.issuing;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * License files and their copies with further time-stamps (long-term preservation, ETSI EN 319 142-1). A copy starts with every
 * byte of the file as issued, so both are the same license under the same seal. Digests are SM3, hexadecimal.
 */
@Repository
public class PreservedFiles {

    private final JdbcTemplate jdbc;

    public PreservedFiles(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A file whose last time-stamp ends soon. */
    public record Due(String fileDigest, UUID licenseId, String newestDigest) {
    }

    /** Remembers when the proof of a file that was just issued has to be renewed. */
    public void issued(String fileDigest, UUID licenseId, Instant renewalDue) {
        jdbc.update("insert into file_proof (file_digest, license_id, newest_digest, renewal_due) values (?, ?, ?, ?) on conflict do nothing",
                fileDigest, licenseId, fileDigest, Timestamp.from(renewalDue));
    }

    /** Files to be renewed by now, the most pressing first; the caller's transaction holds them, those held elsewhere are left out. */
    public List<Due> claimDue(Instant now, int limit) {
        return jdbc.query("select * from file_proof where renewal_due <= ? order by renewal_due, file_digest limit ? for update skip locked",
                (row, number) -> new Due(row.getString("file_digest"), row.getObject("license_id", UUID.class), row.getString("newest_digest")),
                Timestamp.from(now), limit);
    }

    /** A further copy takes the place of the newest one. */
    public void renewed(String fileDigest, String copyDigest, Instant madeAt, Instant nextDue) {
        jdbc.update("insert into file_copy (digest, file_digest, made_at) values (?, ?, ?)", copyDigest, fileDigest, Timestamp.from(madeAt));
        jdbc.update("update file_proof set newest_digest = ?, renewal_due = ? where file_digest = ?", copyDigest, Timestamp.from(nextDue), fileDigest);
    }

    /** To be tried again later. */
    public void postponed(String fileDigest, Instant until) {
        jdbc.update("update file_proof set renewal_due = ? where file_digest = ?", Timestamp.from(until), fileDigest);
    }

    /** @return the copy to hand out for a file as issued: the file itself if nothing was renewed */
    public String newest(String fileDigest) {
        return jdbc.queryForList("select newest_digest from file_proof where file_digest = ?", String.class, fileDigest).stream().findFirst()
                .orElse(fileDigest);
    }

    /** @return digest of the file as issued, of which this is a copy; the same digest if it is no copy */
    public String issuedAs(String digest) {
        return jdbc.queryForList("select file_digest from file_copy where digest = ?", String.class, digest).stream().findFirst().orElse(digest);
    }
}
