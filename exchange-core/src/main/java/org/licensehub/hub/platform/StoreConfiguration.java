package org.licensehub.hub.platform;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.NearCacheConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.licensehub.store.cache.CachedHolder;
import org.licensehub.store.cache.CachedHolderSerializer;
import org.licensehub.store.cache.HazelcastHolderCache;
import org.licensehub.store.cache.HolderCache;
import org.licensehub.store.cache.NoHolderCache;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.licensehub.store.file.EncryptedDirectoryFileStore;
import org.licensehub.store.file.FileStore;
import org.licensehub.store.file.RecentFiles;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.index.PostgresLicenseIndex;
import org.licensehub.store.model.LicenseContents;
import org.licensehub.store.protection.MasterKey;
import org.licensehub.store.protection.PersonalData;
import org.licensehub.store.quality.QualityGate;
import org.licensehub.store.repository.HolderReader;
import org.licensehub.store.repository.LicenseLedger;
import org.licensehub.store.repository.LicenseRepository;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The parts of the license store, put together as configured. */
@Configuration
class StoreConfiguration {

    /** Some thousand license files: what is sealed while the hub above is slower than this one, or away for a moment. */
    private static final long RECENT_FILES_BYTES = 96L << 20;
    /** Holders kept as objects, some 2 KB each. */
    private static final int NEAR = 20_000;
    /** A bucket that nobody asked for as long as it may take to be full is one that begins full. */
    private static final int LIMITS_IDLE = 86_400;

    @Bean
    Clock clock() {
        return Clock.systemDefaultZone();
    }

    @Bean
    HubKeys hubKeys(HubProperties properties, Clock clock) throws IOException {
        return HubKeys.loadOrCreate(properties.keys(), properties.id(), properties.name(), clock);
    }

    @Bean
    PersonalData personalData(HubProperties properties) throws IOException {
        return new PersonalData(MasterKey.loadOrCreate(properties.keys().resolve("protection.key")));
    }

    @Bean
    LicenseContents licenseContents(PersonalData protection) {
        return new LicenseContents(protection);
    }

    @Bean
    FileStore fileStore(HubProperties properties, PersonalData protection) throws IOException {
        return new RecentFiles(new EncryptedDirectoryFileStore(properties.home().resolve("files"), protection), RECENT_FILES_BYTES);
    }

    @Bean
    LicenseRepository licenseRepository(JdbcTemplate jdbc) {
        return new LicenseRepository(jdbc);
    }

    @Bean
    LicenseLedger licenseLedger(LicenseRepository licenses, LicenseIndex index, PersonalData protection, HubProperties properties,
            Clock clock) {
        return new LicenseLedger(licenses, index, protection, properties.id(), clock);
    }

    @Bean
    HolderReader holderReader(HolderCache cache, LicenseIndex index, LicenseRepository licenses, Clock clock) {
        return new HolderReader(cache, index, licenses, clock);
    }

    @Bean
    LicenseTypeCatalogue licenseTypeCatalogue() {
        return JsonLicenseTypeCatalogue.load();
    }

    @Bean
    ServiceItemCatalogue serviceItemCatalogue() {
        return ServiceItemCatalogue.load();
    }

    @Bean
    QualityGate qualityGate(HubProperties properties) {
        return new QualityGate(Set.copyOf(properties.regions()));
    }

    @Bean
    @ConditionalOnProperty(name = "licensehub.cache.kind", havingValue = "none")
    HolderCache noHolderCache() {
        return new NoHolderCache();
    }

    /** A member inside the hub; it never looks for others by multicast and never calls home. */
    @Configuration
    @ConditionalOnProperty(name = "licensehub.cache.kind", havingValue = "hazelcast", matchIfMissing = true)
    static class HazelcastConfiguration {

        @Bean(destroyMethod = "shutdown")
        HazelcastInstance hazelcast(HubProperties properties) {
            HubProperties.Cache cache = properties.cache();
            Config config = new Config().setClusterName(properties.id());
            config.setProperty("hazelcast.phone.home.enabled", "false");
            config.setProperty("hazelcast.logging.type", "slf4j");
            config.setProperty("hazelcast.shutdownhook.enabled", "false");
            config.setProperty("hazelcast.socket.bind.any", "false");
            config.setProperty("hazelcast.operation.call.timeout.millis", "2000");
            config.setProperty("hazelcast.partition.count", "31");
            config.setProperty("hazelcast.operation.thread.count", "2");
            config.setProperty("hazelcast.wait.seconds.before.join", "0");
            var network = config.getNetworkConfig().setPort(cache.port() == 0 ? 5701 : cache.port()).setPortAutoIncrement(cache.port() == 0)
                    .setPortCount(200);
            network.getInterfaces().setEnabled(true).addInterface(cache.address());
            network.getJoin().getMulticastConfig().setEnabled(false);
            network.getJoin().getAutoDetectionConfig().setEnabled(false);
            if (!cache.members().isEmpty()) {
                network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(cache.members());
            }
            config.getSerializationConfig().addSerializerConfig(new SerializerConfig().setTypeClass(CachedHolder.class)
                    .setImplementation(new CachedHolderSerializer()));
            // those asked for again and again are read without asking another thread or member; that one may be out of date is no matter here
            NearCacheConfig near = new NearCacheConfig().setInMemoryFormat(InMemoryFormat.OBJECT).setCacheLocalEntries(true)
                    .setTimeToLiveSeconds((int) cache.timeToLive().toSeconds());
            near.getEvictionConfig().setEvictionPolicy(EvictionPolicy.LRU).setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT).setSize(NEAR);
            config.addMapConfig(new MapConfig("holder-licenses").setTimeToLiveSeconds((int) cache.timeToLive().toSeconds())
                    .setNearCacheConfig(near).setBackupCount(0).setEvictionConfig(new EvictionConfig().setEvictionPolicy(EvictionPolicy.LRU)
                            .setMaxSizePolicy(MaxSizePolicy.USED_HEAP_PERCENTAGE).setSize(20)));
            config.addMapConfig(new MapConfig("limit-*").setMaxIdleSeconds(LIMITS_IDLE).setBackupCount(0).setEvictionConfig(new EvictionConfig()
                    .setEvictionPolicy(EvictionPolicy.LRU).setMaxSizePolicy(MaxSizePolicy.USED_HEAP_PERCENTAGE).setSize(5)));
            return Hazelcast.newHazelcastInstance(config);
        }

        @Bean
        HolderCache holderCache(HazelcastInstance hazelcast, HubProperties properties) {
            return new HazelcastHolderCache(hazelcast, properties.cache().patience());
        }
    }
}
