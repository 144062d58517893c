package org.licensehub.hub.seals;

/** Draws seals. */
public interface SealPictures {

    /**
     * A round seal as PNG with a transparent ground.
     *
     * @param name along the arc
     * @param secondLine below the centre; may be empty
     * @param star whether a star stands in the centre
     * @param millimetres the diameter
     * @throws NotDrawable if a character cannot be drawn
     */
    byte[] round(String name, String secondLine, boolean star, int millimetres);

    /** A seal that cannot be drawn; the message says why, Chinese first. */
    final class NotDrawable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public NotDrawable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
