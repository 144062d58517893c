/**
 * Recently asked holders, kept near. An entry names the holder revision it was made from; it may be answered only if the
 * system of record still has that revision when the answer's audit record is committed.
 */
package org.licensehub.store.cache;
