package org.licensehub.hub.issuing.face;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/** Draws a QR code (GB/T 18284) as rectangles, sharp at any size. */
final class QrCode {

    private static final int QUIET_MODULES = 4;

    private QrCode() {
    }

    /**
     * Draws the code with its white margin into a square.
     *
     * @throws IllegalArgumentException if the text is empty or longer than a QR code can hold
     */
    static void draw(FaceCanvas page, String text, float x, float y, float size) {
        ByteMatrix modules = encode(text);
        int count = modules.getWidth();
        float module = size / (count + 2 * QUIET_MODULES);
        page.save().fill("#FFFFFF").rectangle(x, y, size, size).fillPath().fill("#000000");
        page.transform(module, 0, 0, module, x + QUIET_MODULES * module, y + QUIET_MODULES * module);
        for (int row = 0; row < count; row++) {
            int column = 0;
            while (column < count) {
                int end = column;
                while (end < count && modules.get(end, row) == 1) {
                    end++;
                }
                if (end > column) {
                    page.rectangle(column, count - 1 - row, end - column, 1);
                }
                column = end + 1;
            }
        }
        page.fillPath().restore();
    }

    private static ByteMatrix encode(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8")).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("二维码内容为空或过长 / the QR text is empty or too long", e);
        }
    }
}
