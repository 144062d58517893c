/**
 * Protection of personal data at rest: SM4-GCM ciphertext for what must be read again, HMAC-SM3 under a key that is not in
 * the database for what must be found or compared. A plain digest of a guessable value is as good as the value.
 */
package org.licensehub.store.protection;
