package org.licensehub.hub.issuing.face;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Small fonts for characters outside the basic plane, made of outlines of the face font: no font with such characters is small. */
final class TestFonts {

    /** 𠮷, 吉 with 土 above, of names. */
    static final int JI = 0x20BB7;
    /** 𬺓, of Extension E. */
    static final int EXTENSION_E = 0x2CE93;

    private static final int UNITS_PER_EM_AT = 18;
    private static final int RIGHTS_AT = 8;

    private TestFonts() {
    }

    /** A font of these characters, each drawn as the character of the face font that it is mapped to. */
    static byte[] of(Map<Integer, Character> drawnAs) {
        FontSubset subset = new FontSubset(FaceFont.shared(), character -> character == 0 ? 0 : FaceFont.shared().glyph(drawnAs.get(character)));
        drawnAs.keySet().stream().sorted().forEach(subset::number);
        return subset.standalone();
    }

    static byte[] rare() {
        return of(Map.of(JI, '吉', EXTENSION_E, '龙'));
    }

    /** The same with another number of units to the em, so that its outlines are as many times smaller. */
    static byte[] withUnits(byte[] font, int unitsPerEm) {
        return patched(font, "head", UNITS_PER_EM_AT, unitsPerEm);
    }

    /** The same with other rights to embed it. */
    static byte[] withRights(byte[] font, int rights) {
        return patched(font, "OS/2", RIGHTS_AT, rights);
    }

    private static byte[] patched(byte[] font, String table, int at, int value) {
        ByteBuffer patched = ByteBuffer.wrap(font.clone());
        for (int i = 0; i < patched.getShort(4); i++) {
            int entry = 12 + 16 * i;
            if (new String(font, entry, 4, StandardCharsets.US_ASCII).equals(table)) {
                return patched.putShort(patched.getInt(entry + 8) + at, (short) value).array();
            }
        }
        throw new IllegalArgumentException("no such table");
    }

    static Path file(Path folder, String name, byte[] font) throws IOException {
        return Files.write(folder.resolve(name), font);
    }
}
