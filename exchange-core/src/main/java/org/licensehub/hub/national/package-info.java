/**
 * The six operations of the national share interface (GB/T 36906) as platforms in the field offer them: envelopes with head and data, their
 * field names, their result and status codes. What is answered is {@code sharing}'s; here it only changes its form.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "access", "sharing"})
package org.licensehub.hub.national;
