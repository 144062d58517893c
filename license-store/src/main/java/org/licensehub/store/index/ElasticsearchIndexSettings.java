package org.licensehub.store.index;

import java.util.regex.Pattern;

/**
 * How the index is laid out in an Elasticsearch cluster.
 *
 * @param name     alias the hub reads and writes through; lower case letters, digits and hyphens
 * @param shards   primary shards, 1 to 1024; fixed until the next rebuild. A holder's entries are all in one of them
 * @param replicas copies of each shard, 0 to 10
 */
public record ElasticsearchIndexSettings(String name, int shards, int replicas) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,99}");
    private static final int MOST_SHARDS = 1_024;
    private static final int MOST_REPLICAS = 10;

    public ElasticsearchIndexSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an index name consists of lower case letters, digits and hyphens");
        }
        if (shards < 1 || shards > MOST_SHARDS || replicas < 0 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("shards must be 1 to 1024 and replicas 0 to 10");
        }
    }
}
