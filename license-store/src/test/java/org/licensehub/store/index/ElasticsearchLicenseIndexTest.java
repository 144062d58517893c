package org.licensehub.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.licensehub.store.model.LicenseState;

@Tag("slow")
class ElasticsearchLicenseIndexTest extends LicenseIndexContract {

    private static final ElasticsearchIndexSettings SETTINGS = new ElasticsearchIndexSettings("licenses", 3, 0);

    private static TestElasticsearch node;

    private final ElasticsearchLicenseIndex index = new ElasticsearchLicenseIndex(node.client(), SETTINGS);

    @BeforeAll
    static void startNode() throws IOException {
        node = TestElasticsearch.start();
    }

    @AfterAll
    static void stopNode() throws IOException {
        node.close();
    }

    @Override
    protected LicenseIndex index() {
        return index;
    }

    private static JsonNode get(String path) throws IOException {
        return new ObjectMapper().readTree(
                node.rest().performRequest(new Request("GET", path)).getEntity().getContent());
    }

    private List<IndexEntry> found(int holder) {
        index.refresh();
        return index.findByHolder(holder(holder), Set.of(), Optional.empty(), 100);
    }

    @Test
    void creatingTwiceIsNoError() {
        index.createIfMissing();
        index.createIfMissing();

        assertThat(index.count()).isZero();
        assertThat(index.transactional()).isFalse();
    }

    @Test
    void anOlderEntryNeverReplacesANewerOneInWhateverOrderABatchHoldsThem() {
        UUID license = UUID.randomUUID();
        index.put(List.of(entry(holder(1), license, TYPE, LicenseState.CANCELLED, 9),
                entry(holder(1), license, TYPE, LicenseState.VALID, 8)));
        index.put(IntStream.rangeClosed(1, 8)
                .mapToObj(version -> entry(holder(1), license, TYPE, LicenseState.VALID, version)).toList());

        assertThat(found(1)).singleElement().extracting(IndexEntry::state).isEqualTo(LicenseState.CANCELLED);
    }

    @Test
    void aRebuildMayWriteLowerVersionsThanBefore() {
        UUID license = UUID.randomUUID();
        index.put(List.of(entry(holder(1), license, TYPE, LicenseState.VALID, 9)));
        index.clear();
        index.put(List.of(entry(holder(1), license, TYPE, LicenseState.VALID, 2)));

        assertThat(found(1)).singleElement().extracting(IndexEntry::rowVersion).isEqualTo(2L);
    }

    @Test
    void anEntryThatIsRefusedIsSaidWithItsKindOnlyAndTheOthersAreStored() {
        IndexEntry good = entry(holder(1), TYPE, 1);
        IndexEntry tooLong = entry(holder(1), "x".repeat(40_000), 1);

        assertThatThrownBy(() -> index.put(List.of(tooLong, good)))
                .isInstanceOf(IndexFailure.class).hasMessageStartingWith("1 of 2 index entries were not stored: ")
                .hasMessageNotContaining("xxx").hasMessageNotContaining(good.holder().hex());
        assertThat(found(1)).containsExactly(good);
    }

    @Test
    void tenThousandAndOneEntriesOfOneHolderAreReadToTheEndInOrder() {
        List<IndexEntry> all = IntStream.range(0, 10_001).mapToObj(i -> entry(holder(1), TYPE, 1)).toList();
        index.put(all);
        index.refresh();
        List<IndexEntry> read = new ArrayList<>();
        List<IndexEntry> page = index.findByHolder(holder(1), Set.of(), Optional.empty(), 1_000);
        while (!page.isEmpty()) {
            read.addAll(page);
            page = index.findByHolder(holder(1), Set.of(), Optional.of(page.get(page.size() - 1).licenseId()), 1_000);
        }

        assertThat(read).isEqualTo(all.stream()
                .sorted(Comparator.comparing(entry -> entry.licenseId().toString())).toList());
        assertThatThrownBy(() -> index.findByHolder(holder(1), Set.of(), Optional.empty(), 1_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMappingIsStrictAndADocumentHoldsNothingButTheEntry() throws IOException {
        index.put(List.of(entry(holder(1), TYPE, 1)));
        index.refresh();

        JsonNode mappings = get("/licenses/_mapping").elements().next().get("mappings");
        assertThat(mappings.get("dynamic").asText()).isEqualTo("strict");
        JsonNode hit = get("/licenses/_search").at("/hits/hits/0");
        assertThat(hit.get("_source").fieldNames()).toIterable().containsExactlyInAnyOrder("holder", "licenseId",
                "identifier", "typeCode", "areaCode", "state", "rowVersion");
        assertThat(hit.get("_routing").asText()).isEqualTo(holder(1).hex());
        assertThat(hit.get("_id").asText()).startsWith(holder(1).hex() + "_");
    }

    @Test
    void withoutAnIndexWritesAndFindsFailInsteadOfGuessingOne() {
        ElasticsearchLicenseIndex missing =
                new ElasticsearchLicenseIndex(node.client(), new ElasticsearchIndexSettings("missing", 1, 0));

        assertThatThrownBy(() -> missing.put(List.of(entry(holder(1), TYPE, 1)))).isInstanceOf(IndexFailure.class);
        assertThatThrownBy(() -> missing.findByHolder(holder(1), Set.of(), Optional.empty(), 1))
                .isInstanceOf(IndexFailure.class).hasMessageContaining("index_not_found_exception");
    }

    @Test
    void aNodeThatIsGoneIsAFailureAndNoEmptyAnswer() throws IOException {
        try (var nowhere = RestClient.builder(
                new HttpHost("127.0.0.1", 1, "http")).build()) {
            var client = new ElasticsearchClient(
                    new RestClientTransport(nowhere,
                            new JacksonJsonpMapper()));
            assertThatThrownBy(() -> new ElasticsearchLicenseIndex(client, SETTINGS)
                    .findByHolder(holder(1), Set.of(), Optional.empty(), 1))
                    .isInstanceOf(IndexFailure.class).hasMessageStartingWith("find failed: ");
        }
    }
}
