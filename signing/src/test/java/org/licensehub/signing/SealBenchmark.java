package org.licensehub.signing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.junit.jupiter.api.Test;

/** Not a test of the lanes: {@code ./mvnw -pl signing test -Dtest=SealBenchmark}, results in docs/benchmarks.md. */
class SealBenchmark {

    private final SealPki pki = SealPki.fresh();
    private final byte[] message = new byte[280];

    @Test
    void sm2PrimitiveAgainstBouncyCastleInitialisedPerOperation() throws Exception {
        new Random(1).nextBytes(message);
        SoftwareSealingKey ours = SealPki.key(pki.signer());
        X9ECParameters curve = GMNamedCurves.getByName("sm2p256v1");
        ECDomainParameters domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
        ECPrivateKeyParameters privateKey = new ECPrivateKeyParameters(((ECPrivateKey) pki.signer().privateKey()).getD(), domain);
        ECPublicKey published = (ECPublicKey) pki.signer().certificate().getPublicKey();
        ECPublicKeyParameters publicKey = new ECPublicKeyParameters(curve.getCurve().decodePoint(published.getQ().getEncoded(false)), domain);
        byte[] signature = ours.sign(message);

        // ours digests, signs and checks what it signed; the reference only signs: compared is the bare signature
        byte[] e = Sm3.digest(Sm2.z(Sm2.point(published).orElseThrow()), message);
        SideBySide.compare("SM2 sign a ready digest", () -> ours.signDigest(e), "Bouncy Castle SM2Signer, init per operation", () -> {
            SM2Signer signer = new SM2Signer();
            signer.init(true, new ParametersWithRandom(privateKey));
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        });
        SideBySide.compare("SM2 verify", () -> Sm2Verifier.verify(published, message, signature) ? signature : null,
                "Bouncy Castle SM2Signer, init per operation", () -> {
                    SM2Signer signer = new SM2Signer();
                    signer.init(false, publicKey);
                    signer.update(message, 0, message.length);
                    return signer.verifySignature(signature) ? signature : null;
                });
        SideBySide.compare("SM2 sign with self-check, of a message", () -> ours.sign(message), "the same by SM2Signer, signing and verifying", () -> {
            SM2Signer signer = new SM2Signer();
            signer.init(true, new ParametersWithRandom(privateKey));
            signer.update(message, 0, message.length);
            byte[] made = signer.generateSignature();
            signer.init(false, publicKey);
            signer.update(message, 0, message.length);
            return signer.verifySignature(made) ? made : null;
        });
    }

    @Test
    void sealingAPdfAgainstIncrementalSavingWithTheSameSeal() throws Exception {
        byte[] face = face();
        byte[] png = picture();
        SesSeal seal = SesSeal.make(pki.info(pki.signer(), png), SealPki.key(pki.maker()));
        SealingKey key = SealPki.key(pki.signer());
        PdfSealer sealer = PdfSealer.with(seal, key, SealFormat.SM2_SEAL, null);
        SealRequest request = new SealRequest("签发", "厦门", "海沧区行政审批局", SealPki.NOW, new SealMark(0, 300, 80, 119, 119, png));
        System.out.printf("face %d bytes, picture %d bytes, sealed %d bytes%n", face.length, png.length, sealer.seal(face, request).length);
        if (!pki.verifier().verify(sealer.seal(face, request)).valid()) {
            throw new IllegalStateException("what is measured does not verify");
        }
        SideBySide.compare("seal a PDF (SES)", () -> sealer.seal(face, request), "PDFBox saveIncremental + the same SES code",
                () -> sealedByPdfBox(face, seal, key));
        byte[] sealed = sealer.seal(face, request);
        PdfSealVerifier verifier = pki.verifier();
        SideBySide.compare("verify a sealed PDF", () -> verifier.verify(sealed).valid() ? sealed : null, "seal it", () -> sealer.seal(face, request));
    }

    private static byte[] sealedByPdfBox(byte[] face, SesSeal seal, SealingKey key) throws IOException {
        try (PDDocument document = Loader.loadPDF(face); SignatureOptions options = new SignatureOptions()) {
            PDSignature signature = new PDSignature();
            signature.setFilter(COSName.getPDFName("GM.PKILite"));
            signature.setSubFilter(COSName.getPDFName("GM.sm2seal"));
            Calendar date = new GregorianCalendar();
            date.setTimeInMillis(SealPki.NOW.toEpochMilli());
            signature.setSignDate(date);
            options.setPreferredSignatureSize(seal.encoded().length + 2_000);
            document.addSignature(signature, content -> {
                byte[] bytes = IOUtils.toByteArray(content);
                return SesSignature.make(seal, key, Sm3.digest(bytes), "Seal1", SealPki.NOW, null).encoded();
            }, options);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.saveIncremental(out);
            return out.toByteArray();
        }
    }

    /** A page of about 60 KB, as a face is: an embedded subset's worth of incompressible bytes and some drawing. */
    static byte[] face() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            BufferedImage noise = new BufferedImage(130, 130, BufferedImage.TYPE_INT_RGB);
            Random random = new Random(9);
            for (int i = 0; i < 130 * 130; i++) {
                noise.setRGB(i % 130, i / 130, random.nextInt());
            }
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(LosslessFactory.createFromImage(document, noise), 50, 50, 100, 100);
                for (int i = 0; i < 800; i++) {
                    content.moveTo(random.nextFloat() * 500, random.nextFloat() * 800);
                    content.lineTo(random.nextFloat() * 500, random.nextFloat() * 800);
                }
                content.stroke();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }

    static byte[] picture() throws IOException {
        BufferedImage image = ImageIO.read(new java.io.ByteArrayInputStream(TestPdf.redDisc()));
        BufferedImage large = new BufferedImage(480, 480, BufferedImage.TYPE_INT_ARGB);
        large.createGraphics().drawImage(image, 0, 0, 480, 480, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(large, "png", out);
        return out.toByteArray();
    }
}
