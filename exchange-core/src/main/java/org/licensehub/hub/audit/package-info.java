/**
 * The log that cannot be quietly changed: a Merkle tree over all records (RFC 9162 with SM3), one signed head for each
 * commit group, receipts, export, and the verifier that needs nothing but an export and a public key.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "platform")
package org.licensehub.hub.audit;
