/**
 * What a license is and where it lives. The packages below this one hold numbers and codes, the license-type catalogue, the
 * quality gate, the model with its state machine, PostgreSQL as system of record, index, cache, file store and the
 * protection of personal data at rest. Nothing here knows of HTTP, Camel or seals.
 */
package org.licensehub.store;
