package org.licensehub.signing;

/** The generations of electronic seal structures found in files. What this library makes is {@link #V4}. */
public enum SesVersion {
    /** GM/T 0031-2014. */
    V1(1),
    /** GB/T 38540-2020. */
    V4(4),
    /** GM/T 0031-2025: as V4, with a time-stamp that the seal itself may carry. */
    V5(5);

    private final int number;

    SesVersion(int number) {
        this.number = number;
    }

    /** The version in the header of a seal. */
    public int number() {
        return number;
    }
}
