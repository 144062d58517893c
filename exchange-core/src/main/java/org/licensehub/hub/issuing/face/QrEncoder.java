package org.licensehub.hub.issuing.face;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Makes QR codes (GB/T 18284, error correction M), module for module those of ZXing. The library makes each code under the first mask
 * only: how the other seven differ from it depends on the version alone, is kept, and is laid over, so that choosing the best one
 * counts bits instead of making eight codes. Safe for use by many threads.
 */
final class QrEncoder {

    private static final int MASKS = 8;
    private static final int VERSIONS = 40;

    private final AtomicReferenceArray<QrModules[]> masks = new AtomicReferenceArray<>(VERSIONS + 1);

    /**
     * The modules of a text, 1 for dark.
     *
     * @throws IllegalArgumentException if the text is empty or longer than a QR code can hold
     */
    ByteMatrix encode(String text) {
        QRCode code = encode(text, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8", EncodeHintType.QR_MASK_PATTERN, 0));
        QrModules first = new QrModules(code.getMatrix());
        QrModules best = first;
        int least = first.penalty();
        for (QrModules mask : masks(code.getVersion().getVersionNumber())) {
            QrModules masked = first.xor(mask);
            int penalty = masked.penalty();
            if (penalty < least) {
                least = penalty;
                best = masked;
            }
        }
        return best.matrix();
    }

    /** How masks 1 to 7 differ from mask 0, format information included; made by two threads at once they are the same. */
    private QrModules[] masks(int version) {
        QrModules[] known = masks.get(version);
        if (known == null) {
            known = new QrModules[MASKS - 1];
            QrModules first = masked(version, 0);
            for (int mask = 1; mask < MASKS; mask++) {
                known[mask - 1] = first.xor(masked(version, mask));
            }
            masks.set(version, known);
        }
        return known;
    }

    private static QrModules masked(int version, int mask) {
        return new QrModules(encode("0", Map.of(EncodeHintType.QR_VERSION, version, EncodeHintType.QR_MASK_PATTERN, mask)).getMatrix());
    }

    private static QRCode encode(String text, Map<EncodeHintType, ?> hints) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, hints);
        } catch (WriterException e) {
            throw new IllegalArgumentException("二维码内容为空或过长 / the QR text is empty or too long", e);
        }
    }
}
