package org.licensehub.signing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * The picture of a seal (SES_ESPictrueInfo of GB/T 38540-2020).
 *
 * @param type   PNG, GIF, BMP, JPG, SVG or OFD, as the seal names it
 * @param data   the picture file
 * @param width  in millimetres, at least 1
 * @param height in millimetres, at least 1
 */
public record SesPicture(String type, byte[] data, int width, int height) {

    private static final int LARGEST_MILLIMETRES = 1_000;

    /** @throws IllegalArgumentException if a size is out of range or there is no picture */
    public SesPicture {
        Objects.requireNonNull(type, "type");
        if (data.length == 0 || width < 1 || height < 1 || width > LARGEST_MILLIMETRES || height > LARGEST_MILLIMETRES) {
            throw new IllegalArgumentException("印章图像无效 / not a picture of a seal");
        }
        data = data.clone();
    }

    /** A PNG picture of this size in millimetres. */
    public static SesPicture png(byte[] png, int width, int height) {
        return new SesPicture("PNG", png, width, height);
    }

    /** A copy of the picture file. */
    @Override
    public byte[] data() {
        return data.clone();
    }

    /** Whether the picture is of this kind, whatever the case of letters. */
    public boolean isType(String other) {
        return type.toUpperCase(Locale.ROOT).equals(other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SesPicture that && type.equals(that.type) && Arrays.equals(data, that.data)
                && width == that.width && height == that.height;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "SesPicture[" + type + ", " + data.length + " bytes, " + width + " x " + height + " mm]";
    }
}
