package org.licensehub.signing;

import java.io.IOException;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Judges the signature around a seal. What the later revision adds must be, byte for byte, what {@link PadesSigner} writes:
 * one field, one dictionary, one list of fields; so nothing can have been painted over the sealed page. Its signature must be
 * good; whom it names is for those to judge whose trust it was made for.
 */
final class OuterSignature {

    void judge(byte[] file, int inner) throws Refusal, IOException {
        SealedRange range = SealedRange.last(file);
        try (PDDocument document = Loader.loadPDF(file)) {
            List<PDSignature> signatures = document.getSignatureDictionaries();
            Refusal.when(signatures.size() != 2, SealRule.SEVERAL_SIGNATURES);
            PDSignature outer = signatures.get(1);
            Refusal.when(!PadesSigner.SUB_FILTER.equals(outer.getSubFilter()), SealRule.UNKNOWN_FORM);
            Calendar date = outer.getSignDate();
            COSBase name = outer.getCOSObject().getDictionaryObject(COSName.NAME);
            Refusal.when(date == null || name == null || outer.getName() == null, SealRule.DICTIONARY);
            SignatureSlot expected = PadesSigner.append(Arrays.copyOf(file, inner), PdfUpdate.text(outer.getName()),
                    SignatureSlot.date(date.toInstant()), (range.gapEnd() - range.gapStart() - 2) / 2);
            expected.fixRange();
            Refusal.when(!Arrays.equals(expected.content(), range.content(file)), SealRule.LATER_REVISION);
        }
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
