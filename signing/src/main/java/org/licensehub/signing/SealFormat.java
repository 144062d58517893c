package org.licensehub.signing;

/**
 * The names by which a seal is found in a PDF file. The governing text (GM/T 0112) leaves room that vendors fill
 * differently, so the names are data and stand in this one place.
 *
 * @param filter /Filter, the handler named by the producer
 * @param subFilter /SubFilter, the form of /Contents
 */
public record SealFormat(String filter, String subFilter) {

    /** SM2 signature as detached CMS with the object identifiers of GM/T 0010 (GB/T 35275). */
    public static final SealFormat SM2_CMS_DETACHED = new SealFormat("GM.PKILite", "GM.sm2cms.detached");

    /** Electronic seal of GB/T 38540 over the byte range. */
    public static final SealFormat SM2_SEAL = new SealFormat("GM.PKILite", "GM.sm2seal");
}
