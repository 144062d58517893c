/**
 * Who may see what, for what purpose: callers and what they are held to, their ways in (secret, key, signed request, certificate),
 * people in three separated roles, tokens, grants per caller, license type, fields and service items, and the decision made from them for
 * each request.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit"})
package org.licensehub.hub.access;
