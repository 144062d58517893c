package org.licensehub.signing;

import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Judges the signature around a seal. Its signature must be good; whom it names is for those to judge whose trust it was made
 * for.
 */
final class OuterSignature {

    private OuterSignature() {
    }

    static void judge(byte[] file, LaterRevisions.Outer outer) throws Refusal {
        SealedRange range = outer.range();
        Refusal.when(!SignatureSlot.isDate(outer.date()), SealRule.DICTIONARY);
        Refusal.when(!bound(range.cms()) || !good(range.cms(), range.content(file)), SealRule.OUTER_SIGNATURE_WRONG);
    }

    /** Whether no byte of the value is free; a time-stamp inside is held to the same. */
    private static boolean bound(byte[] cms) {
        try {
            StrictCms outer = StrictCms.read(cms, PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
            outer.requireAlgorithmsOfTheKey();
            return outer.unnamed().isEmpty() && (outer.unsigned() == null || TimeStampRules.isSoundBy(outer.unsigned(), outer.signature()));
        } catch (IOException | RuntimeException free) {
            return false;
        }
    }

    private static boolean good(byte[] cms, byte[] content) {
        try {
            CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(content), cms);
            Refusal.when(signed.getSignerInfos().size() != 1, SealRule.SIGNER_COUNT);
            SignerInformation signer = signed.getSignerInfos().iterator().next();
            for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
                if (signer.getSID().match(holder)) {
                    return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(Sm2.PROVIDER).build(holder));
                }
            }
            return false;
        } catch (CMSException | OperatorCreationException | java.security.cert.CertificateException | Refusal malformed) {
            return false;
        }
    }
}
