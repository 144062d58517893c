/**
 * The quality gate (质量管控): what a record must satisfy before it may become a license. It reads a record and the
 * definition of its type and names every fault at once, field by field and without repeating a value, so that a
 * department can correct a quarantined record in one go. It knows nothing of storage; duplicates are found elsewhere.
 */
package org.licensehub.store.quality;
