package org.licensehub.store.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which format a license file is (版式文件格式). */
public enum FileFormat {

    /** ISO 32000. */
    PDF("application/pdf", "%PDF-".getBytes(StandardCharsets.US_ASCII)),
    /** GB/T 33190-2016: a ZIP package. Its media type is not registered; this is the one in use. */
    OFD("application/ofd", new byte[] {'P', 'K', 3, 4});

    private final String mediaType;
    private final byte[] begin;

    FileFormat(String mediaType, byte[] begin) {
        this.mediaType = mediaType;
        this.begin = begin;
    }

    /** The format by the first bytes of a file; whether the rest is in order is not asked. Empty if it is neither. */
    public static Optional<FileFormat> of(byte[] file) {
        return Arrays.stream(values()).filter(format -> file.length >= format.begin.length
                && Arrays.equals(format.begin, 0, format.begin.length, file, 0, format.begin.length)).findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    /** Ending of a file's name, without the dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
