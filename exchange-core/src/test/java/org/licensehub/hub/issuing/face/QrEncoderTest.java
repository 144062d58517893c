package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QrEncoderTest {

    private static final int LONGEST = 2_329;

    private final Random random = new Random(20261122);

    private static QRCode byTheLibrary(String text) throws WriterException {
        return Encoder.encode(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"));
    }

    private String letters(int count) {
        return random.ints(count, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Test
    void everyVersionIsModuleForModuleTheCodeOfTheLibraryThatScoresAllMasksOneByOne() throws WriterException {
        QrEncoder encoder = new QrEncoder();
        Set<Integer> versions = new TreeSet<>();
        Set<Integer> masks = new TreeSet<>();
        for (int length = 1; length <= LONGEST; length += length < 300 ? 5 : 23) {
            String text = letters(length);
            QRCode expected = byTheLibrary(text);
            versions.add(expected.getVersion().getVersionNumber());
            masks.add(expected.getMaskPattern());
            assertThat(encoder.encode(text).getArray()).as(text).isDeepEqualTo(expected.getMatrix().getArray());
        }
        assertThat(versions).containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(masks).hasSizeGreaterThan(4);
    }

    @Test
    void theAddressOnAFaceIsTheCodeOfTheLibrary() throws WriterException {
        assertThat(new QrEncoder().encode(Faces.QR).getArray()).isDeepEqualTo(byTheLibrary(Faces.QR).getMatrix().getArray());
        assertThat(new QrEncoder().encode("证照二维码").getArray()).isDeepEqualTo(byTheLibrary("证照二维码").getMatrix().getArray());
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> new QrEncoder().encode(letters(LONGEST + 10))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("二维码");
    }

    /** Random modules of every size, and with stripes, in which runs, blocks and finders are frequent. */
    @Test
    void penaltiesAreThoseOfCountingModuleByModule() {
        for (int size = 21; size <= 177; size += 4) {
            for (int share : new int[] {2, 3, 6}) {
                ByteMatrix modules = new ByteMatrix(size, size);
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        boolean finder = share == 6 && (y % 3 == 0 ? "10111010000".charAt(x % 11) : "00001011101".charAt(y % 11)) == '1';
                        modules.set(x, y, finder ^ random.nextInt(share) == 0);
                    }
                }
                assertThat(new QrModules(modules).penalty()).as("%d modules, 1 in %d", size, share).isEqualTo(penalty(modules));
                assertThat(new QrModules(modules).matrix().getArray()).isDeepEqualTo(modules.getArray());
            }
        }
    }

    /** The four rules of GB/T 18284 as they are written, one module at a time. */
    private static int penalty(ByteMatrix modules) {
        int size = modules.getWidth();
        int penalty = 0;
        int dark = 0;
        for (int line = 0; line < size; line++) {
            StringBuilder row = new StringBuilder();
            StringBuilder column = new StringBuilder();
            for (int at = 0; at < size; at++) {
                row.append(modules.get(at, line));
                column.append(modules.get(line, at));
                dark += modules.get(at, line);
            }
            penalty += line(row.toString()) + line(column.toString());
        }
        for (int y = 0; y + 1 < size; y++) {
            for (int x = 0; x + 1 < size; x++) {
                int sum = modules.get(x, y) + modules.get(x + 1, y) + modules.get(x, y + 1) + modules.get(x + 1, y + 1);
                penalty += sum % 4 == 0 ? 3 : 0;
            }
        }
        return penalty + Math.abs(2 * dark - size * size) * 10 / (size * size) * 10;
    }

    private static int line(String line) {
        int penalty = 0;
        int run = 0;
        for (int at = 0; at < line.length(); at++) {
            run = at > 0 && line.charAt(at) == line.charAt(at - 1) ? run + 1 : 1;
            penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
            boolean before = at >= 4 && line.startsWith("0000", at - 4);
            boolean behind = line.startsWith("0000", at + 7);
            penalty += line.startsWith("1011101", at) && (before || behind) ? 40 : 0;
        }
        return penalty;
    }
}
