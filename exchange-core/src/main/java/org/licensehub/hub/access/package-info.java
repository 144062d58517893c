/**
 * Who may see what, for what purpose: callers and their tokens (OAuth 2 client credentials), grants per caller, license type,
 * fields and service items, and the decision made from them for each request.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit"})
package org.licensehub.hub.access;
