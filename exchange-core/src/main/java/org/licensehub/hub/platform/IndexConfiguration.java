package org.licensehub.hub.platform;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.licensehub.store.index.ElasticsearchIndexSettings;
import org.licensehub.store.index.ElasticsearchLicenseIndex;
import org.licensehub.store.index.LicenseIndex;
import org.licensehub.store.index.PostgresLicenseIndex;
import org.licensehub.store.repository.LicenseLedger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/** The license index as configured: a table beside the licenses, or an Elasticsearch cluster fed from a queue of tasks. */
@Configuration
class IndexConfiguration {

    @Bean
    @ConditionalOnProperty(name = "licensehub.index.kind", havingValue = "postgres", matchIfMissing = true)
    LicenseIndex postgresIndex(JdbcTemplate jdbc) {
        return new PostgresLicenseIndex(jdbc);
    }

    /** Elasticsearch takes no part in the hub's transactions; tasks written there are done here, at least once. */
    @Configuration
    @ConditionalOnProperty(name = "licensehub.index.kind", havingValue = "elasticsearch")
    static class Elasticsearch {

        @Bean(destroyMethod = "close")
        RestClient elasticsearchNodes(HubProperties hub) {
            return RestClient.builder(hub.index().urls().stream().map(HttpHost::create).toArray(HttpHost[]::new)).build();
        }

        @Bean
        LicenseIndex elasticsearchIndex(RestClient nodes, HubProperties hub) {
            ElasticsearchClient client = new ElasticsearchClient(new RestClientTransport(nodes, new JacksonJsonpMapper()));
            ElasticsearchLicenseIndex index = new ElasticsearchLicenseIndex(client,
                    new ElasticsearchIndexSettings(hub.index().name(), hub.index().shards(), hub.index().replicas()));
            index.createIfMissing();
            return index;
        }

        @Bean
        IndexQueue indexQueue(LicenseLedger ledger, TransactionTemplate transaction) {
            return new IndexQueue(ledger, transaction);
        }
    }

    /** Works the queue of index tasks off. */
    static final class IndexQueue {

        private static final Logger LOG = LoggerFactory.getLogger(IndexQueue.class);
        private static final int GROUP = 200;

        private final LicenseLedger ledger;
        private final TransactionTemplate transaction;

        IndexQueue(LicenseLedger ledger, TransactionTemplate transaction) {
            this.ledger = ledger;
            this.transaction = transaction;
        }

        @Scheduled(fixedDelayString = "PT0.2S")
        void work() {
            try {
                Integer done;
                do {
                    done = transaction.execute(status -> ledger.indexQueued(GROUP));
                } while (done != null && done == GROUP);
            } catch (RuntimeException e) {
                // the tasks stay; readers find these licenses through the queue meanwhile
                LOG.warn("Indexing paused: {}", e.getClass().getSimpleName());
            }
        }
    }
}
