package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealImageTest {

    private static final SealImage SEALS = new SealImage(FaceFont.shared());
    private static final int LARGEST = 14_200;

    private static BufferedImage drawn(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @ParameterizedTest
    @ValueSource(ints = {38, 42, 45})
    void aSealHasSixHundredDotsAnInchAtItsRuledSize(int millimetres) throws IOException {
        BufferedImage image = drawn(SEALS.png("厦门市海沧区行政审批局", "电子证照专用章", true, millimetres));
        assertThat(image.getWidth() / (double) millimetres).isBetween(600 / 25.4, 601 / 25.4);
        assertThat(image.getHeight()).isEqualTo(image.getWidth());
    }

    @Test
    void aSealIsASmallPictureOfTwoColours() throws IOException {
        byte[] png = SEALS.png("厦门市海沧区人力资源和社会保障局", "电子证照专用章", true, 42);
        BufferedImage image = drawn(png);
        assertThat(png.length).isLessThan(LARGEST);
        assertThat(image.getColorModel()).isInstanceOf(IndexColorModel.class);
        assertThat(image.getColorModel().getPixelSize()).isEqualTo(1);
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
        assertThat(image.getRGB(image.getWidth() / 2, image.getHeight() / 2) >>> 24).as("star").isEqualTo(255);
    }

    @Test
    void withoutAStarTheCentreIsBlank() throws IOException {
        BufferedImage image = drawn(SEALS.png("厦门市海沧区人民政府", "", false, 45));
        assertThat(image.getRGB(image.getWidth() / 2, image.getHeight() / 2) >>> 24).isZero();
    }

    @Test
    void aDiameterThatIsNoneOfASealIsRefused() {
        assertThatThrownBy(() -> SEALS.png("局", "", true, 9)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("10 至 80");
        assertThatThrownBy(() -> SEALS.png("局", "", true, 81)).isInstanceOf(IllegalArgumentException.class);
    }
}
