package org.licensehub.store.catalogue;

import org.licensehub.store.number.UnifiedSocialCreditCode;

/**
 * The body that defined a license type (证照定义机构), GB/T 36902.
 *
 * @param name  Chinese name
 * @param code  unified social credit code, the first 18 characters of the type code
 * @param level level of the body
 */
public record DefiningAuthority(String name, UnifiedSocialCreditCode code, AuthorityLevel level) {
}
