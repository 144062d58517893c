package org.licensehub.hub.issuing.face;

/**
 * Where the visible seal belongs on a rendered face.
 *
 * @param page index from 0
 * @param x left edge in points (1/72 inch)
 * @param y lower edge in points from the bottom of the page
 * @param width in points
 * @param height in points
 */
public record SealAnchor(int page, float x, float y, float width, float height) {
}
