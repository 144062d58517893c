/**
 * Who may see what, for what purpose: callers and what they are held to, their ways in (secret, key, signed request, certificate),
 * people in three separated roles, tokens, grants and requests for them, consent of holders, forms, and the decision made from them for
 * each request.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit"})
package org.licensehub.hub.access;
