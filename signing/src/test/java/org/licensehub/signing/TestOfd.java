package org.licensehub.signing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Small OFD packages, honest and otherwise. */
final class TestOfd {

    static final String LIST = "Doc_0/Signs/Signatures.xml";
    static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
    static final OfdSealRequest REQUEST = new OfdSealRequest(SealPki.NOW, 0, 120, 200);

    private TestOfd() {
    }

    /** Two pages without a seal. */
    static OfdPackage pages() {
        return new OfdPackage()
                .put("OFD.xml", xml("<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\" DocType=\"OFD\" Version=\"1.0\"><ofd:DocBody>"
                        + "<ofd:DocInfo><ofd:DocID>00000000000000000000000000000001</ofd:DocID></ofd:DocInfo>"
                        + "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"))
                .put("Doc_0/Document.xml", xml("<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData>"
                        + "<ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
                        + "</ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/>"
                        + "<ofd:Page ID=\"2\" BaseLoc=\"Pages/Page_1/Content.xml\"/></ofd:Pages></ofd:Document>"))
                .put(PAGE, page("海沧区行政审批局"))
                .put("Doc_0/Pages/Page_1/Content.xml", page("续页"));
    }

    static byte[] page(String text) {
        return xml("<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer ID=\"5\"><ofd:TextObject ID=\"6\" "
                + "Boundary=\"20 20 100 10\" Font=\"3\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\">" + text
                + "</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>");
    }

    static byte[] xml(String body) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body).getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] xml) {
        return new String(xml, StandardCharsets.UTF_8);
    }

    /** The entries of a package, to be changed and packed again. */
    static Map<String, byte[]> unpacked(byte[] ofd) {
        try {
            return new LinkedHashMap<>(OfdReader.read(ofd).contents().entries());
        } catch (Refusal refusal) {
            throw new IllegalStateException(refusal.rule().name());
        }
    }

    static byte[] packed(Map<String, byte[]> entries) {
        OfdPackage contents = new OfdPackage();
        entries.forEach(contents::put);
        return contents.bytes();
    }

    /**
     * Seals as a trusted signer who cheats would: without any check, with a description changed before it is signed.
     *
     * @param description the change; what it returns is signed
     */
    static byte[] cheated(OfdPackage pages, SealPki pki, UnaryOperator<String> description) {
        SesSeal seal = pki.seal();
        OfdPackage contents = new OfdPackage(pages);
        String folder = "Doc_0/Signs/Sign_1";
        String top = text(contents.entries().get("OFD.xml"));
        contents.put("OFD.xml", top.replace("</ofd:DocBody>", "<ofd:Signatures>/" + LIST + "</ofd:Signatures></ofd:DocBody>")
                .getBytes(StandardCharsets.UTF_8));
        contents.put(folder + "/Seal.esl", seal.encoded());
        Map<String, byte[]> references = new HashMap<>();
        contents.entries().forEach((name, content) -> references.put(name, Sm3.digest(content)));
        OfdSignature honest = new OfdSignature("s001", OfdSignature.OWN, references, List.of("1"), folder + "/SignedValue.dat",
                folder + "/Seal.esl");
        byte[] signed = description.apply(text(OfdSignature.encode(honest, seal.info().picture(), 120, 200, SealPki.NOW)))
                .getBytes(StandardCharsets.UTF_8);
        byte[] value = SesSignature.make(seal, SealPki.key(pki.signer()), Sm3.digest(signed), "/" + folder + "/Signature.xml",
                SealPki.NOW, null).encoded();
        OfdSignatureList list = new OfdSignatureList(1, List.of(new OfdSignatureList.Item("s001", folder + "/Signature.xml")));
        return contents.put(folder + "/Signature.xml", signed).put(folder + "/SignedValue.dat", value).put(LIST, list.encoded()).bytes();
    }
}
