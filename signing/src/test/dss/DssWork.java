import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.policy.ValidationPolicy;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.policy.ValidationPolicyLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The same work as ours, by the EU's Digital Signature Service: what a benchmark loads from a class path of its own. */
public final class DssWork {

    private DssWork() {
    }

    private static CommonCertificateVerifier verifier(byte[] root, byte[] list) {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(root));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setAIASource(null);
        verifier.setCrlSource(new ExternalResourcesCRLSource(new InMemoryDocument(list)));
        return verifier;
    }

    /**
     * Signs PDF files invisibly as PAdES-B-B.
     *
     * @param chain the signer's certificate first, DER
     * @param key   signs a message with SHA-256
     * @param algorithm of the key, RSA_SHA256 or ECDSA_SHA256
     */
    public static UnaryOperator<byte[]> signer(List<byte[]> chain, UnaryOperator<byte[]> key, byte[] list, Instant time, String algorithm) {
        List<CertificateToken> certificates = chain.stream().map(DSSUtils::loadCertificate).toList();
        PAdESService service = new PAdESService(verifier(chain.get(chain.size() - 1), list));
        return pdf -> {
            PAdESSignatureParameters parameters = new PAdESSignatureParameters();
            parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_B);
            parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
            parameters.setSigningCertificate(certificates.get(0));
            parameters.setCertificateChain(certificates);
            parameters.bLevel().setSigningDate(Date.from(time));
            DSSDocument document = new InMemoryDocument(pdf);
            byte[] toBeSigned = service.getDataToSign(document, parameters).getBytes();
            return bytes(service.signDocument(document, parameters, new SignatureValue(SignatureAlgorithm.valueOf(algorithm), key.apply(toBeSigned))));
        };
    }

    private static byte[] bytes(DSSDocument document) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Validates every signature of a PDF file, with all reports; the policy is read once and not for each file. */
    public static Predicate<byte[]> validator(byte[] root, byte[] list, Instant time) {
        CommonCertificateVerifier verifier = verifier(root, list);
        ValidationPolicy policy = ValidationPolicyLoader.fromDefaultValidationPolicy().create();
        return pdf -> {
            PDFDocumentValidator validator = new PDFDocumentValidator(new InMemoryDocument(pdf));
            validator.setCertificateVerifier(verifier);
            validator.setValidationTime(Date.from(time));
            SimpleReport report = validator.validateDocument(policy).getSimpleReport();
            return report.getSignaturesCount() == 1 && report.getIndication(report.getFirstSignatureId()) == Indication.TOTAL_PASSED;
        };
    }
}
