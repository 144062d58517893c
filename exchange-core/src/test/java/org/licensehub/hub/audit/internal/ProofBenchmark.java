package org.licensehub.hub.audit.internal;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.access.internal.HubTables;
import org.licensehub.hub.audit.MerkleProofs;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.store.postgres.TestPostgres;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Not a test of the lanes: {@code ./mvnw test -pl exchange-core -am -Dtest=ProofBenchmark -Dproof.records=10000000
 * -Dsurefire.failIfNoSpecifiedTests=false}, results in docs/benchmarks.md. Beside each proof the same database reads one record by its number.
 */
class ProofBenchmark {

    private static final int ROUNDS = 2_000;
    private static final int LINES = 100_000;

    @Test
    void proofsInALongLog() throws SQLException, IOException {
        long size = Long.getLong("proof.records", 1_000_000L);
        try (HikariDataSource database = TestPostgres.freshDatabase()) {
            HubTables.make(database);
            MerkleTree tree = fill(database, size);
            JdbcTemplate jdbc = new JdbcTemplate(database);
            jdbc.execute("vacuum analyze audit_record");
            AuditStore store = new AuditStore(jdbc, null, null, null, null);
            byte[] root = tree.root();
            if (!Arrays.equals(new MerkleProofs(store).root(size), root)) {
                throw new IllegalStateException("the root kept and the root computed differ");
            }
            LongFunction<List<byte[]>> inclusion = index -> new MerkleProofs(store).inclusion(index, size);
            LongFunction<List<byte[]>> growth = index -> new MerkleProofs(store).consistency(index + 1, size);
            LongFunction<List<byte[]>> oneRow = index -> store.read(0, index, index + 1);
            for (int i = 0; i < 2; i++) {
                report("proof of inclusion", size, inclusion);
                report("proof of growth", size, growth);
                report("one record by its number", size, oneRow);
            }
        }
    }

    private static void report(String name, long size, LongFunction<List<byte[]>> work) {
        Random random = new Random(1);
        long[] nanos = new long[ROUNDS];
        int most = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long index = (long) (random.nextDouble() * size);
            long start = System.nanoTime();
            List<byte[]> hashes = work.apply(index);
            nanos[i] = System.nanoTime() - start;
            most = Math.max(most, hashes.size() * 32);
        }
        Arrays.sort(nanos);
        System.out.printf("| %s, %,d records | p50 %.2f ms | p99 %.2f ms | at most %d bytes of hashes |%n", name, size, nanos[ROUNDS / 2] / 1e6,
                nanos[ROUNDS * 99 / 100] / 1e6, most);
    }

    /** A log with records of the usual length of body, put in the fastest way: only reading is measured. */
    private static MerkleTree fill(HikariDataSource database, long size) throws SQLException, IOException {
        MerkleTree tree = MerkleTree.empty();
        List<Object[]> nodes = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            StringBuilder lines = new StringBuilder();
            String body = "x".repeat(400);
            for (long i = 0; i < size; i++) {
                byte[] leaf = MerkleTree.leafHash(Long.toString(i).getBytes(StandardCharsets.US_ASCII));
                tree.append(leaf, (level, position, hash) -> {
                    if (level > 0 && level % MerkleProofs.TILE_LEVELS == 0) {
                        nodes.add(new Object[] {level, position, hash});
                    }
                });
                lines.append(i).append("\tLOOKUP_ANSWERED\t2026-11-22T00:00:00Z\t\\N\t\\\\x").append(HexFormat.of().formatHex(leaf)).append('\t')
                        .append(body).append("\t0\n");
                if ((i + 1) % LINES == 0 || i + 1 == size) {
                    connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy audit_record from stdin",
                            new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.US_ASCII)));
                    lines.setLength(0);
                }
            }
        }
        new JdbcTemplate(database).batchUpdate("insert into audit_node (level, position, hash) values (?, ?, ?)", nodes);
        return tree;
    }
}
