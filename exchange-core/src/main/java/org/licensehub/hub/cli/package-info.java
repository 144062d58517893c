/** The command line: {@code serve}, {@code demo}, {@code verify-log}, {@code reindex} and their options. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "demo"})
package org.licensehub.hub.cli;
