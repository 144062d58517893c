package org.licensehub.signing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * The list of signatures (Signatures.xml, GB/T 33190-2016, 18.1).
 *
 * @param largestId the largest number given to a signature so far (MaxSignId)
 * @param items     in the order in which they were made
 */
record OfdSignatureList(int largestId, List<Item> items) {

    private static final int MOST = 100;
    private static final String SEAL = "Seal";

    /**
     * One signature.
     *
     * @param id   unique in the list
     * @param path of its Signature.xml, without a leading slash
     */
    record Item(String id, String path) {
    }

    static OfdSignatureList read(byte[] xml, String folder) throws Refusal {
        Element root = OfdXml.parse(xml);
        Refusal.when(!"Signatures".equals(root.getLocalName()), SealRule.SIGNATURE_LIST);
        List<Item> items = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Element element : OfdXml.children(root, "Signature")) {
            String type = element.getAttribute("Type");
            Refusal.when(!type.isEmpty() && !type.equals(SEAL), SealRule.UNKNOWN_FORM);
            Item item = new Item(element.getAttribute("ID"), OfdNames.resolve(folder, element.getAttribute("BaseLoc")));
            // an identifier never looks like a path, so both can be kept in one set
            Refusal.when(item.id.isEmpty() || item.id.contains("/") || !taken.add(item.id) || !taken.add("/" + item.path), SealRule.SIGNATURE_LIST);
            items.add(item);
        }
        Refusal.when(items.isEmpty(), SealRule.NO_SIGNATURE);
        Refusal.when(items.size() > MOST, SealRule.SIGNATURE_LIST);
        Element largest = OfdXml.optional(root, "MaxSignId", SealRule.SIGNATURE_LIST);
        return new OfdSignatureList(largest == null ? items.size() : number(OfdXml.text(largest)), List.copyOf(items));
    }

    private static int number(String text) throws Refusal {
        Refusal.when(!text.matches("[0-9]{1,9}"), SealRule.SIGNATURE_LIST);
        return Integer.parseInt(text);
    }

    /** With one more at the end, which takes the next number. */
    OfdSignatureList with(Item item) {
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return new OfdSignatureList(largestId + 1, List.copyOf(more));
    }

    /** The one form in which this library writes a list. */
    byte[] encoded() {
        StringBuilder xml = new StringBuilder(OfdXml.HEADER);
        xml.append("<ofd:Signatures xmlns:ofd=\"").append(OfdXml.NAMESPACE).append("\"><ofd:MaxSignId>").append(largestId)
                .append("</ofd:MaxSignId>");
        for (Item item : items) {
            xml.append("<ofd:Signature ID=\"").append(OfdXml.escaped(item.id)).append("\" Type=\"Seal\" BaseLoc=\"/")
                    .append(OfdXml.escaped(item.path)).append("\"/>");
        }
        return xml.append("</ofd:Signatures>").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The identifier that goes with a number, as the standard recommends. */
    static String id(int number) {
        return String.format(Locale.ROOT, "s%03d", number);
    }
}
