import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.jcajce.provider.digest.SM3;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.core.signatures.SigType;
import org.ofdrw.gm.ses.v4.SESeal;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.ExtendSignatureContainer;
import org.ofdrw.sign.NumberFormatAtomicSignID;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/** The same work as ours, by ofdrw: what a benchmark loads from a class path of its own. */
public final class OfdrwWork {

    private OfdrwWork() {
    }

    /**
     * Seals OFD files with all that ofdrw brings, its SM2 included.
     *
     * @param key   PKCS #8
     * @param place page from 1, left, top, width, height in millimetres
     */
    public static UnaryOperator<byte[]> sealer(byte[] key, byte[] certificate, byte[] seal, double[] place) throws GeneralSecurityException {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        PrivateKey signer = KeyFactory.getInstance("EC", provider).generatePrivate(new PKCS8EncodedKeySpec(key));
        Certificate named = CertificateFactory.getInstance("X.509", provider).generateCertificate(new ByteArrayInputStream(certificate));
        SESeal picture = SESeal.getInstance(seal);
        return ofd -> sealed(ofd, new SESV4Container(signer, picture, named), place);
    }

    /**
     * Seals OFD files by ofdrw, all but the value of the seal.
     *
     * @param value makes it of the digest of Signature.xml and its path
     */
    public static UnaryOperator<byte[]> sealer(BiFunction<byte[], String, byte[]> value, byte[] seal, double[] place) {
        return ofd -> sealed(ofd, new ValueGiven(value, seal), place);
    }

    private static byte[] sealed(byte[] ofd, ExtendSignatureContainer container, double[] place) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OFDReader reader = new OFDReader(new ByteArrayInputStream(ofd));
                OFDSigner signer = new OFDSigner(reader, out, new NumberFormatAtomicSignID())) {
            signer.setSignMode(SignMode.ContinueSign);
            signer.setSignContainer(container);
            signer.addApPos(new NormalStampPos((int) place[0], place[1], place[2], place[3], place[4]));
            signer.exeSign();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** Whether ofdrw finds every seal of a file good. */
    public static Predicate<byte[]> validator() {
        Security.addProvider(new BouncyCastleProvider());
        return ofd -> {
            try (OFDReader reader = new OFDReader(new ByteArrayInputStream(ofd)); OFDValidator validator = new OFDValidator(reader)) {
                validator.setValidator(new SESV4ValidateContainer());
                validator.exeValidate();
                return reader.hasSignature();
            } catch (IOException | GeneralSecurityException e) {
                return false;
            }
        };
    }

    private record ValueGiven(BiFunction<byte[], String, byte[]> value, byte[] seal) implements ExtendSignatureContainer {

        @Override
        public MessageDigest getDigestFnc() {
            return new SM3.Digest();
        }

        @Override
        public ASN1ObjectIdentifier getSignAlgOID() {
            return GMObjectIdentifiers.sm2sign_with_sm3;
        }

        @Override
        public byte[] sign(InputStream description, String path) throws IOException {
            return value.apply(getDigestFnc().digest(description.readAllBytes()), path);
        }

        @Override
        public byte[] getSeal() {
            return seal;
        }

        @Override
        public SigType getSignType() {
            return SigType.Seal;
        }
    }
}
