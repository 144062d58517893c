package org.licensehub.signing;

import java.util.Set;

/**
 * The /SubFilter names by which seals are recognised in PDF files. The governing text (GM/T 0112) was not at hand and vendors
 * differ, so they are data. /Filter names the program that made the file and decides nothing.
 *
 * @param cms names of a detached CMS
 * @param ses names of the value of an electronic seal
 */
public record SealNames(Set<String> cms, Set<String> ses) {

    /** Names seen in real files. */
    public static final SealNames KNOWN = new SealNames(Set.of("GM.sm2cms.detached", "adbe.pkcs7.detached"), Set.of("GM.sm2seal"));

    /** Keeps copies of its own. */
    public SealNames {
        cms = Set.copyOf(cms);
        ses = Set.copyOf(ses);
    }
}
