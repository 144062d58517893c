package org.licensehub.store.protection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Seals and opens personal data (SM4-GCM, GB/T 32907 with the mode of RFC 8998: 96-bit random nonce, 128-bit tag) and makes
 * the keyed digests (HMAC-SM3) by which such data is found. Thread-safe.
 *
 * <p>A ciphertext is bound to its purpose: bytes moved from one column to another do not open. Layout: version 1, nonce 12,
 * ciphertext, tag 16.
 */
public final class PersonalData {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] encryptionKey;
    private final byte[] holderKey;
    private final byte[] digestKey;
    private final SecureRandom random = new SecureRandom();

    public PersonalData(MasterKey master) {
        this.encryptionKey = master.derive("licensehub/sm4-gcm/1", 16);
        this.holderKey = master.derive("licensehub/holder-key/1", 32);
        this.digestKey = master.derive("licensehub/digest/1", 32);
    }

    /** The bytes were not sealed for this purpose under this key, or were changed since. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(Throwable cause) {
            super("Protected data does not open: wrong key, wrong purpose or changed bytes", cause);
        }
    }

    /** @param purpose what the bytes are, e.g. {@code license-content}; must be given again to open them */
    public byte[] seal(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        GCMModeCipher cipher = cipher(true, nonce, purpose);
        byte[] sealed = new byte[1 + NONCE_BYTES + cipher.getOutputSize(plain.length)];
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
        int written = cipher.processBytes(plain, 0, plain.length, sealed, 1 + NONCE_BYTES);
        try {
            cipher.doFinal(sealed, 1 + NONCE_BYTES + written);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("SM4-GCM refused to encrypt", e);
        }
        return sealed;
    }

    public byte[] seal(String purpose, String plain) {
        return seal(purpose, plain.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws UnreadableException if the bytes were changed or sealed for another purpose or under another key */
    public byte[] open(String purpose, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new UnreadableException(null);
        }
        GCMModeCipher cipher = cipher(false, Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES), purpose);
        int offset = 1 + NONCE_BYTES;
        byte[] plain = new byte[cipher.getOutputSize(sealed.length - offset)];
        int written = cipher.processBytes(sealed, offset, sealed.length - offset, plain, 0);
        try {
            cipher.doFinal(plain, written);
        } catch (InvalidCipherTextException e) {
            throw new UnreadableException(e);
        }
        return plain;
    }

    public String openText(String purpose, byte[] sealed) {
        return new String(open(purpose, sealed), StandardCharsets.UTF_8);
    }

    private GCMModeCipher cipher(boolean encrypt, byte[] nonce, String purpose) {
        GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(encrypt, new AEADParameters(new KeyParameter(encryptionKey), TAG_BITS, nonce,
                purpose.getBytes(StandardCharsets.UTF_8)));
        return cipher;
    }

    /**
     * @param codeType 3-digit holder code type (持证主体代码类型代码)
     * @param code the number itself; letter case and surrounding blanks do not matter
     */
    public HolderKey holderKey(String codeType, String code) {
        return new HolderKey(mac(holderKey, codeType, code.strip().toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
    }

    /** @param purpose keeps digests of equal values in different roles apart */
    public byte[] digest(String purpose, byte[] value) {
        return mac(digestKey, purpose, value);
    }

    public byte[] digest(String purpose, String value) {
        return digest(purpose, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] key, String label, byte[] value) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key));
        byte[] name = label.getBytes(StandardCharsets.UTF_8);
        byte[] length = ByteBuffer.allocate(4).putInt(name.length).array();
        mac.update(length, 0, length.length);
        mac.update(name, 0, name.length);
        mac.update(value, 0, value.length);
        byte[] out = new byte[mac.getMacSize()];
        mac.doFinal(out, 0);
        return out;
    }
}
