/**
 * PostgreSQL as system of record: the embedded server that needs no installation, the check that a server, embedded or
 * external, really keeps what it acknowledges, and the migrations of the store's own tables.
 */
package org.licensehub.store.postgres;
