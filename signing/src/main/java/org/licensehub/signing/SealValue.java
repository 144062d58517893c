package org.licensehub.signing;

import java.time.Instant;

/** Makes what stands in /Contents of a sealed PDF. */
interface SealValue {

    /** The seal's own picture, which is then the only one that may be shown; null if the form knows none. */
    SesPicture picture();

    /** An upper bound for the length in bytes of what {@link #make} gives. */
    int room();

    /** DER over the SM3 digest of the byte range. */
    byte[] make(byte[] digest, Instant signingTime);

    /** A detached CMS by this key. */
    static SealValue cms(SealingKey key) {
        return new SealValue() {
            @Override
            public SesPicture picture() {
                return null;
            }

            @Override
            public int room() {
                return SealCms.roomFor(key.chain());
            }

            @Override
            public byte[] make(byte[] digest, Instant signingTime) {
                return SealCms.make(key, digest, signingTime);
            }
        };
    }

    /** An electronic seal used by this key; {@code stamper} may be null. */
    static SealValue ses(SesSeal seal, SealingKey key, SesSignature.TimeStamper stamper) {
        int besideStamp = seal.encoded().length + Certificates.encode(key.certificate()).length + 512;
        return new SealValue() {
            @Override
            public SesPicture picture() {
                return seal.info().picture();
            }

            @Override
            public int room() {
                return besideStamp + (stamper == null ? 0 : stamper.room());
            }

            @Override
            public byte[] make(byte[] digest, Instant signingTime) {
                return SesSignature.make(seal, key, digest, PdfSealer.FIELD, signingTime, stamper).encoded();
            }
        };
    }
}
