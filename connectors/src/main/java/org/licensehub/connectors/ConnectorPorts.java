package org.licensehub.connectors;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;

/** What the templates need from outside, and the supervision of each connector by route id. */
record ConnectorPorts(RecordSink sink, DropArchive archive, PollCursor cursor, EnvelopeOutbox outbox, EnvelopeInbox inbox,
                      Function<String, DataSource> dataSources, Function<String, SSLContext> tls, Clock clock,
                      Map<String, Supervision> supervisions) {

    ConnectorPorts(RecordSink sink, DropArchive archive, PollCursor cursor, EnvelopeOutbox outbox, EnvelopeInbox inbox,
                   Function<String, DataSource> dataSources, Function<String, SSLContext> tls, Clock clock) {
        this(sink, archive, cursor, outbox, inbox, dataSources, tls, clock, new ConcurrentHashMap<>());
    }

    Supervision supervision(String connector) {
        Supervision found = supervisions.get(connector);
        if (found == null) {
            throw new IllegalStateException("no supervision for connector " + connector);
        }
        return found;
    }
}
