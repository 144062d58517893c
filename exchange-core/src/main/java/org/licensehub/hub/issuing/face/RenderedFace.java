package org.licensehub.hub.issuing.face;

/**
 * A face ready to be sealed.
 *
 * @param pdf the file; not copied
 * @param pages number of pages, at least 1
 * @param anchor where the visible seal belongs
 */
public record RenderedFace(byte[] pdf, int pages, SealAnchor anchor) {
}
