package org.licensehub.hub.audit.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.MerkleTree;
import org.licensehub.signing.Sm3;
import org.licensehub.store.protection.HolderKey;

/**
 * A record written and digested up to its place in the log, which only the one thread that appends can know. Writing and digesting
 * take most of the time of an append; so the threads that wait for it do that, side by side.
 */
final class BegunRecord {

    private final AuditEvent event;
    private final HolderKey holder;
    private final byte[] text;
    private final Sm3 digest;

    private BegunRecord(AuditEvent event, HolderKey holder, byte[] text, Sm3 digest) {
        this.event = event;
        this.holder = holder;
        this.text = text;
        this.digest = digest;
    }

    /**
     * A record as it is stored.
     *
     * @param body the exact bytes that are hashed, UTF-8; nothing is derived from them again
     */
    record Placed(long sequence, AuditEvent event, HolderKey holder, byte[] leaf, byte[] body) {
    }

    static BegunRecord of(AuditDraft draft, String hub, ObjectMapper json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("hub", hub);
        fields.put("event", draft.event().name());
        fields.put("actor", draft.actor());
        if (draft.holder() != null) {
            fields.put("holder", draft.holder().hex());
        }
        fields.putAll(draft.details());
        try {
            byte[] whole = json.writeValueAsBytes(fields);
            byte[] open = Arrays.copyOf(whole, whole.length - 1);
            return new BegunRecord(draft.event(), draft.holder(), open, MerkleTree.leafDigest().update(open, 0, open.length));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Details of an audit record are plain values", e);
        }
    }

    Placed at(long sequence, Instant at) {
        byte[] end = (",\"at\":\"" + at + "\",\"sequence\":" + sequence + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] body = Arrays.copyOf(text, text.length + end.length);
        System.arraycopy(end, 0, body, text.length, end.length);
        return new Placed(sequence, event, holder, digest.copy().update(end, 0, end.length).digest(), body);
    }
}
