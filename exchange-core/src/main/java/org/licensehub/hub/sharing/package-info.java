/**
 * The answers approval systems get: lookup by holder, license data, file, and the checks of information and files. No answer
 * leaves before its audit record is durable, and none that was made from data which changed meanwhile.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"platform", "audit", "access", "peering", "seals", "issuing",
    "issuing :: face"})
package org.licensehub.hub.sharing;
