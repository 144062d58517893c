package org.licensehub.signing;

import java.time.Instant;

/**
 * What a valid seal says, for people and programs that want more than a yes.
 *
 * @param form            how the seal is bound to the file, for instance {@code GM.sm2seal}
 * @param generation      of the seal structure, {@code V1}, {@code V4} or {@code V5}; null where there is no such structure
 * @param sealId          identifier of the seal; null as above
 * @param sealName        name of the seal; null as above
 * @param maker           who made the seal; null as above
 * @param signer          whole name of the signer's certificate
 * @param signerSerial    its serial number, hexadecimal
 * @param signerNotAfter  when it ends
 * @param dataHash        SM3 of what was sealed, hexadecimal
 * @param timeStamp       the time a trusted authority gave; null without such
 */
public record SealDetails(String form, String generation, String sealId, String sealName, String maker, String signer,
                          String signerSerial, Instant signerNotAfter, String dataHash, Instant timeStamp) {
}
