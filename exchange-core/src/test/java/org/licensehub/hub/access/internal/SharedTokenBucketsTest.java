package org.licensehub.hub.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two members of a real cluster. */
class SharedTokenBucketsTest extends TokenBucketsContract {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Most that a node lets through before it tells the others: a twentieth. */
    private static final long OVERSHOOT = SLOW.burst() / 20;
    private static CountDownLatch hanging;

    private static List<HazelcastInstance> members;
    private static TokenBuckets one;
    private static TokenBuckets other;

    @BeforeAll
    static void startCluster() {
        String cluster = "limits-" + UUID.randomUUID();
        members = Stream.of(1, 2).map(each -> member(cluster)).toList();
        await().until(() -> members.stream().allMatch(each -> each.getCluster().getMembers().size() == 2));
        one = buckets(members.get(0), PATIENCE);
        other = buckets(members.get(1), PATIENCE);
    }

    private static HazelcastInstance member(String cluster) {
        Config config = new Config().setClusterName(cluster).setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j").setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.partition.count", "7");
        var network = config.getNetworkConfig().setPort(15_701).setPortAutoIncrement(true).setPortCount(500);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        List<String> known = members == null ? Hazelcast.getAllHazelcastInstances().stream().filter(each -> each.getConfig().getClusterName().equals(cluster))
                .map(each -> "127.0.0.1:" + each.getCluster().getLocalMember().getAddress().getPort()).toList() : List.of();
        network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(known);
        return Hazelcast.newHazelcastInstance(config);
    }

    private static TokenBuckets buckets(HazelcastInstance member, Duration patience) {
        return new SharedTokenBuckets(member, patience);
    }

    @AfterAll
    static void stopCluster() {
        members.forEach(HazelcastInstance::shutdown);
    }

    @Override
    TokenBuckets buckets() {
        return one;
    }

    @Test
    void nodesLetNoMoreThroughTogetherThanOneBucketAndWhatTheyHaveNotToldYet() {
        String name = "together " + UUID.randomUUID();
        long taken = 0;
        for (int i = 0; i < 200; i++) {
            taken += one.take(name, SLOW, 1).isZero() ? 1 : 0;
            taken += other.take(name, SLOW, 1).isZero() ? 1 : 0;
        }
        assertThat(taken).isBetween(SLOW.burst(), SLOW.burst() + 2 * OVERSHOOT);
    }

    @Test
    void whatOneNodeTookIsMissingAtTheOther() {
        String name = "missing " + UUID.randomUUID();
        assertThat(one.take(name, SLOW, 100)).isEqualTo(Duration.ZERO);
        assertThat(other.take(name, SLOW, 1)).isPositive();
    }

    /** The partition's thread is really held up, as by a member that is paused. */
    @Test
    void nodeThatHearsNothingCountsAloneAndGoesBackToTheOthers() throws Exception {
        String name = "hanging " + UUID.randomUUID();
        TokenBuckets impatient = buckets(members.get(0), Duration.ofMillis(50));
        IMap<String, byte[]> map = members.get(0).getMap(SharedTokenBuckets.MAP);
        hanging = new CountDownLatch(1);
        var held = map.submitToKey(name + " " + SLOW, (EntryProcessor<String, byte[], Object>) entry -> hang());

        for (int i = 0; i < 100; i++) {
            assertThat(impatient.take(name, SLOW, 1)).isEqualTo(Duration.ZERO);
        }
        assertThat(impatient.take(name, SLOW, 1)).isPositive();

        hanging.countDown();
        held.toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(other.take(name, SLOW, 1)).isEqualTo(Duration.ZERO);
        await().atMost(Duration.ofSeconds(20)).until(() -> impatient.take(name, SLOW, 1).isZero());
    }

    private static Object hang() {
        try {
            return hanging.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
