/** The command line: {@code serve}, {@code demo}, {@code verify-log}, {@code reindex}, {@code seal}, {@code verify-file}. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "demo", "issuing :: face"})
package org.licensehub.hub.cli;
