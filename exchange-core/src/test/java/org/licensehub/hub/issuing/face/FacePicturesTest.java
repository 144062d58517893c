package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures in the README show faces as they are drawn today. {@code -Dupdate.docs=true} draws them anew. */
class FacePicturesTest {

    private static final Path FOLDER = Path.of("..", "docs", "pictures");
    private static final int LARGEST_FILE = 120 * 1024;
    /** Fonts and lines come out a little differently on each version of Java; another layout differs by far more. */
    private static final double MOST_DIFFERENCE = 2;
    private static final String ISSUER = "厦门市海沧区行政审批局";

    private record Sample(FaceModel face, int dotsPerInch) {
    }

    /** Numbers of people born before 1850 belong to nobody. */
    private static final Map<String, Sample> SAMPLES = Map.of(
            "business-license", new Sample(face("营业执照", "certificate-a4-landscape", "91350205DEM0001234", null, List.of(
                    new FaceField("certificate_holder_code", "统一社会信用代码", "91350206DEM000065M"),
                    new FaceField("名称", "厦门市海沧区示范餐饮服务有限公司"),
                    new FaceField("类型", "有限责任公司"), new FaceField("法定代表人", "阿依古丽·买买提"),
                    new FaceField("注册资本（元）", "1000000.00"), new FaceField("成立日期", "2020年5月6日"),
                    new FaceField("住所", "福建省厦门市海沧区示范路100号二层201室"),
                    new FaceField("经营范围", "餐饮服务；食品销售；会议及展览服务；信息咨询服务；技术开发、技术转让（依法须经批准的项目，"
                            + "经相关部门批准后方可开展经营活动）"))), 80),
            "marriage-certificate", new Sample(face("结婚证", "booklet-two-panels", "J350205-2026-000001", null, List.of(
                    new FaceField("certificate_holder_name", "持证主体", "阿不都热西提·买买提、张示例"),
                    new FaceField("持证主体代码", "350205184912310012，350205184801010025"),
                    new FaceField("登记日期", "2026年2月14日"), new FaceField("男方出生日期", "1849年12月31日"), new FaceField("男方国籍", "中国"),
                    new FaceField("女方出生日期", "1848年1月1日"), new FaceField("女方国籍", "中国"), new FaceField("婚姻登记员", "李示例"))), 80),
            "residence-permit", new Sample(face("居住证", "certificate-a4-portrait", "3502052026000001", LocalDate.of(2027, 2, 28), List.of(
                    new FaceField("持证主体", "欧阳示例"), new FaceField("持证主体代码", "350205184912310020"), new FaceField("性别", "女"),
                    new FaceField("民族", "汉族"), new FaceField("出生日期", "1849年12月31日"),
                    new FaceField("常住户口所在地住址", "辽宁省鞍山市立山区示范街8号3单元502室"),
                    new FaceField("居住地住址", "福建省厦门市海沧区示范路100号5栋1201室"))), 64));

    private static FaceModel face(String title, String template, String number, LocalDate end, List<FaceField> fields) {
        LocalDate issued = LocalDate.of(2026, 3, 1);
        return new FaceModel(title, null, template, Faces.IDENTIFIER, number, fields, ISSUER, issued, end == null ? null : issued, end, Faces.QR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"business-license", "marriage-certificate", "residence-permit"})
    void aPictureInTheReadmeShowsTheFaceAsItIs(String name) throws Exception {
        Sample sample = SAMPLES.get(name);
        byte[] sealed = new SealedFaces().sealed(new FaceRenderer().render(sample.face), ISSUER);
        BufferedImage drawn;
        try (PDDocument document = Loader.loadPDF(sealed)) {
            drawn = Palette.of(new PDFRenderer(document).renderImageWithDPI(0, sample.dotsPerInch, ImageType.RGB));
        }
        File picture = FOLDER.resolve(name + ".png").toFile();
        if (Boolean.getBoolean("update.docs")) {
            Files.createDirectories(FOLDER);
            ImageIO.write(drawn, "png", picture);
        }
        assertThat(picture).as("run the tests with -Dupdate.docs=true").exists();
        assertThat(picture.length()).isLessThan(LARGEST_FILE);
        assertThat(difference(drawn, ImageIO.read(picture))).as("%s is out of date; run the tests with -Dupdate.docs=true", name).isLessThan(MOST_DIFFERENCE);
    }

    /** How far apart two pictures are, as the mean of all channels of all dots, 0 to 255. */
    private static double difference(BufferedImage one, BufferedImage other) {
        if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
            return 255;
        }
        long sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
                }
            }
        }
        return sum / 3.0 / one.getWidth() / one.getHeight();
    }
}
