package org.licensehub.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;

class PdfSesSealTest {

    private final SealPki pki = SealPki.fresh();
    private final PdfSealer sealer = pki.sealer();
    private final byte[] sealed = sealer.seal(TestPdf.compressed(), TestPdf.request());

    private static List<String> codes(SealReport report) {
        return report.findings().stream().filter(SealFinding::fatal).map(SealFinding::code).toList();
    }

    @Test
    void aFileSealedWithAnElectronicSealVerifiesAndSaysWhichSeal() {
        SealReport report = pki.verifier().verify(sealed);

        assertThat(report.valid()).as("%s", report).isTrue();
        assertThat(report.details().form()).isEqualTo("GM.sm2seal");
        assertThat(report.details().generation()).isEqualTo("V4");
        assertThat(report.details().sealName()).isEqualTo("海沧区行政审批局电子证照专用章");
        assertThat(report.details().maker()).isEqualTo("制章者");
        assertThat(report.signingTime()).isEqualTo(SealPki.NOW);
    }

    @Test
    void aChangedByteAnywhereIsRefused() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] changed = sealed.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(pki.verifier().verify(changed).valid()).as("byte %d", at).isFalse();
        }
    }

    @Test
    void theSealDarkensTheTextBelowAndDoesNotHideIt() throws IOException {
        byte[] black = TestPdf.with(document -> {
            try (var content = new org.apache.pdfbox.pdmodel.PDPageContentStream(document, document.getPage(0),
                    org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode.APPEND, true)) {
                content.addRect(300, 100, 20, 20);
                content.fill();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, org.apache.pdfbox.pdfwriter.compress.CompressParameters.NO_COMPRESSION);
        try (PDDocument document = Loader.loadPDF(pki.sealer().seal(black, TestPdf.request()))) {
            BufferedImage page = new PDFRenderer(document).renderImage(0);
            assertThat(page.getRGB(310, page.getHeight() - 110) & 0xFFFFFF).isZero();
            assertThat(page.getRGB(330, page.getHeight() - 130) & 0xFFFFFF).isEqualTo(0xFF0000);
        }
    }

    @Test
    void onlyThePictureOfTheSealCanBeShown() {
        SealRequest other = new SealRequest("r", "l", "n", SealPki.NOW, new SealMark(0, 10, 10, 50, 50, greenDisc()));
        assertThatThrownBy(() -> pki.sealer().seal(TestPdf.plain(), other)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A signer who puts the picture of another seal above his own value: his certificate is good, his file is not. */
    @Test
    void aFileThatShowsAnotherSealThanItCarriesIsRefused() {
        SesSeal red = pki.seal();
        SealValue lying = new SealValue() {
            @Override
            public SesPicture picture() {
                return null;
            }

            @Override
            public int room() {
                return red.encoded().length + 2_000;
            }

            @Override
            public byte[] make(byte[] digest, java.time.Instant signingTime) {
                return SesSignature.make(red, SealPki.key(pki.signer()), digest, "Seal1", signingTime, null).encoded();
            }
        };
        SealRequest green = new SealRequest("r", "l", "n", SealPki.NOW, new SealMark(0, 10, 10, 50, 50, star()));
        SealReport report = pki.verifier().verify(new PdfSealer(lying, SealFormat.SM2_SEAL).seal(TestPdf.plain(), green));

        assertThat(codes(report)).containsExactly("picture-differs");
    }

    /** Another producer's file shows the same picture in another way: as people see it, it is the same. */
    @Test
    void thePictureMayBeShownInAnotherWayAsLongAsItLooksTheSame() throws IOException {
        byte[] larger = disc(Color.RED, 480);
        SesSeal seal = SesSeal.make(pki.info(pki.signer(), larger), SealPki.key(pki.maker()));
        SealValue showingAnother = new SealValue() {
            @Override
            public SesPicture picture() {
                return null;
            }

            @Override
            public int room() {
                return seal.encoded().length + 2_000;
            }

            @Override
            public byte[] make(byte[] digest, java.time.Instant signingTime) {
                return SesSignature.make(seal, SealPki.key(pki.signer()), digest, "Seal1", signingTime, null).encoded();
            }
        };
        SealReport report = pki.verifier().verify(new PdfSealer(showingAnother, SealFormat.SM2_SEAL).seal(TestPdf.plain(), TestPdf.request()));

        assertThat(codes(report)).isEmpty();
    }

    @Test
    void aSealWithoutAPictureOnThePageVerifies() {
        byte[] invisible = pki.sealer().seal(TestPdf.plain(), new SealRequest("r", "l", "n", SealPki.NOW, null));
        assertThat(codes(pki.verifier().verify(invisible))).isEmpty();
    }

    @Test
    void theNameOfAnotherFormIsRefused() {
        PdfSealer misnamed = PdfSealer.with(pki.seal(), SealPki.key(pki.signer()), SealFormat.SM2_CMS_DETACHED, null);
        assertThat(codes(pki.verifier().verify(misnamed.seal(TestPdf.plain(), TestPdf.request())))).containsExactly("unknown-form");
    }

    @Test
    void theValueOfAnotherFileIsRefused() {
        byte[] other = sealer.seal(TestPdf.plain(), TestPdf.request());
        String text = new String(other, java.nio.charset.StandardCharsets.ISO_8859_1);
        String mine = new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1);
        String value = text.substring(text.indexOf("/Contents<") + 10, text.indexOf('>', text.indexOf("/Contents<")));
        int at = mine.indexOf("/Contents<") + 10;
        byte[] swapped = (mine.substring(0, at) + value + mine.substring(at + value.length())).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThat(swapped).hasSameSizeAs(sealed);
        assertThat(codes(pki.verifier().verify(swapped))).containsExactly("digest-mismatch");
        assertThat(Arrays.equals(swapped, sealed)).isFalse();
    }

    private static byte[] greenDisc() {
        return disc(Color.GREEN, 120);
    }

    private static byte[] disc(Color colour, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillOval(side / 24, side / 24, side - side / 12, side - side / 12);
        graphics.dispose();
        return png(image);
    }

    private static byte[] star() {
        BufferedImage image = new BufferedImage(120, 120, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.drawOval(5, 5, 110, 110);
        graphics.fillPolygon(new int[] {60, 70, 100, 75, 85, 60, 35, 45, 20, 50}, new int[] {20, 50, 50, 65, 95, 78, 95, 65, 50, 50}, 10);
        graphics.dispose();
        return png(image);
    }

    private static byte[] png(BufferedImage image) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
