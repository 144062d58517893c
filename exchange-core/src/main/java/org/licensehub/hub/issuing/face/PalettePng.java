package org.licensehub.hub.issuing.face;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a picture of one colour and nothing as PNG (ISO/IEC 15948), one bit a pixel, rows unfiltered. The writer of the platform filters
 * rows as suits photographs, which makes the picture of a seal a twelfth larger.
 */
final class PalettePng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte PALETTE = 3;

    private PalettePng() {
    }

    /** @param image one bit a pixel; those that are set get this colour, {@code 0xRRGGBB}, all others are transparent */
    static byte[] of(BufferedImage image, int colour) {
        ByteArrayOutputStream png = new ByteArrayOutputStream(16_384);
        png.writeBytes(SIGNATURE);
        chunk("IHDR", ByteBuffer.allocate(13).putInt(image.getWidth()).putInt(image.getHeight()).put((byte) 1).put(PALETTE).array(), png);
        chunk("PLTE", new byte[] {0, 0, 0, (byte) (colour >> 16), (byte) (colour >> 8), (byte) colour}, png);
        chunk("tRNS", new byte[] {0}, png);
        chunk("IDAT", deflated(rows(image)), png);
        chunk("IEND", new byte[0], png);
        return png.toByteArray();
    }

    /** Each row begins with the number of its filter, which is 0; the rest of it lies in memory as PNG wants it. */
    private static byte[] rows(BufferedImage image) {
        if (image.getType() != BufferedImage.TYPE_BYTE_BINARY || image.getColorModel().getPixelSize() != 1) {
            throw new IllegalArgumentException("A picture of one colour has one bit a pixel");
        }
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int length = (image.getWidth() + 7) / 8;
        byte[] rows = new byte[(1 + length) * image.getHeight()];
        for (int y = 0; y < image.getHeight(); y++) {
            System.arraycopy(pixels, y * length, rows, y * (1 + length) + 1, length);
        }
        return rows;
    }

    private static byte[] deflated(byte[] rows) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(rows);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
            byte[] part = new byte[8_192];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(String type, byte[] data, ByteArrayOutputStream png) {
        byte[] named = ByteBuffer.allocate(4 + data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data).array();
        CRC32 sum = new CRC32();
        sum.update(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(named);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
