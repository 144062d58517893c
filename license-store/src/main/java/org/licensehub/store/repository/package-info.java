/**
 * Licenses in PostgreSQL. The ledger is the only way to change one: it keeps state machine, holder revision, history and
 * index in step inside the caller's transaction.
 */
package org.licensehub.store.repository;
