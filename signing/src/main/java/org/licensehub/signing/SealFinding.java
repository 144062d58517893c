package org.licensehub.signing;

/**
 * One thing found while a sealed file was judged.
 *
 * @param code stable name for programs, lower case with hyphens
 * @param fatal whether the seal is refused because of it
 * @param messageZh for people, in Chinese
 * @param messageEn for people, in English
 */
public record SealFinding(String code, boolean fatal, String messageZh, String messageEn) {
}
