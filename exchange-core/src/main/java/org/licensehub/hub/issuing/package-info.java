/**
 * From an approved record to a license and through its life: identifier, face, seal, publishing; suspend, resume, end,
 * replace. The state change, its audit record and what other hubs must hear of it are one transaction.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "seals"})
package org.licensehub.hub.issuing;
