package org.licensehub.hub.issuing.face;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.signing.OfdSealRequest;
import org.licensehub.signing.OfdSealer;
import org.licensehub.signing.SesSignature;
import org.licensehub.signing.SideBySide;
import org.licensehub.signing.Sm3;

/**
 * Not a test of the lanes: the command and its results are in docs/benchmarks.md. The other implementation runs in the same JVM,
 * in turns with ours, but in a class loader of its own, so that either works with the libraries it was made for.
 */
class OfdSealBenchmark {

    private static final int MILLIMETRES = 42;

    @TempDir
    Path folder;

    private final SealedFaces seals = new SealedFaces();
    private final SealedFaces.Made made = seals.seal("厦门市海沧区行政审批局");
    private final OfdFaceRenderer.RenderedOfd face = new OfdFaceRenderer().render(Faces.foodPermit(), SealedFaces.METADATA);
    private final OfdSealRequest request = SealedFaces.at(face);
    private final double[] place = {request.page() + 1, request.x(), request.y(), MILLIMETRES, MILLIMETRES};

    OfdSealBenchmark() throws CertificateEncodingException {
    }

    @Test
    void sealingAFace() throws Exception {
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader theirs = ofdrw()) {
            Thread.currentThread().setContextClassLoader(theirs);
            compare(theirs.loadClass("OfdrwWork"));
        } finally {
            Thread.currentThread().setContextClassLoader(ours);
        }
    }

    private void compare(Class<?> theirs) throws Exception {
        OfdSealer sealer = new OfdSealer(made.seal(), made.key(), null);
        UnaryOperator<byte[]> whole = whole(theirs);
        BiFunction<byte[], String, byte[]> value = (digest, path) ->
                SesSignature.make(made.seal(), made.key(), digest, path, request.signingTime(), null).encoded();
        UnaryOperator<byte[]> sameValue = withValue(theirs, value);
        byte[] ofd = face.ofd();
        byte[] sealed = sealer.seal(ofd, request);
        Predicate<byte[]> judge = judge(theirs);
        require(seals.judge(sealed).valid() && judge.test(sealed) && judge.test(whole.apply(ofd)) && judge.test(sameValue.apply(ofd)));
        require(!judge.test(ofd));
        System.out.printf("face %d bytes, sealed %d, by ofdrw %d%n", ofd.length, sealed.length, whole.apply(ofd).length);
        SideBySide.compare("seal an OFD", () -> sealer.seal(ofd, request), "ofdrw with its own SM2", () -> whole.apply(ofd));
        SideBySide.compare("seal an OFD", () -> sealer.seal(ofd, request), "ofdrw with our value of the seal", () -> sameValue.apply(ofd));
        // what neither side can do without: how fast we could be if all the rest were free
        Map<String, byte[]> entries = OfdFaceTest.entries(ofd);
        System.out.printf("unpacked %d bytes%n", entries.values().stream().mapToInt(content -> content.length).sum());
        SideBySide.compare("SM3 of the face's entries alone", () -> entries.values().stream().map(Sm3::digest).toList(),
                "ofdrw with its own SM2", () -> whole.apply(ofd));
    }

    private static void require(boolean measuredVerifies) {
        if (!measuredVerifies) {
            throw new IllegalStateException("what is measured does not verify");
        }
    }

    @SuppressWarnings("unchecked")
    private UnaryOperator<byte[]> whole(Class<?> theirs) throws Exception {
        return (UnaryOperator<byte[]>) theirs.getMethod("sealer", byte[].class, byte[].class, byte[].class, double[].class)
                .invoke(null, made.issued().privateKey().getEncoded(), made.issued().certificate().getEncoded(), made.seal().encoded(), place);
    }

    @SuppressWarnings("unchecked")
    private UnaryOperator<byte[]> withValue(Class<?> theirs, BiFunction<byte[], String, byte[]> value) throws Exception {
        return (UnaryOperator<byte[]>) theirs.getMethod("sealer", BiFunction.class, byte[].class, double[].class)
                .invoke(null, value, made.seal().encoded(), place);
    }

    @SuppressWarnings("unchecked")
    private static Predicate<byte[]> judge(Class<?> theirs) throws Exception {
        return (Predicate<byte[]>) theirs.getMethod("validator").invoke(null);
    }

    private URLClassLoader ofdrw() throws Exception {
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        List<String> jars = new ArrayList<>();
        try (var files = Files.list(Path.of("target", "ofdrw-lib"))) {
            for (Path jar : files.toList()) {
                urls.add(jar.toUri().toURL());
                jars.add(jar.toString());
            }
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-d", folder.toString(), "-cp", String.join(File.pathSeparator, jars),
                Path.of("src/test/ofdrw/OfdrwWork.java").toString());
        if (failed != 0) {
            throw new IllegalStateException("the program for the other side does not compile");
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
