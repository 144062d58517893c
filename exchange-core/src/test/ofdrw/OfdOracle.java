import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.core.basicStructure.ofd.docInfo.CT_DocInfo;
import org.ofdrw.core.basicStructure.ofd.docInfo.CustomData;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/**
 * What another implementation of GB/T 33190 reads in OFD files. A program of its own, because that implementation needs an
 * older Bouncy Castle. For each file given: its pages, title, metadata, texts, seals, and whether the seals verify.
 */
public final class OfdOracle {

    private OfdOracle() {
    }

    public static void main(String[] files) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String file : files) {
            out.println("file\t" + Path.of(file).getFileName());
            try (OFDReader reader = new OFDReader(Path.of(file))) {
                out.println("pages\t" + reader.getNumberOfPages());
                CT_DocInfo info = reader.getOFDDir().getOfd().getDocBody().getDocInfo();
                out.println("title\t" + info.getTile());
                if (info.getCustomDatas() != null) {
                    for (CustomData data : info.getCustomDatas().getCustomDatas()) {
                        out.println("data\t" + data.getDataName() + "\t" + data.getValue());
                    }
                }
                ContentExtractor extractor = new ContentExtractor(reader);
                for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                    for (String text : extractor.getPageContent(page)) {
                        out.println("text\t" + page + "\t" + text.replace("\n", " "));
                    }
                }
                seals(reader, out);
            } catch (Exception unreadable) {
                out.println("unreadable\t" + unreadable);
            }
        }
    }

    private static void seals(OFDReader reader, PrintStream out) {
        if (!reader.hasSignature()) {
            out.println("seals\tnone");
            return;
        }
        reader.getStampAnnots().forEach(stamp -> stamp.getStampAnnots().forEach(place ->
                out.println("seal\t" + place.getPageRef() + "\t" + place.getBoundary() + "\t" + stamp.getImgType() + "\t" + stamp.getImageByte().length)));
        try (OFDValidator validator = new OFDValidator(reader)) {
            validator.setValidator(new SESV4ValidateContainer());
            validator.exeValidate();
            out.println("seals\tgood");
        } catch (Exception refused) {
            out.println("seals\t" + refused.getClass().getSimpleName());
        }
    }
}
