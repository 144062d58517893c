/**
 * Puts the connectors' route templates to work as configured in YAML: drop folders and polled databases end in intake,
 * envelopes go out of and come into peering.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "intake", "peering"})
package org.licensehub.hub.routes;
