/**
 * The catalogues that grants, pushes and lookups refer to: license types (证照目录清单, L1) and service items (事项目录, G5).
 * Later also data resources, needs and subscriptions.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = "platform")
package org.licensehub.hub.resources;
