package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What another implementation of GB/T 33190 makes of our files, in a JVM of its own from the jars the build put under
 * {@code target} (profile lane-all): it must read the same text and metadata and find the same seals good.
 */
@Tag("slow")
@Timeout(120)
class OfdOracleTest {

    private static final Path JARS = Path.of("target", "ofdrw-lib").toAbsolutePath();
    private static final Path PROGRAM = Path.of("src/test/ofdrw/OfdOracle.java").toAbsolutePath();
    private static final String RARE = "rare.ofd";

    @TempDir
    static Path folder;

    private static final CopyNote COPY = new CopyNote("李示例", "厦门市海沧区住房和建设局", "申请公共租赁住房", SealedFaces.NOW, SealedFaces.NOW.plusSeconds(3600));
    private static final Map<String, FaceModel> FACES = new LinkedHashMap<>();
    private static final Map<String, List<String>> ANSWERS = new LinkedHashMap<>();

    @BeforeAll
    static void ask() throws Exception {
        if (!Files.isDirectory(JARS)) {
            throw new IllegalStateException("The jars of the other implementation are not under target: build with -Plane-all");
        }
        FACES.put("food.ofd", Faces.foodPermit());
        FACES.put("business.ofd", Faces.businessLicense("餐饮服务；食品销售"));
        FACES.put("pages.ofd", Faces.businessLicense("很长的经营范围，".repeat(400)));
        FACES.put("proof.ofd", Faces.proof());
        FACES.put(RARE, OfdFaceTest.rare());
        SealedFaces seals = new SealedFaces();
        for (Map.Entry<String, FaceModel> face : FACES.entrySet()) {
            FaceFont font = face.getKey().equals(RARE) ? OfdFaceTest.withRareCharacter(OfdFaceTest.LETTERS) : FaceFont.shared();
            OfdFaceRenderer.RenderedOfd rendered = new OfdFaceRenderer(font).render(face.getValue(), SealedFaces.METADATA);
            byte[] once = seals.sealer("厦门市海沧区行政审批局").seal(rendered.ofd(), SealedFaces.at(rendered));
            byte[] twice = seals.sealer("厦门市海沧区市场监督管理局").seal(once, SealedFaces.at(rendered));
            Files.write(folder.resolve(face.getKey()), once);
            Files.write(folder.resolve("twice-" + face.getKey()), twice);
            assertThat(seals.judge(twice).valid()).isTrue();
        }
        OfdFaceRenderer.RenderedOfd copy = new AnnotatedCopies(new FaceRenderer(), new OfdFaceRenderer()).ofd(Faces.proof(), COPY);
        Files.write(folder.resolve("copy.ofd"), seals.sealer("厦门市海沧区行政审批局").seal(copy.ofd(), SealedFaces.at(copy)));
        Files.write(folder.resolve("changed.ofd"), withAChangedPage(Files.readAllBytes(folder.resolve("food.ofd"))));
        run();
    }

    private static void run() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-Djava.awt.headless=true", "-cp", JARS + "/*", PROGRAM.toString()));
        try (var files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".ofd")).sorted().forEach(file -> command.add(file.toString()));
        }
        Path answer = folder.resolve("answer.txt");
        Process oracle = new ProcessBuilder(command).redirectOutput(answer.toFile()).redirectError(folder.resolve("errors.txt").toFile()).start();
        try {
            assertThat(oracle.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(oracle.exitValue()).as(Files.readString(folder.resolve("errors.txt"))).isZero();
        } finally {
            oracle.destroyForcibly();
        }
        List<String> current = null;
        for (String line : Files.readAllLines(answer, StandardCharsets.UTF_8)) {
            if (line.startsWith("file\t")) {
                current = new ArrayList<>();
                ANSWERS.put(line.substring(5), current);
            } else {
                current.add(line);
            }
        }
    }

    private static byte[] withAChangedPage(byte[] ofd) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(ofd)); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                zip.putNextEntry(new ZipEntry(entry.getName()));
                zip.write(entry.getName().endsWith("Page_0/Content.xml") ? SealedFaces.text(content).replace("示范", "模仿").getBytes(StandardCharsets.UTF_8) : content);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static String texts(String file) {
        StringBuilder texts = new StringBuilder();
        ANSWERS.get(file).stream().filter(line -> line.startsWith("text\t")).forEach(line -> texts.append(line.split("\t", 3)[2]));
        return texts.toString();
    }

    @Test
    void itReadsPagesTitleAndMetadata() {
        FACES.forEach((file, model) -> assertThat(ANSWERS.get(file)).as(file).contains("title\t" + model.title(),
                "data\tcertificate_number\tJY23502060000001").contains(file.equals("pages.ofd") ? "pages\t3" : "pages\t1"));
    }

    @Test
    void itReadsTheTextOfEveryFace() {
        FACES.forEach((file, model) -> {
            String texts = texts(file);
            assertThat(texts).as(file).contains(model.title()).contains("证照编号：" + model.certificateNumber()).contains(model.identifier());
            String together = texts.replace("：", "");
            for (FaceField field : model.fields()) {
                assertThat(field.label().codePoints().allMatch(c -> together.indexOf(c) >= 0)).as(field.label()).isTrue();
                assertThat(field.value().codePoints().allMatch(c -> together.indexOf(c) >= 0 || c == '：')).as(field.label()).isTrue();
            }
        });
        assertThat(texts("pages.ofd").split("很", -1)).hasSize(401);
        assertThat(texts("food.ofd")).contains("厦门市海沧区示范餐饮服务有限公司");
    }

    @Test
    void itReadsCharactersOutsideTheBasicPlaneWhole() {
        assertThat(texts(RARE)).contains("海沧𠮷祥𠮷示范店").doesNotContain("\uFFFD");
        assertThat(texts(RARE).codePoints().filter(c -> c == 0x20BB7).count()).isEqualTo(14);
    }

    @Test
    void itReadsTheNoteAndTheElementsOfAnAnnotatedCopyAndFindsItsSealGood() {
        assertThat(texts("copy.ofd")).contains("用途：申请公共租赁住房").contains("社会保险缴费证明");
        assertThat(ANSWERS.get("copy.ofd")).contains("seals\tgood", "data\tcertificate_copy_cause\t申请公共租赁住房");
    }

    @Test
    void itFindsEverySealGoodAndInItsPlace() {
        FACES.keySet().forEach(file -> {
            assertThat(ANSWERS.get(file)).as(file).contains("seals\tgood");
            assertThat(ANSWERS.get(file).stream().filter(line -> line.startsWith("seal\t"))).as(file).hasSize(1);
            assertThat(ANSWERS.get("twice-" + file)).as(file).contains("seals\tgood");
            assertThat(ANSWERS.get("twice-" + file).stream().filter(line -> line.startsWith("seal\t"))).as(file).hasSize(2)
                    .allMatch(line -> line.contains(" 42 42\tPNG\t"));
        });
    }

    @Test
    void itIsNotBlind() {
        assertThat(ANSWERS.get("changed.ofd")).contains("seals\tFileIntegrityException").doesNotContain("seals\tgood");
    }
}
