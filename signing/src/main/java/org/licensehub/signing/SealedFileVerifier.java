package org.licensehub.signing;

import java.time.Clock;

/** Judges a sealed file of any kind this library knows, by what it holds and not by its name. Safe for use by many threads. */
public final class SealedFileVerifier {

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

    /** Judges one file. Never throws for what is in the file, however malformed; what is neither PDF nor OFD is refused as no PDF. */
    public SealReport verify(byte[] file) {
        boolean packed = file.length > 4 && file[0] == 'P' && file[1] == 'K' && file[2] == 3 && file[3] == 4;
        return packed ? ofd.verify(file) : pdf.verify(file);
    }
}
