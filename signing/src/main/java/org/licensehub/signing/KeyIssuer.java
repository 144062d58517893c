package org.licensehub.signing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the keys a hub needs at its first start, in a demonstration and in tests: SM2 for sealing, ECDSA P-256 for
 * mutual TLS. It is no certification authority: every certificate says so in its subject
 * (OU = {@value #NOT_FOR_PRODUCTION}), and a production hub gets its certificates from a licensed issuer.
 */
public final class KeyIssuer {

    /** The organisational unit that every certificate made here carries. */
    public static final String NOT_FOR_PRODUCTION = "NOT FOR PRODUCTION";

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final Clock clock;
    private final int validityDays;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param clock gives the first moment of validity, less five minutes for the skew between two machines
     * @param validityDays how long every certificate is valid, in days, 1 to 36,500
     */
    public KeyIssuer(Clock clock, int validityDays) {
        if (validityDays < 1 || validityDays > 36_500) {
            throw new IllegalArgumentException("有效期天数超出范围 / validity out of range (days): " + validityDays);
        }
        this.clock = clock;
        this.validityDays = validityDays;
    }

    /** A self-signed SM2 root for sealing certificates. */
    public IssuedKey sealRoot(String commonName) {
        return root(Kind.SM2, commonName);
    }

    /** An SM2 sealing certificate (keyUsage digitalSignature and nonRepudiation) of an organisation. */
    public IssuedKey sealSigner(IssuedKey root, String organisation, String commonName) {
        return issue(Kind.SM2, root, subject(organisation, commonName), builder -> builder
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)));
    }

    /** A certificate of an authority of time (RFC 3161, GB/T 20520), good for nothing else; SM2 or ECDSA as its root. */
    public IssuedKey timeStamper(IssuedKey root, String commonName) {
        return issue(Kind.of(root.privateKey()), root, subject(null, commonName), builder -> builder
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation))
                .addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping)));
    }

    /** An SM2 authority below a root, which issues certificates itself. */
    public IssuedKey intermediate(IssuedKey root, String commonName) {
        return issue(Kind.SM2, root, subject(null, commonName), builder -> builder
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    }

    /**
     * A list of revoked certificates (RFC 5280, 5), good for as long as certificates made here and numbered by its time.
     *
     * @param issuer a root or intermediate of any kind made here
     * @param revoked serial numbers with the moment of revocation, all for a key that others got hold of
     */
    public X509CRL revocationList(IssuedKey issuer, Map<BigInteger, Instant> revoked) {
        return revocationList(issuer, clock.instant().getEpochSecond(), Duration.ofDays(validityDays), revoked.entrySet().stream()
                .map(each -> new Revocation(each.getKey(), each.getValue(), Revocation.Reason.KEY_COMPROMISE)).toList());
    }

    /**
     * A list of revoked certificates (RFC 5280, 5).
     *
     * @param issuer a root or intermediate of any kind made here
     * @param number larger than that of every earlier list of this issuer
     * @param validity until the next list is there at the latest
     */
    public X509CRL revocationList(IssuedKey issuer, long number, Duration validity, List<Revocation> revoked) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded()), Date.from(now));
        builder.setNextUpdate(Date.from(now.plus(validity)));
        revoked.forEach(each -> builder.addCRLEntry(each.serial(), Date.from(each.listedAt()), each.reason().code()));
        try {
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            return Certificates.readCrls(builder.build(Kind.of(issuer.privateKey()).signer(issuer.privateKey())).getEncoded()).get(0);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("无法签发吊销列表 / a list of revoked certificates could not be made", e);
        }
    }

    /**
     * A certificate for signing documents that tools outside China verify, under an ECDSA root.
     *
     * @param rsa RSA with 3,072 bits, otherwise ECDSA P-256
     */
    public IssuedKey documentSigner(IssuedKey root, String organisation, String commonName, boolean rsa) {
        return issue(rsa ? Kind.RSA : Kind.ECDSA, root, subject(organisation, commonName), builder -> builder
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)));
    }

    /** A self-signed ECDSA P-256 root for TLS certificates. */
    public IssuedKey tlsRoot(String commonName) {
        return root(Kind.ECDSA, commonName);
    }

    /**
     * An ECDSA P-256 certificate good for both ends of mutual TLS.
     *
     * @param dnsNames names the server is called by
     * @param ipAddresses addresses the server is called by; at least one name or address in all
     */
    public IssuedKey tlsPeer(IssuedKey root, String commonName, List<String> dnsNames, List<String> ipAddresses) {
        List<GeneralName> names = new ArrayList<>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        ipAddresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("至少需要一个域名或地址 / at least one name or address is needed");
        }
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        return issue(Kind.ECDSA, root, subject(null, commonName), builder -> builder
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
                .addExtension(Extension.subjectAlternativeName, false,
                        new GeneralNames(names.toArray(GeneralName[]::new))));
    }

    /** Writes an SM2 key as PKCS#12 that OpenSSL 3 opens (AES-256 for the key); the file is readable by its owner only. */
    public void writeSealKey(IssuedKey key, Path file, char[] password, String alias) throws IOException {
        try {
            save(SealKeyFile.encode(key, password, alias), file);
        } catch (GeneralSecurityException e) {
            throw new IOException("无法写入密钥库 / the key store cannot be written", e);
        }
    }

    /** The same PKCS#12 as bytes, for whoever keeps keys elsewhere than in files. */
    public static byte[] encodeSealKey(IssuedKey key, char[] password, String alias) {
        try {
            return SealKeyFile.encode(key, password, alias);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("无法写入密钥库 / the key store cannot be written", e);
        }
    }

    /**
     * Reads an SM2 key from PKCS#12, private part and all: a root that goes on issuing, or a key that was kept elsewhere.
     *
     * @throws IOException if it is no such file or the password is wrong
     * @throws IllegalArgumentException if the alias holds no private key
     */
    public static IssuedKey decodeSealKey(byte[] pkcs12, char[] password, String alias) throws IOException {
        return SealKeyFile.decode(pkcs12, password, alias);
    }

    /** Writes an ECDSA key as PKCS#12 that a plain JDK opens; the file is readable by its owner only. */
    public void writeTlsKey(IssuedKey key, Path file, char[] password, String alias) throws IOException {
        writeStore(file, password, store -> store.setKeyEntry(
                alias, key.privateKey(), password, key.chain().toArray(X509Certificate[]::new)));
    }

    /** Writes certificates to be trusted as PKCS#12 that a plain JDK opens as a trust store. */
    public void writeTlsTrust(List<X509Certificate> certificates, Path file, char[] password) throws IOException {
        writeStore(file, password, store -> {
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("anchor-" + i, certificates.get(i));
            }
        });
    }

    private static void writeStore(Path file, char[] password, StoreFilling filling) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, password);
            save(bytes.toByteArray(), file);
        } catch (GeneralSecurityException e) {
            throw new IOException("无法写入密钥库 / the key store cannot be written", e);
        }
    }

    /** By a temporary file and a move, so that a crash leaves no half a key store behind. */
    private static void save(byte[] store, Path file) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        Path parent = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(parent, "key", ".tmp", ownerOnly);
        try {
            Files.write(temporary, store);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private IssuedKey root(Kind kind, String commonName) {
        return issue(kind, null, subject(null, commonName), builder -> builder
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(1))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    }

    private IssuedKey issue(Kind kind, IssuedKey issuer, X500Name subject, ExtensionSource extensions) {
        try {
            KeyPair pair = kind.newPair(random);
            Instant from = clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(CLOCK_SKEW);
            Instant to = from.plus(CLOCK_SKEW).plus(Duration.ofDays(validityDays));
            BigInteger serial = new BigInteger(127, random).setBit(126);
            X500Name issuerName = issuer == null ? subject
                    : X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuerName, serial, Date.from(from), Date.from(to), subject, pair.getPublic());
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(pair.getPublic()));
            builder.addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(
                    issuer == null ? pair.getPublic() : issuer.certificate().getPublicKey()));
            extensions.addTo(builder);
            ContentSigner signer = (issuer == null ? kind : Kind.of(issuer.privateKey())).signer(
                    issuer == null ? pair.getPrivate() : issuer.privateKey());
            X509Certificate certificate = Certificates.decode(builder.build(signer).getEncoded());
            List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
            if (issuer != null) {
                chain.addAll(issuer.chain());
            }
            return new IssuedKey(pair.getPrivate(), chain);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("无法签发证书 / a certificate could not be made", e);
        }
    }

    private static X500Name subject(String organisation, String commonName) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.C, "CN");
        if (organisation != null) {
            name.addRDN(BCStyle.O, organisation);
        }
        return name.addRDN(BCStyle.OU, NOT_FOR_PRODUCTION).addRDN(BCStyle.CN, commonName).build();
    }

    private interface StoreFilling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private interface ExtensionSource {
        X509v3CertificateBuilder addTo(X509v3CertificateBuilder builder) throws IOException;
    }

    /** The families of keys; ECDSA stays with the JDK's provider, because its TLS must be able to use the key. */
    private enum Kind {
        SM2("sm2p256v1", "SM3withSM2", Sm2.PROVIDER),
        ECDSA("secp256r1", "SHA256withECDSA", null),
        RSA(null, "SHA256withRSA", null);

        private static final int RSA_BITS = 3_072;

        private final String curve;
        private final String signature;
        private final transient Provider provider;

        Kind(String curve, String signature, Provider provider) {
            this.curve = curve;
            this.signature = signature;
            this.provider = provider;
        }

        KeyPair newPair(SecureRandom random) throws GeneralSecurityException {
            if (curve == null) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS, random);
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = provider == null
                    ? KeyPairGenerator.getInstance("EC") : KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(curve), random);
            return generator.generateKeyPair();
        }

        static Kind of(PrivateKey key) {
            return key.getAlgorithm().equals("RSA") ? RSA : key instanceof org.bouncycastle.jce.interfaces.ECPrivateKey ? SM2 : ECDSA;
        }

        ContentSigner signer(PrivateKey key) throws OperatorCreationException {
            JcaContentSignerBuilder builder = new JcaContentSignerBuilder(signature);
            return (provider == null ? builder : builder.setProvider(provider)).build(key);
        }
    }
}
