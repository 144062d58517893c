/**
 * Where licenses of a holder are found. The index answers "which licenses might this holder have"; whether they are valid is
 * always read from the system of record.
 */
package org.licensehub.store.index;
