package org.licensehub.signing;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** Judges a sealed file of any kind this library knows, by what it holds and not by its name. Safe for use by many threads. */
public final class SealedFileVerifier {

    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final PdfSealVerifier pdf;
    private final OfdSealVerifier ofd;

    /**
     * @param names the names a seal may carry in a PDF
     * @param clock a signing time more than five minutes ahead of it is refused
     */
    public SealedFileVerifier(SealTrust trust, SealNames names, Clock clock) {
        this.pdf = new PdfSealVerifier(trust, names, clock);
        this.ofd = new OfdSealVerifier(trust, clock);
    }

    /** Judges one file. Never throws for what is in the file, however malformed. */
    public SealReport verify(byte[] file) {
        if (begins(file, PDF)) {
            return pdf.verify(file);
        }
        return begins(file, ZIP) ? ofd.verify(file) : SealReport.refused(List.of(SealRule.UNKNOWN_FORMAT));
    }

    private static boolean begins(byte[] file, byte[] with) {
        return file.length >= with.length && Arrays.equals(file, 0, with.length, with, 0, with.length);
    }
}
