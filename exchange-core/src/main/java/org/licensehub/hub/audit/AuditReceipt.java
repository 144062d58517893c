package org.licensehub.hub.audit;

/**
 * Proof for a caller that its request is in the log: position, hash of the record and the signed head of the commit group.
 * With an inclusion proof it can be shown later that the record is still there.
 *
 * @param sequence position in the log, from 0
 * @param leafHash RFC 9162 leaf hash of the record, hexadecimal
 */
public record AuditReceipt(String hub, long sequence, String leafHash, TreeHead head) {
}
