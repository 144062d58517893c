package org.licensehub.hub.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.HexFormat;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.Sm2Verifier;

/**
 * What a hub says its log is: so many records, with this root. Signed with SM2 over {@link #signedBytes()}.
 *
 * @param hub id of the hub whose log it is
 * @param size number of records, from 1
 * @param root SM3 tree hash, 64 hexadecimal digits
 * @param time when it was signed, ISO 8601 in UTC
 * @param signature DER signature, hexadecimal
 */
public record TreeHead(String hub, long size, String root, String time, String signature) {

    /** Signs with the hub's key. */
    public static TreeHead sign(String hub, long size, byte[] root, String time, SealingKey key) {
        TreeHead unsigned = new TreeHead(hub, size, HexFormat.of().formatHex(root), time, "");
        return new TreeHead(hub, size, unsigned.root, time, HexFormat.of().formatHex(key.sign(unsigned.signedBytes())));
    }

    /** One line a field, so that no two heads have the same bytes. */
    @JsonIgnore
    public byte[] signedBytes() {
        return String.join("\n", "licensehub-tree-head-1", hub, Long.toString(size), root, time).getBytes(StandardCharsets.UTF_8);
    }

    public boolean signedBy(PublicKey key) {
        if (hub == null || root == null || time == null || signature == null) {
            return false;
        }
        try {
            return Sm2Verifier.verify(key, signedBytes(), HexFormat.of().parseHex(signature));
        } catch (IllegalArgumentException notHex) {
            return false;
        }
    }
}
