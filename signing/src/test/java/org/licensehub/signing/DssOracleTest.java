package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the EU's Digital Signature Service makes of our outer signatures and of preserved files, in a JVM of its own from the
 * jars the build put under {@code target} (profile lane-all). It trusts the root of the signers and authorities of time; of the
 * seal inside it understands nothing.
 */
@Tag("slow")
@Timeout(300)
class DssOracleTest {

    private static final Path JARS = Path.of("target", "dss-lib").toAbsolutePath();
    private static final Path PROGRAM = Path.of("src/test/dss/DssOracle.java").toAbsolutePath();
    private static final Instant SOON = LongTermPki.NOW.plus(Duration.ofHours(1));
    private static final String[] ALGORITHMS = {"rsa", "ecdsa"};

    @TempDir
    static Path folder;

    private static final LongTermPki PKI = LongTermPki.fresh();
    /** By validation at signing time, with a list of revoked certificates at hand. */
    private static Map<String, List<String>> soon;
    /** By validation when signer and first authority of time have long expired, with no list but for the last authority. */
    private static Map<String, List<String>> muchLater;

    @BeforeAll
    static void ask() throws Exception {
        if (!Files.isDirectory(JARS)) {
            throw new IllegalStateException("The jars of the Digital Signature Service are not under target: build with -Plane-all");
        }
        Path now = Files.createDirectories(folder.resolve("now"));
        Path then = Files.createDirectories(folder.resolve("then"));
        for (String algorithm : ALGORITHMS) {
            boolean rsa = algorithm.equals("rsa");
            Files.write(now.resolve(algorithm + "-b.pdf"), PKI.signed(rsa, false));
            Files.write(now.resolve(algorithm + "-t.pdf"), PKI.signed(rsa, true));
            Files.write(now.resolve(algorithm + "-lt.pdf"), PKI.embedded(rsa));
            byte[] preserved = PKI.preserved(rsa);
            Files.write(now.resolve(algorithm + "-lta.pdf"), preserved);
            Files.write(then.resolve(algorithm + "-renewed.pdf"), PKI.preserver(LongTermPki.LATER).renew(preserved, PKI.known(LongTermPki.LATER)));
            Files.write(then.resolve(algorithm + "-t.pdf"), PKI.signed(rsa, true));
        }
        Files.write(now.resolve("alone.pdf"), PKI.preserver(LongTermPki.NOW).preserve(PKI.sealed(), PKI.known(LongTermPki.NOW)));
        byte[] changed = PKI.signed(false, true);
        // a letter of the signer's name: the file stays a PDF
        changed[new String(changed, StandardCharsets.ISO_8859_1).lastIndexOf("/Name<FEFF") + "/Name<FEFF".length()] ^= 1;
        Files.write(now.resolve("changed.pdf"), changed);
        soon = run(now, SOON);
        muchLater = run(then, LongTermPki.MUCH_LATER);
    }

    private static Map<String, List<String>> run(Path files, Instant time) throws Exception {
        Files.write(files.resolve("root.cer"), PKI.root().certificate().getEncoded());
        Files.write(files.resolve("root.crl"), PKI.list(time).getEncoded());
        Path answer = files.resolve("answer.txt");
        Process oracle = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-Djava.awt.headless=true", "-cp", JARS + "/*", PROGRAM.toString(), files.toString(), time.toString())
                .redirectOutput(answer.toFile()).redirectError(files.resolve("errors.txt").toFile()).start();
        try {
            assertThat(oracle.waitFor(140, TimeUnit.SECONDS)).isTrue();
            assertThat(oracle.exitValue()).as(Files.readString(files.resolve("errors.txt"))).isZero();
        } finally {
            oracle.destroyForcibly();
        }
        Map<String, List<String>> answers = new LinkedHashMap<>();
        List<String> current = null;
        for (String line : Files.readAllLines(answer, StandardCharsets.UTF_8)) {
            if (line.startsWith("file\t")) {
                current = new ArrayList<>();
                answers.put(line.substring(5), current);
            } else {
                current.add(line);
            }
        }
        return answers;
    }

    private static List<String> lines(List<String> answer, String start) {
        return answer.stream().filter(line -> line.startsWith(start)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void aSignatureWithoutTimeStampPassesAsBBOverTheWholeFile(String algorithm) {
        List<String> answer = soon.get(algorithm + "-b.pdf");
        assertThat(lines(answer, "signature")).as("%s", answer).hasSize(1).first().asString().startsWith("signature\tPAdES-BASELINE-B\tTOTAL_PASSED\t");
        assertThat(answer).contains("scope\tFULL\tFull PDF");
        assertThat(lines(answer, "stamp")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void aTimeStampedSignaturePassesAsBTOverTheWholeFile(String algorithm) {
        List<String> answer = soon.get(algorithm + "-t.pdf");
        assertThat(lines(answer, "signature")).as("%s", answer).hasSize(1).first().asString().startsWith("signature\tPAdES-BASELINE-T\tTOTAL_PASSED\t");
        assertThat(answer).contains("scope\tFULL\tFull PDF");
        assertThat(lines(answer, "stamp\tSIGNATURE_TIMESTAMP\tPASSED\ttrue\t" + LongTermPki.NOW)).hasSize(1);
    }

    /** The scope is partial by nature here: what was embedded lies behind what was signed. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void embeddedMaterialMakesItBLT(String algorithm) {
        List<String> answer = soon.get(algorithm + "-lt.pdf");
        assertThat(lines(answer, "signature")).as("%s", answer).hasSize(1).first().asString().startsWith("signature\tPAdES-BASELINE-LT\tTOTAL_PASSED\t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void aDocumentTimeStampOverTheWholeFileMakesItBLTA(String algorithm) {
        List<String> answer = soon.get(algorithm + "-lta.pdf");
        assertThat(lines(answer, "signature")).as("%s", answer).hasSize(1).first().asString().startsWith("signature\tPAdES-BASELINE-LTA\tTOTAL_PASSED\t");
        assertThat(lines(answer, "stamp\tDOCUMENT_TIMESTAMP\tPASSED\ttrue\t" + LongTermPki.NOW + "\t[FULL]")).as("%s", answer).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void aRenewedFilePassesLongAfterSignerAndFirstAuthorityExpired(String algorithm) {
        List<String> answer = muchLater.get(algorithm + "-renewed.pdf");
        assertThat(lines(answer, "signature")).as("%s", answer).hasSize(1).first().asString()
                .startsWith("signature\tPAdES-BASELINE-LTA\tTOTAL_PASSED\t").endsWith("\t" + LongTermPki.NOW);
        assertThat(lines(answer, "stamp\tDOCUMENT_TIMESTAMP\tPASSED\ttrue\t")).as("%s", answer).hasSize(2);
        assertThat(lines(answer, "stamp\tDOCUMENT_TIMESTAMP\tPASSED\ttrue\t" + LongTermPki.LATER + "\t[FULL]")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa"})
    void whatWasNotPreservedNoLongerPassesThen(String algorithm) {
        assertThat(lines(muchLater.get(algorithm + "-t.pdf"), "signature")).hasSize(1).first().asString().contains("\tINDETERMINATE\t");
    }

    @Test
    void theDocumentTimeStampAroundASealAlonePasses() {
        List<String> answer = soon.get("alone.pdf");
        assertThat(lines(answer, "stamp\tDOCUMENT_TIMESTAMP\tPASSED\ttrue\t" + LongTermPki.NOW + "\t[FULL]")).as("%s", answer).hasSize(1);
    }

    @Test
    void itIsNotBlind() {
        assertThat(lines(soon.get("changed.pdf"), "signature")).hasSize(1).first().asString().contains("\tTOTAL_FAILED\tHASH_FAILURE\t");
    }
}
