/** The public page on which anybody verifies a sealed file; it answers from the file alone and tells nothing of the library. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "seals"})
package org.licensehub.hub.verification;
