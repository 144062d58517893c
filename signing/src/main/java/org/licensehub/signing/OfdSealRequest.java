package org.licensehub.signing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When and where a seal is put on an OFD file. The picture is as large as the seal says.
 *
 * @param signingTime when, cut to whole seconds
 * @param page        index from 0
 * @param x           left edge of the picture in millimetres from the left of the page
 * @param y           upper edge of the picture in millimetres from the top of the page
 */
public record OfdSealRequest(Instant signingTime, int page, double x, double y) {

    private static final double FARTHEST = 10_000;

    /** @throws IllegalArgumentException if a number is out of its range */
    public OfdSealRequest {
        if (page < 0 || !(Math.abs(x) <= FARTHEST) || !(Math.abs(y) <= FARTHEST)) {
            throw new IllegalArgumentException("印章位置无效 / the place of the seal is out of range");
        }
        signingTime = signingTime.truncatedTo(ChronoUnit.SECONDS);
    }
}
