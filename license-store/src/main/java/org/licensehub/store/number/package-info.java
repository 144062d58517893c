/**
 * Numbers and codes as values that cannot be wrong. Everything a license carries that can be verified on its own
 * (citizen ID, unified social credit code, permits, division codes, the GB/T 36904 identifier) is parsed once at the
 * boundary into a type of this package, so that the rest of the hub never meets a number with a broken check
 * character. Numbers of people print masked; refusals name the fault and never the number.
 */
package org.licensehub.store.number;
