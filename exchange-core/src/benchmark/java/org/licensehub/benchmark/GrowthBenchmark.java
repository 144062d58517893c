package org.licensehub.benchmark;

import com.hazelcast.config.Config;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.access.internal.HubTables;
import org.licensehub.store.cache.CachedHolder;
import org.licensehub.store.cache.CachedHolderSerializer;
import org.licensehub.store.cache.HazelcastHolderCache;
import org.licensehub.store.cache.NoHolderCache;
import org.licensehub.store.index.PostgresLicenseIndex;
import org.licensehub.store.postgres.TestPostgres;
import org.licensehub.store.protection.HolderKey;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.repository.HolderReader;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What more licenses cost: how long a holder's licenses take to be read from the system of record as there are ten times as many, beside a plain
 * table with an index in the same database; and what all holders take in the cache. {@code ./mvnw test -P benchmark -pl exchange-core -am
 * -Dtest=GrowthBenchmark -DargLine=-Xmx4g -Dsurefire.failIfNoSpecifiedTests=false}; {@code -Dgrowth.steps=100000,1000000,10000000} for the third step.
 */
class GrowthBenchmark {

    private static final int READINGS = 20_000;
    private static final int ROUNDS = 3;
    private static final int BATCH = 1_000;

    @TempDir
    Path folder;

    @Test
    void growth() throws Exception {
        PersonalData protection = new PersonalData(MasterKey.loadOrCreate(folder.resolve("protection.key")));
        double[] before = null;
        List<Integer> steps = Stream.of(System.getProperty("growth.steps", "100000,1000000").split(",")).map(Integer::valueOf).toList();
        for (int licenses : steps) {
            try (HikariDataSource database = TestPostgres.freshDatabase()) {
                HubTables.make(database);
                JdbcTemplate jdbc = new JdbcTemplate(database);
                jdbc.execute("""
                        create table plain_license (id bigint primary key, holder_code text not null, identifier text not null, type_code text not null,
                            state text not null, content text not null)""");
                int holders = licenses * 3 / 5;
                new ManyLicenses(protection).load(database, licenses, holders);
                jdbc.execute("create index plain_license_by_holder on plain_license (holder_code)");
                jdbc.execute("vacuum analyze plain_license");
                double[] now = readings(jdbc, protection, licenses, holders);
                if (before != null) {
                    System.out.printf("| step to %,d licenses | the record %.2f | plain table %.2f | the record's step against the plain one's %.2f |%n", licenses,
                            now[0] / before[0], now[1] / before[1], now[0] / before[0] / (now[1] / before[1]));
                }
                before = now;
                if (licenses == 1_000_000) {
                    memory(jdbc, protection, holders);
                }
            }
        }
    }

    /** Each holder is asked for once in all, in any order, in turns with the plain table. */
    private static double[] readings(JdbcTemplate jdbc, PersonalData protection, int licenses, int holders) {
        HolderReader reader = new HolderReader(new NoHolderCache(), new PostgresLicenseIndex(jdbc), new LicenseRepository(jdbc), Clock.systemUTC());
        List<Integer> order = new ArrayList<>(IntStream.range(0, holders).boxed().toList());
        Collections.shuffle(order, new Random(1));
        Consumer<String> ours = code -> reader.read(protection.holderKey("111", code));
        Consumer<String> plain = code -> jdbc.queryForList("select * from plain_license where holder_code = ?", code);
        int each = Math.min(READINGS, holders / (2 * (ROUNDS + 1)));
        double[] record = new double[ROUNDS + 1];
        double[] table = new double[ROUNDS + 1];
        int next = 0;
        for (int round = 0; round <= ROUNDS; round++) {
            record[round] = p50(order.subList(next, next += each), ours);
            table[round] = p50(order.subList(next, next += each), plain);
        }
        // the first round warms
        double[] medians = {median(Arrays.copyOfRange(record, 1, record.length)), median(Arrays.copyOfRange(table, 1, table.length))};
        System.out.printf("| %,d licenses | the record p50 %.0f µs | plain table p50 %.0f µs |%n", licenses, medians[0], medians[1]);
        return medians;
    }

    private static double p50(List<Integer> holders, Consumer<String> reading) {
        double[] micros = new double[holders.size()];
        for (int i = 0; i < micros.length; i++) {
            String code = ManyLicenses.holderCode(holders.get(i));
            long start = System.nanoTime();
            reading.accept(code);
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return median(micros);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** All holders in the cache of one member, as the hub keeps them; the payload is what an entry's value takes by itself. */
    private static void memory(JdbcTemplate jdbc, PersonalData protection, int holders) {
        Config config = new Config().setClusterName("growth").setProperty("hazelcast.phone.home.enabled", "false").setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.partition.count", "31");
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getMapConfig("holder-licenses").setBackupCount(0);
        config.getSerializationConfig().addSerializerConfig(new SerializerConfig().setTypeClass(CachedHolder.class).setImplementation(new CachedHolderSerializer()));
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        try {
            long empty = used();
            HolderReader reader = new HolderReader(new HazelcastHolderCache(member, Duration.ofSeconds(10)), new PostgresLicenseIndex(jdbc),
                    new LicenseRepository(jdbc), Clock.systemUTC());
            long payload = 0;
            for (int from = 0; from < holders; from += BATCH) {
                List<HolderKey> keys = IntStream.range(from, Math.min(from + BATCH, holders))
                        .mapToObj(number -> protection.holderKey("111", ManyLicenses.holderCode(number))).toList();
                for (HolderReader.Reading reading : reader.readAll(keys).values()) {
                    payload += ((HazelcastInstanceProxy) member).getSerializationService().toData(reading.holder()).totalSize();
                }
            }
            int cached = member.getMap("holder-licenses").size();
            double each = (double) (used() - empty) / cached;
            System.out.printf("| %,d holders of %,d in the cache | %.0f bytes each | payload %.0f bytes | beyond the payload %.0f bytes |%n", cached, holders, each,
                    (double) payload / holders, each - (double) payload / holders);
        } finally {
            member.shutdown();
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
