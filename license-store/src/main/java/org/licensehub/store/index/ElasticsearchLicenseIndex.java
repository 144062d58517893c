package org.licensehub.store.index;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch._types.mapping.TypeMapping;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.licensehub.store.protection.HolderKey;

/**
 * The index in an Elasticsearch cluster, for hubs one machine is too small for.
 *
 * <ul>
 * <li>Documents are routed by holder key: a find asks one shard.
 * <li>The row version is the document's external version: whatever order writes arrive in, an older one never replaces a
 * newer one.
 * <li>Near real time: what was put can be found after the refresh interval, {@value #REFRESH_INTERVAL}, or after
 * {@link #refresh()}. {@link #put} does not wait for it, since a hit is confirmed in the system of record anyway.
 * <li>Reads and writes go through an alias. {@link #clear()} makes a new index and moves the alias in one step: writes find
 * the old one or the new one, and deleted documents leave no version behind that would refuse a rebuild.
 * <li>Holds what {@link IndexEntry} holds, the mapping is strict, and no number of a holder is in it.
 * </ul>
 * Whatever goes wrong is an {@link IndexFailure}; a partial answer is never given as a whole one.
 */
public final class ElasticsearchLicenseIndex implements LicenseIndex {

    private static final String REFRESH_INTERVAL = "1s";
    private static final int BULK_SIZE = 1_000;
    private static final int LARGEST_PAGE = 1_000;
    private static final int CONFLICT = 409;

    private final ElasticsearchClient client;
    private final ElasticsearchIndexSettings settings;

    /** @param client stays the caller's to close */
    public ElasticsearchLicenseIndex(ElasticsearchClient client, ElasticsearchIndexSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    /** Makes the index when it does not exist; safe on several nodes at once. */
    public void createIfMissing() {
        run("create", () -> {
            if (!client.indices().existsAlias(a -> a.name(settings.name())).value()) {
                createFirst();
            }
            return null;
        });
    }

    private void createFirst() throws IOException {
        try {
            create(generation(1), true);
        } catch (ElasticsearchException failure) {
            if (!"resource_already_exists_exception".equals(failure.error().type())) {
                throw failure;
            }
        }
    }

    private String generation(long number) {
        return settings.name() + "-" + number;
    }

    private void create(String index, boolean withAlias) throws IOException {
        client.indices().create(c -> {
            c.index(index).mappings(mapping()).settings(s -> s
                    .numberOfShards(Integer.toString(settings.shards()))
                    .numberOfReplicas(Integer.toString(settings.replicas()))
                    .refreshInterval(t -> t.time(REFRESH_INTERVAL)));
            return withAlias ? c.aliases(settings.name(), a -> a) : c;
        });
    }

    private static TypeMapping mapping() {
        return TypeMapping.of(m -> m.dynamic(DynamicMapping.Strict)
                .properties(IndexDocument.HOLDER, p -> p.keyword(k -> k))
                .properties(IndexDocument.LICENSE_ID, p -> p.keyword(k -> k))
                .properties(IndexDocument.IDENTIFIER, p -> p.keyword(k -> k.index(false).docValues(false)))
                .properties(IndexDocument.TYPE_CODE, p -> p.keyword(k -> k))
                .properties(IndexDocument.AREA_CODE, p -> p.keyword(k -> k.index(false).docValues(false)))
                .properties(IndexDocument.STATE, p -> p.keyword(k -> k.index(false).docValues(false)))
                .properties(IndexDocument.ROW_VERSION, p -> p.long_(l -> l.index(false).docValues(false))));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IndexFailure when an entry could not be stored; the others of the call may be stored, so it can be repeated
     */
    @Override
    public void put(Collection<IndexEntry> entries) {
        List<BulkOperation> operations = entries.stream().map(IndexDocument::of).map(this::operation).toList();
        List<BulkResponseItem> failed = new ArrayList<>();
        for (int from = 0; from < operations.size(); from += BULK_SIZE) {
            List<BulkOperation> part = operations.subList(from, Math.min(operations.size(), from + BULK_SIZE));
            BulkResponse response = run("put", () -> client.bulk(b -> b.operations(part)));
            response.items().stream().filter(ElasticsearchLicenseIndex::failed).forEach(failed::add);
        }
        if (!failed.isEmpty()) {
            Map<String, Long> kinds = failed.stream().collect(
                    Collectors.groupingBy(item -> item.error().type(), TreeMap::new, Collectors.counting()));
            throw new IndexFailure(failed.size() + " of " + operations.size() + " index entries were not stored: " + kinds);
        }
    }

    private BulkOperation operation(IndexDocument document) {
        // Without an alias the write has to fail: Elasticsearch would make an index of that name with a guessed mapping.
        return BulkOperation.of(b -> b.index(i -> i.index(settings.name()).requireAlias(true)
                .id(document.id()).routing(document.holder())
                .versionType(VersionType.ExternalGte).version(document.rowVersion()).document(document)));
    }

    /** A conflict means that a newer version is stored already, which is what the port asks for. */
    private static boolean failed(BulkResponseItem item) {
        return item.error() != null && item.status() != CONFLICT;
    }

    @Override
    public List<IndexEntry> findByHolder(HolderKey holder, Set<String> typeCodes,
            Optional<UUID> after, int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit must be 1 to " + LARGEST_PAGE);
        }
        SearchResponse<IndexDocument> response = run("find",
                () -> client.search(search(holder.hex(), typeCodes, after, limit), IndexDocument.class));
        if (response.timedOut() || response.shards().failed().intValue() > 0) {
            throw new IndexFailure("find was answered in part only");
        }
        return response.hits().hits().stream().map(Hit::source).map(IndexDocument::entry).toList();
    }

    private SearchRequest search(String holder, Set<String> typeCodes, Optional<UUID> after, int limit) {
        BoolQuery.Builder query = new BoolQuery.Builder()
                .filter(f -> f.term(t -> t.field(IndexDocument.HOLDER).value(holder)));
        if (!typeCodes.isEmpty()) {
            List<FieldValue> wanted = typeCodes.stream().map(FieldValue::of).toList();
            query.filter(f -> f.terms(t -> t.field(IndexDocument.TYPE_CODE).terms(v -> v.value(wanted))));
        }
        SearchRequest.Builder request = new SearchRequest.Builder().index(settings.name()).routing(holder)
                .query(query.build()._toQuery()).size(limit).trackTotalHits(t -> t.enabled(false))
                .allowPartialSearchResults(false)
                .sort(s -> s.field(f -> f.field(IndexDocument.LICENSE_ID).order(SortOrder.Asc)));
        // The text form of a UUID sorts as its bytes do, so pages are cut where the PostgreSQL adapter cuts them.
        after.ifPresent(id -> request.searchAfter(FieldValue.of(id.toString())));
        return request.build();
    }

    @Override
    public void clear() {
        run("clear", () -> {
            Set<String> old = client.indices().existsAlias(a -> a.name(settings.name())).value()
                    ? client.indices().getAlias(a -> a.name(settings.name())).result().keySet() : Set.of();
            String next = generation(1 + old.stream().mapToLong(this::number).max().orElse(0));
            create(next, old.isEmpty());
            if (!old.isEmpty()) {
                client.indices().updateAliases(u -> {
                    u.actions(a -> a.add(add -> add.index(next).alias(settings.name())));
                    old.forEach(index -> u.actions(a -> a.removeIndex(r -> r.index(index))));
                    return u;
                });
            }
            return null;
        });
    }

    private long number(String index) {
        return Long.parseLong(index.substring(settings.name().length() + 1));
    }

    @Override
    public long count() {
        return run("count", () -> client.count(c -> c.index(settings.name()))).count();
    }

    @Override
    public void refresh() {
        run("refresh", () -> client.indices().refresh(r -> r.index(settings.name())));
    }

    @Override
    public boolean transactional() {
        return false;
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    /** Server messages quote what was sent, so only the kind of error goes on. */
    private static <T> T run(String what, Call<T> call) {
        try {
            return call.run();
        } catch (ElasticsearchException refused) {
            throw new IndexFailure(what + " was refused: " + refused.status() + " " + refused.error().type());
        } catch (IOException unreachable) {
            throw new IndexFailure(what + " failed: " + unreachable.getClass().getSimpleName());
        }
    }
}
