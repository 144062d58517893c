package org.licensehub.hub.seals.internal;

import java.time.Instant;

/**
 * What comes of making a seal.
 *
 * @param ses the seal of GB/T 38540-2020, DER
 * @param key its signing key as PKCS#12
 * @param certificateSerial hexadecimal
 */
record MadeSeal(byte[] ses, byte[] key, String certificateSerial, Instant validFrom, Instant validTo) {
}
