/**
 * The hub above and the hubs below: outbox, signed envelopes, receipts, change feed, witnessed tree heads, reconciliation,
 * and the mutual-TLS door between hubs. The connectors module moves the envelopes without knowing what they hold.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "issuing"})
package org.licensehub.hub.peering;
