package org.licensehub.hub.issuing.face;

import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A QR code (GB/T 18284) as a picture for a screen. */
public final class QrPicture {

    private static final int MODULE = 6;
    private static final int QUIET = 4;
    private static final QrEncoder ENCODER = new QrEncoder();

    private QrPicture() {
    }

    /**
     * @return PNG in black and white, six pixels a module, with the white margin the standard asks for
     * @throws IllegalArgumentException if the text is empty or longer than a QR code can hold
     */
    public static byte[] png(String text) {
        ByteMatrix modules = ENCODER.encode(text);
        int size = (modules.getWidth() + 2 * QUIET) * MODULE;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, dark(modules, x / MODULE - QUIET, y / MODULE - QUIET) ? 0xFF000000 : 0xFFFFFFFF);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static boolean dark(ByteMatrix modules, int column, int row) {
        return column >= 0 && row >= 0 && column < modules.getWidth() && row < modules.getHeight() && modules.get(column, row) == 1;
    }
}
