package org.licensehub.signing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/**
 * Writes and reads an SM2 key as PKCS#12 (RFC 7292) with PBES2, AES-256 and HMAC-SHA256, which OpenSSL 3 opens. Bouncy Castle's
 * own key stores fix the rounds of key derivation so high that opening one takes two seconds of every start.
 */
final class SealKeyFile {

    /** For passwords that people choose: each guess shall cost. */
    private static final int ROUNDS = 10_000;
    /** For those that nobody can guess anyway; a hub opens such files at every start and for every seal. */
    private static final int ROUNDS_FOR_RANDOM_PASSWORDS = 1_000;
    /** At least 128 random bits in hexadecimal digits, as programs make passwords. */
    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{32,}");
    /** Of 32 random digits, fewer than this are different once in a hundred million times. */
    private static final int DIFFERENT_DIGITS = 8;
    private static final ASN1ObjectIdentifier SHA256 = NISTObjectIdentifiers.id_sha256;

    private SealKeyFile() {
    }

    static byte[] encode(IssuedKey key, char[] password, String alias) throws IOException, GeneralSecurityException {
        int rounds = isRandom(password) ? ROUNDS_FOR_RANDOM_PASSWORDS : ROUNDS;
        try {
            byte[] keyId = new JcaX509ExtensionUtils()
                    .createSubjectKeyIdentifier(key.certificate().getPublicKey()).getKeyIdentifier();
            PKCS12SafeBagBuilder keyBag = new JcaPKCS12SafeBagBuilder(key.privateKey(), encryptor(password, rounds));
            name(keyBag, alias, keyId);
            PKCS12SafeBag[] certificates = new PKCS12SafeBag[key.chain().size()];
            List<X509Certificate> chain = key.chain();
            for (int i = 0; i < certificates.length; i++) {
                PKCS12SafeBagBuilder bag = new JcaPKCS12SafeBagBuilder(chain.get(i));
                if (i == 0) {
                    name(bag, alias, keyId);
                }
                certificates[i] = bag.build();
            }
            return new PKCS12PfxPduBuilder()
                    .addEncryptedData(encryptor(password, rounds), certificates)
                    .addData(keyBag.build())
                    .build(new JcePKCS12MacCalculatorBuilder(SHA256)
                            .setProvider(Sm2.PROVIDER).setIterationCount(rounds), password)
                    .getEncoded("DER");
        } catch (OperatorCreationException | PKCSException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /**
     * @throws IOException if it is no such file or the password is wrong
     * @throws IllegalArgumentException if the alias holds no private key
     */
    static IssuedKey decode(byte[] pkcs12, char[] password, String alias) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12", Sm2.PROVIDER);
            store.load(new ByteArrayInputStream(pkcs12), password);
            return KeyFiles.entry(store, password, alias);
        } catch (GeneralSecurityException e) {
            throw new IOException("无法打开密钥库 / the key store cannot be opened", e);
        }
    }

    private static boolean isRandom(char[] password) {
        CharBuffer text = CharBuffer.wrap(password);
        return RANDOM.matcher(text).matches() && text.chars().distinct().count() >= DIFFERENT_DIGITS;
    }

    private static void name(PKCS12SafeBagBuilder bag, String alias, byte[] keyId) {
        bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(alias));
        bag.addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId, new DEROctetString(keyId));
    }

    private static OutputEncryptor encryptor(char[] password, int rounds) throws OperatorCreationException {
        PBKDF2Config derivation = new PBKDF2Config.Builder()
                .withIterationCount(rounds).withSaltLength(16).withPRF(PBKDF2Config.PRF_SHA256).build();
        return new JcePKCSPBEOutputEncryptorBuilder(derivation, NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(Sm2.PROVIDER).build(password);
    }
}
