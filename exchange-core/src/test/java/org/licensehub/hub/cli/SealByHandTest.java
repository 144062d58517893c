package org.licensehub.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.licensehub.hub.issuing.face.FaceModel;
import org.licensehub.hub.issuing.face.OfdFaceRenderer;
import picocli.CommandLine;

/** What a person types to make a seal, to seal a file and to verify it. */
class SealByHandTest {

    @TempDir
    private Path folder;

    private String said = "";

    private int run(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        int code = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out)).execute(arguments);
        said = out.toString();
        return code;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @BeforeEach
    void sealAFile() throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.save(path("plain.pdf"));
        }
        assertThat(run(new SealCommand(), "keys", "--out", path("trial"), "--organisation", "海沧区行政审批局")).as("%s", said).isZero();
        assertThat(run(new SealCommand(), "make", "--maker", path("trial/maker.p12"), "--signer", path("trial/signer.p12"), "--name",
                "海沧区行政审批局电子证照专用章", "--arc", "海沧区行政审批局", "--second-line", "电子证照专用章", "--password-file",
                path("trial/password"), "--out", path("seal.esl"))).as("%s", said).isZero();
        assertThat(run(new SealCommand(), "sign", path("plain.pdf"), "--seal", path("seal.esl"), "--key", path("trial/signer.p12"),
                "--password-file", path("trial/password"), "--out", path("sealed.pdf"))).as("%s", said).isZero();
    }

    @Test
    void aFileSealedByHandVerifies() {
        assertThat(run(new VerifyFileCommand(), path("sealed.pdf"), "--trust", path("trial/trust"))).as("%s", said).isZero();
        assertThat(said).contains("验证通过").contains("未查询");
    }

    @Test
    void anOfdFileIsSealedAndVerifiedAsWell() throws IOException {
        FaceModel face = new FaceModel("食品经营许可证", null, "certificate-a4-portrait", "1.2.156.3005.2.X", "JY1", List.of(), "海沧区行政审批局",
                LocalDate.of(2026, 1, 2), null, null, "https://example.gov.cn/verify");
        Files.write(folder.resolve("plain.ofd"), new OfdFaceRenderer().render(face).ofd());
        assertThat(run(new SealCommand(), "sign", path("plain.ofd"), "--seal", path("seal.esl"), "--key", path("trial/signer.p12"),
                "--password-file", path("trial/password"), "--out", path("sealed.ofd"))).as("%s", said).isZero();
        assertThat(run(new VerifyFileCommand(), path("sealed.ofd"), "--trust", path("trial/trust"))).as("%s", said).isZero();
        assertThat(run(new VerifyFileCommand(), path("plain.ofd"), "--trust", path("trial/trust"))).isEqualTo(1);
    }

    @Test
    void aFileOfAnotherKindIsCalledSo() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "hello");
        assertThat(run(new VerifyFileCommand(), path("letter.txt"), "--trust", path("trial/trust"))).isEqualTo(1);
        assertThat(said).contains("既不是 PDF 也不是 OFD");
    }

    @Test
    void threeDepthsOfReport() throws IOException {
        run(new VerifyFileCommand(), path("sealed.pdf"), "--trust", path("trial/trust"), "--report", "all");
        assertThat(said).contains("海沧区行政审批局电子证照专用章").contains("试用制章者").contains("印章编号");

        run(new VerifyFileCommand(), path("sealed.pdf"), "--trust", path("trial/trust"), "--report", "json");
        JsonNode json = new ObjectMapper().readTree(said);
        assertThat(json.path("valid").asBoolean()).isTrue();
        assertThat(json.path("details").path("generation").asText()).isEqualTo("V4");
    }

    @Test
    void aFileIsSignedAroundItsSealForToolsAbroadAndPreservedForYears() {
        String[] time = {"--time-stamp-key", path("trial/time-stamps.p12"), "--password-file", path("trial/password"), "--trust", path("trial/trust")};
        assertThat(run(new SealCommand(), with(time, "sign", path("plain.pdf"), "--seal", path("seal.esl"), "--key", path("trial/signer.p12"),
                "--out", path("stamped.pdf")))).as("%s", said).isZero();
        assertThat(run(new SealCommand(), with(time, "outer", path("stamped.pdf"), "--key", path("trial/outer.p12"), "--name", "海沧区行政审批局",
                "--out", path("outer.pdf")))).as("%s", said).isZero();
        assertThat(run(new SealCommand(), with(time, "preserve", path("outer.pdf"), "--out", path("kept.pdf")))).as("%s", said).isZero();
        assertThat(said).contains("可验证至");
        assertThat(run(new SealCommand(), with(time, "preserve", path("kept.pdf"), "--out", path("kept-twice.pdf")))).as("%s", said).isZero();
        for (String file : List.of("stamped.pdf", "outer.pdf", "kept.pdf", "kept-twice.pdf")) {
            assertThat(run(new VerifyFileCommand(), path(file), "--trust", path("trial/trust"), "--report", "all")).as("%s: %s", file, said).isZero();
            assertThat(said).doesNotContain("revocation-not-checked");
        }
        assertThat(folder.resolve("kept-twice.pdf").toFile().length()).isGreaterThan(folder.resolve("kept.pdf").toFile().length());
    }

    private static String[] with(String[] options, String... command) {
        return Stream.concat(Arrays.stream(command), Arrays.stream(options)).toArray(String[]::new);
    }

    @Test
    void preservingNeedsASourceOfTimeAndAFileOfOurs() {
        assertThat(run(new SealCommand(), "preserve", path("sealed.pdf"), "--trust", path("trial/trust"), "--password-file", path("trial/password"),
                "--out", path("x.pdf"))).isEqualTo(2);
        assertThat(said).contains("--time-stamp-key");
        assertThat(run(new SealCommand(), "preserve", path("plain.pdf"), "--trust", path("trial/trust"), "--password-file", path("trial/password"),
                "--time-stamp-key", path("trial/time-stamps.p12"), "--out", path("x.pdf"))).isEqualTo(1);
        assertThat(said).contains("不能长期保存");
    }

    @Test
    void aChangedFileAndAnUnsealedOneEndWithOne() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("sealed.pdf"));
        bytes[100] ^= 1;
        Files.write(folder.resolve("changed.pdf"), bytes);
        assertThat(run(new VerifyFileCommand(), path("changed.pdf"), "--trust", path("trial/trust"))).isEqualTo(1);
        assertThat(said).contains("验证不通过");
        assertThat(run(new VerifyFileCommand(), path("plain.pdf"), "--trust", path("trial/trust"))).isEqualTo(1);
    }

    @Test
    void withoutTheMakersTheSealIsNotBelieved() throws IOException {
        Path roots = Files.createDirectories(folder.resolve("roots"));
        Files.copy(folder.resolve("trial/trust/root.pem"), roots.resolve("root.pem"));
        assertThat(run(new VerifyFileCommand(), path("sealed.pdf"), "--trust", roots.toString(), "--report", "all")).isEqualTo(1);
        assertThat(said).contains("maker-untrusted");
    }

    @Test
    void aSealIsShownAndAForgedOneEndsWithOne() throws IOException {
        assertThat(run(new SealCommand(), "show", path("seal.esl"))).isZero();
        assertThat(said).contains("海沧区行政审批局电子证照专用章").contains("42 x 42 mm");

        byte[] seal = Files.readAllBytes(folder.resolve("seal.esl"));
        int name = indexOf(seal, "行政".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        System.arraycopy("财政".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, seal, name, 6);
        Files.write(folder.resolve("forged.esl"), seal);
        assertThat(run(new SealCommand(), "show", path("forged.esl"))).isEqualTo(1);
    }

    @Test
    void aMissingPasswordIsWrongUsage() {
        if (System.getenv("LICENSEHUB_KEY_PASSWORD") == null) {
            assertThat(run(new SealCommand(), "sign", path("plain.pdf"), "--seal", path("seal.esl"), "--key", path("trial/signer.p12"),
                    "--out", path("x.pdf"))).isEqualTo(2);
            assertThat(said).contains("LICENSEHUB_KEY_PASSWORD");
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }
}
