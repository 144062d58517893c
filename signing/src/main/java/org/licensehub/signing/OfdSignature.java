package org.licensehub.signing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * One signature of a package (Signature.xml, GB/T 33190-2016, 18.2): what it covers, where its seal shows.
 *
 * @param id          identifier of the first picture; null if none is shown
 * @param provider    the program that made it
 * @param references  paths of the entries covered, each with its SM3 digest
 * @param pages       identifiers of the pages on which the picture of the seal shows
 * @param signedValue path of the value (SES_Signature)
 * @param seal        path of the seal (SESeal); null if it is not kept beside the value
 */
record OfdSignature(String id, String provider, Map<String, byte[]> references, List<String> pages, String signedValue, String seal) {

    static final String OWN = "LicenseHub";
    private static final String SM3 = "1.2.156.10197.1.401";
    private static final Set<String> NAMES_OF_SM3 = Set.of(SM3, "SM3");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_STAMPS = 1_000;

    static OfdSignature read(byte[] xml, String folder) throws Refusal {
        Element root = OfdXml.parse(xml);
        Element info = OfdXml.only(root, "SignedInfo", SealRule.UNREADABLE);
        Element listed = OfdXml.only(info, "References", SealRule.UNREADABLE);
        Refusal.when(!NAMES_OF_SM3.contains(listed.getAttribute("CheckMethod")), SealRule.UNKNOWN_FORM);
        Map<String, byte[]> references = new LinkedHashMap<>();
        for (Element reference : OfdXml.children(listed, "Reference")) {
            byte[] before = references.put(OfdNames.resolve(folder, reference.getAttribute("FileRef")),
                    digest(OfdXml.text(OfdXml.only(reference, "CheckValue", SealRule.UNREADABLE))));
            Refusal.when(before != null, SealRule.UNREADABLE);
        }
        List<String> pages = new ArrayList<>();
        String id = null;
        for (Element stamp : OfdXml.children(info, "StampAnnot")) {
            requirePlace(stamp.getAttribute("Boundary"));
            pages.add(stamp.getAttribute("PageRef"));
            id = id == null ? stamp.getAttribute("ID") : id;
        }
        Refusal.when(pages.size() > MOST_STAMPS, SealRule.STAMP_PLACE);
        Element seal = OfdXml.optional(info, "Seal", SealRule.UNREADABLE);
        String sealPath = seal == null ? null
                : OfdNames.resolve(folder, OfdXml.text(OfdXml.only(seal, "BaseLoc", SealRule.UNREADABLE)));
        String value = OfdNames.resolve(folder, OfdXml.text(OfdXml.only(root, "SignedValue", SealRule.UNREADABLE)));
        return new OfdSignature(id, OfdXml.only(info, "Provider", SealRule.UNREADABLE).getAttribute("ProviderName"), references,
                List.copyOf(pages), value, sealPath);
    }

    private static byte[] digest(String text) throws Refusal {
        try {
            byte[] digest = Base64.getDecoder().decode(text);
            Refusal.when(digest.length != Sm3.LENGTH, SealRule.UNREADABLE);
            return digest;
        } catch (IllegalArgumentException noBase64) {
            throw new Refusal(SealRule.UNREADABLE);
        }
    }

    private static void requirePlace(String boundary) throws Refusal {
        String[] numbers = boundary.strip().split("\\s+");
        try {
            double[] box = Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
            boolean sound = box.length == 4 && Arrays.stream(box).allMatch(Double::isFinite) && box[2] > 0 && box[3] > 0;
            Refusal.when(!sound, SealRule.STAMP_PLACE);
        } catch (NumberFormatException noNumber) {
            throw new Refusal(SealRule.STAMP_PLACE);
        }
    }

    /** What this library writes. The picture has the identifier of the signature in the list, which is thus under the seal. */
    static byte[] encode(OfdSignature signature, SesPicture picture, double x, double y, Instant time) {
        StringBuilder xml = new StringBuilder(OfdXml.HEADER);
        xml.append("<ofd:Signature xmlns:ofd=\"").append(OfdXml.NAMESPACE).append("\"><ofd:SignedInfo><ofd:Provider ProviderName=\"")
                .append(signature.provider).append("\" Version=\"1.0\" Company=\"").append(signature.provider)
                .append("\"/><ofd:SignatureMethod>").append(SesSeal.SM2_WITH_SM3.getId())
                .append("</ofd:SignatureMethod><ofd:SignatureDateTime>").append(TIME.format(time))
                .append("</ofd:SignatureDateTime><ofd:References CheckMethod=\"").append(SM3).append("\">");
        signature.references.forEach((path, digest) -> xml.append("<ofd:Reference FileRef=\"/").append(OfdXml.escaped(path))
                .append("\"><ofd:CheckValue>").append(Base64.getEncoder().encodeToString(digest)).append("</ofd:CheckValue></ofd:Reference>"));
        xml.append("</ofd:References>");
        for (String page : signature.pages) {
            xml.append("<ofd:StampAnnot ID=\"").append(signature.id).append("\" PageRef=\"").append(OfdXml.escaped(page)).append("\" Boundary=\"")
                    .append(OfdXml.number(x)).append(' ').append(OfdXml.number(y)).append(' ').append(picture.width()).append(' ')
                    .append(picture.height()).append("\"/>");
        }
        return xml.append("<ofd:Seal><ofd:BaseLoc>/").append(OfdXml.escaped(signature.seal))
                .append("</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>/").append(OfdXml.escaped(signature.signedValue))
                .append("</ofd:SignedValue></ofd:Signature>").toString().getBytes(StandardCharsets.UTF_8);
    }
}
