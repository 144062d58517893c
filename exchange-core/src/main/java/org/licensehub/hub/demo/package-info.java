/**
 * Three hubs on one machine with synthetic data: shows the whole walk from a department's push to an audited answer across
 * three levels and measures it. Calls the hubs as outsiders do, over HTTP.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit"})
package org.licensehub.hub.demo;
