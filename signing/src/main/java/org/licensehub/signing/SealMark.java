package org.licensehub.signing;

/**
 * The visible picture of a seal on a page.
 *
 * @param page index from 0
 * @param x left edge in points (1/72 inch) from the left of the page
 * @param y lower edge in points from the bottom of the page
 * @param width in points, greater than 0
 * @param height in points, greater than 0
 * @param png the picture as a PNG file; transparency is kept. Not copied: callers share one cached picture.
 */
public record SealMark(int page, float x, float y, float width, float height, byte[] png) {

    /** @throws IllegalArgumentException if a number is out of its range */
    public SealMark {
        boolean finite = Float.isFinite(x) && Float.isFinite(y) && Float.isFinite(width) && Float.isFinite(height);
        if (page < 0 || !finite || width <= 0 || height <= 0 || png.length == 0) {
            throw new IllegalArgumentException("印章图案参数无效 / seal mark out of range");
        }
    }
}
