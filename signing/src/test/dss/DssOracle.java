import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * What the EU's Digital Signature Service makes of PDF files. A program of its own, because it brings libraries of other
 * versions. In the folder given: {@code *.cer} are trusted, {@code *.crl} known besides what a file embeds, and each
 * {@code *.pdf} is validated at the time given.
 */
public final class DssOracle {

    private DssOracle() {
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path folder = Path.of(arguments[0]);
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        for (Path file : files(folder, ".cer")) {
            trusted.addCertificate(DSSUtils.loadCertificate(file.toFile()));
        }
        List<DSSDocument> lists = new ArrayList<>();
        for (Path file : files(folder, ".crl")) {
            lists.add(new FileDocument(file.toFile()));
        }
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setAIASource(null);
        if (!lists.isEmpty()) {
            verifier.setCrlSource(new ExternalResourcesCRLSource(lists.toArray(DSSDocument[]::new)));
        }
        Date time = Date.from(Instant.parse(arguments[1]));
        for (Path file : files(folder, ".pdf")) {
            out.println("file\t" + file.getFileName());
            validate(file, verifier, time, out);
        }
    }

    private static List<Path> files(Path folder, String ending) throws Exception {
        try (var all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static void validate(Path file, CommonCertificateVerifier verifier, Date time, PrintStream out) {
        PDFDocumentValidator validator = new PDFDocumentValidator(new FileDocument(file.toFile()));
        validator.setCertificateVerifier(verifier);
        validator.setValidationTime(time);
        Reports reports = validator.validateDocument();
        SimpleReport simple = reports.getSimpleReport();
        DiagnosticData data = reports.getDiagnosticData();
        for (String id : simple.getSignatureIdList()) {
            SignatureWrapper signature = data.getSignatureById(id);
            out.println("signature\t" + simple.getSignatureFormat(id) + "\t" + simple.getIndication(id) + "\t" + simple.getSubIndication(id)
                    + "\t" + signature.getSignatureByteRange() + "\t" + simple.getBestSignatureTime(id).toInstant());
            simple.getSignatureScopes(id).forEach(scope -> out.println("scope\t" + scope.getScope() + "\t" + scope.getName()));
            simple.getAdESValidationErrors(id).forEach(error -> out.println("error\t" + error.getKey() + "\t" + error.getValue()));
        }
        for (TimestampWrapper stamp : data.getTimestampList()) {
            out.println("stamp\t" + stamp.getType() + "\t" + simple.getIndication(stamp.getId()) + "\t" + stamp.isSignatureValid()
                    + "\t" + stamp.getProductionTime().toInstant()
                    + "\t" + stamp.getTimestampScopes().stream().map(scope -> scope.getScope().name()).distinct().toList());
        }
    }
}
