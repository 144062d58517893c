package org.licensehub.signing;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.security.auth.x500.X500Principal;
import javax.tools.ToolProvider;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Not a test of the lanes: {@code ./mvnw -pl signing test -Plane-all -Dtest=DssBenchmark}, results in docs/benchmarks.md. The
 * Digital Signature Service runs in the same JVM, in turns with ours, but in a class loader of its own, so that either works with
 * the libraries it was made for.
 */
class DssBenchmark {

    private static final Instant SOON = LongTermPki.NOW.plus(Duration.ofHours(1));

    @TempDir
    Path folder;

    private final LongTermPki pki = LongTermPki.fresh();
    private final SealingKey rsa = KeyFiles.of(pki.rsa().privateKey(), pki.rsa().chain());
    private final SealingKey ecdsa = KeyFiles.of(pki.ecdsa().privateKey(), pki.ecdsa().chain());
    private final byte[] list = Certificates.encode(pki.list(LongTermPki.NOW));
    private final byte[] png = SealBenchmark.picture();
    private final byte[] face = SealBenchmark.face();
    private final byte[] sealed = sealed();

    DssBenchmark() throws IOException {
    }

    private byte[] sealed() {
        SesSeal seal = SesSeal.make(pki.seals().info(pki.seals().signer(), png), SealPki.key(pki.seals().maker()));
        return PdfSealer.with(seal, SealPki.key(pki.seals().signer()), SealFormat.SM2_SEAL, null)
                .seal(face, new SealRequest("签发", "厦门", "海沧区行政审批局", LongTermPki.NOW, new SealMark(0, 300, 80, 119, 119, png)));
    }

    private interface Work {
        void run(Class<?> theirs) throws Exception;
    }

    private void beside(Work work) throws Exception {
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader theirs = dss()) {
            Thread.currentThread().setContextClassLoader(theirs);
            work.run(theirs.loadClass("DssWork"));
        } finally {
            Thread.currentThread().setContextClassLoader(ours);
        }
    }

    @SuppressWarnings("unchecked")
    private UnaryOperator<byte[]> signer(Class<?> theirs, SealingKey key) throws Exception {
        return (UnaryOperator<byte[]>) theirs.getMethod("signer", List.class, UnaryOperator.class, byte[].class, Instant.class, String.class)
                .invoke(null, key.chain().stream().map(Certificates::encode).toList(), (UnaryOperator<byte[]>) key::sign, list, LongTermPki.NOW,
                        key.algorithm().name());
    }

    @SuppressWarnings("unchecked")
    private Predicate<byte[]> validator(Class<?> theirs) throws Exception {
        return (Predicate<byte[]>) theirs.getMethod("validator", byte[].class, byte[].class, Instant.class)
                .invoke(null, Certificates.encode(pki.root().certificate()), list, SOON);
    }

    private PdfSealVerifier verifier() {
        return new PdfSealVerifier(pki.trust().withRevocations(pki.known(LongTermPki.NOW).revocations()), SealNames.KNOWN, LongTermPki.clock(SOON));
    }

    private static void require(boolean measuredVerifies) {
        if (!measuredVerifies) {
            throw new IllegalStateException("what is measured does not verify");
        }
    }

    /** The same key signs for both, so what differs is what is done around the signature. */
    @Test
    void signingASealedFileInvisibly() throws Exception {
        beside(theirs -> {
            byte[] value = rsa.sign(sealed);
            SealingKey shorter = rsa2048();
            System.out.printf("sealed %d bytes, with an outer signature %d%n", sealed.length, signed(rsa).length);
            for (SealingKey key : List.of(rsa, shorter, ecdsa, ready(rsa, value))) {
                UnaryOperator<byte[]> signer = signer(theirs, key);
                require(key.sign(face) == value || validator(theirs).test(signer.apply(sealed)) && verifier().verify(signed(key)).valid());
                String name = key == rsa ? "RSA 3072" : key == shorter ? "RSA 2048" : key == ecdsa ? "ECDSA P-256" : "RSA, the signature value given";
                SideBySide.compare("sign a sealed PDF, PAdES-B-B, " + name, () -> signed(key), "DSS, the same key", () -> signer.apply(sealed));
            }
            SideBySide.compare("RSA signature with self-check alone", () -> rsa.sign(sealed), "ECDSA signature with self-check", () -> ecdsa.sign(sealed));
        });
    }

    /** The shortest key that may seal, which {@link KeyIssuer} does not make. */
    private SealingKey rsa2048() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate root = pki.root().certificate();
        var builder = new JcaX509v3CertificateBuilder(root, BigInteger.TWO, Date.from(LongTermPki.NOW.minus(Duration.ofDays(1))),
                Date.from(LongTermPki.LATER), new X500Principal("CN=RSA 2048"), pair.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        byte[] certificate = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pki.root().privateKey())).getEncoded();
        return KeyFiles.of(pair.getPrivate(), List.of(Certificates.decode(certificate), root));
    }

    private byte[] signed(SealingKey key) {
        return new PadesSigner(key, null).sign(sealed, "海沧区行政审批局", LongTermPki.NOW);
    }

    /** A key that has its answer ready, as if a device far away had made it at no cost. */
    private static SealingKey ready(SealingKey key, byte[] value) {
        return new SealingKey() {
            @Override
            public List<X509Certificate> chain() {
                return key.chain();
            }

            @Override
            public byte[] signDigest(byte[] digest) {
                return value;
            }

            @Override
            public byte[] sign(byte[] message) {
                return value;
            }
        };
    }

    @Test
    void verifyingFully() throws Exception {
        beside(theirs -> {
            Predicate<byte[]> validator = validator(theirs);
            PdfSealVerifier verifier = verifier();
            byte[] twin = signer(theirs, rsa).apply(face);
            byte[] twice = signed(rsa);
            System.out.printf("face %d bytes, sealed %d, its RSA twin %d, with an outer signature %d%n", face.length, sealed.length, twin.length, twice.length);
            require(validator.test(twin) && validator.test(twice) && verifier.verify(sealed).valid() && verifier.verify(twice).valid());
            SideBySide.compare("verify a sealed PDF", () -> verifier.verify(sealed).valid() ? sealed : null, "DSS, its RSA twin",
                    () -> validator.test(twin) ? twin : null);
            SideBySide.compare("verify seal and outer signature", () -> verifier.verify(twice).valid() ? twice : null,
                    "DSS, the outer signature of the same file", () -> validator.test(twice) ? twice : null);
            byte[] preserved = pki.preserver(LongTermPki.NOW).preserve(new PadesSigner(rsa, pki.authority(LongTermPki.NOW))
                    .sign(sealed, "海沧区行政审批局", LongTermPki.NOW), pki.known(LongTermPki.NOW));
            require(validator.test(preserved) && verifier.verify(preserved).valid());
            SideBySide.compare("verify a preserved file (B-LTA)", () -> verifier.verify(preserved).valid() ? preserved : null,
                    "DSS, the same file", () -> validator.test(preserved) ? preserved : null);
        });
    }

    private URLClassLoader dss() throws Exception {
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        List<String> jars = new ArrayList<>();
        try (var files = Files.list(Path.of("target", "dss-lib"))) {
            for (Path jar : files.toList()) {
                urls.add(jar.toUri().toURL());
                jars.add(jar.toString());
            }
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", folder.toString(), "-cp", String.join(File.pathSeparator, jars),
                Path.of("src/test/dss/DssWork.java").toString());
        if (failed != 0) {
            throw new IllegalStateException("the program for the other side does not compile");
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
