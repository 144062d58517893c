/**
 * A pushed record arrives: by REST, batch, drop folder or polled rows. It is kept durably before it is answered, once per
 * (source, source key, revision), passes the quality gate or goes to quarantine with a reason for each field, where it can
 * be corrected; it is never dropped.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "access", "issuing", "seals"})
package org.licensehub.hub.intake;
