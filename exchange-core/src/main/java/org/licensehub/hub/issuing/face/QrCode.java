package org.licensehub.hub.issuing.face;

import com.google.zxing.qrcode.encoder.ByteMatrix;

/** Draws a QR code (GB/T 18284) as rectangles, sharp at any size. */
final class QrCode {

    private static final int QUIET_MODULES = 4;

    private QrCode() {
    }

    /** Draws a code, 1 for dark, with its white margin into a square. */
    static void draw(FaceCanvas page, ByteMatrix modules, float x, float y, float size) {
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
}
