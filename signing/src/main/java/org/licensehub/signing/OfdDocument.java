package org.licensehub.signing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import org.w3c.dom.Element;

/**
 * What the two files at the top of a package say: OFD.xml and the root of its one document.
 *
 * @param root       path of the document's root
 * @param signatures path of the list of signatures, which may not exist yet; null if OFD.xml names none
 * @param pages      identifiers of the pages in their order
 */
record OfdDocument(String root, String signatures, List<String> pages) {

    static final String TOP = "OFD.xml";

    static OfdDocument read(OfdPackage contents) throws Refusal {
        return read(contents, OfdXml.builder());
    }

    static OfdDocument read(OfdPackage contents, DocumentBuilder builder) throws Refusal {
        byte[] top = contents.entries().get(TOP);
        Refusal.when(top == null, SealRule.NOT_OFD);
        Element body = OfdXml.only(OfdXml.parse(builder, top), "DocBody", SealRule.UNREADABLE);
        String root = OfdNames.resolve("", OfdXml.text(OfdXml.only(body, "DocRoot", SealRule.UNREADABLE)));
        Element signatures = OfdXml.optional(body, "Signatures", SealRule.SIGNATURE_LIST);
        Element document = OfdXml.parse(builder, entry(contents.entries(), root));
        List<String> pages = new ArrayList<>();
        for (Element page : OfdXml.children(OfdXml.only(document, "Pages", SealRule.UNREADABLE), "Page")) {
            pages.add(page.getAttribute("ID"));
        }
        return new OfdDocument(root, signatures == null ? null : OfdNames.resolve("", OfdXml.text(signatures)), List.copyOf(pages));
    }

    static byte[] entry(Map<String, byte[]> entries, String name) throws Refusal {
        byte[] content = entries.get(name);
        Refusal.when(content == null, SealRule.REFERENCE_MISSING);
        return content;
    }

    /** Where signatures of this document go if OFD.xml names no place. */
    String usualSignatures() {
        String folder = OfdNames.folder(root);
        return (folder.isEmpty() ? "" : folder + "/") + "Signs/Signatures.xml";
    }

    /** OFD.xml with the place of the list of signatures, which is the last part of a document's body. */
    static byte[] naming(byte[] top, String signatures) throws Refusal {
        // only ASCII is looked for and put in, so the encoding of the rest does not matter
        String text = new String(top, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("DocBody");
        int tag = end < 0 ? -1 : text.lastIndexOf("</", end);
        Refusal.when(tag < 0 || !text.substring(tag + 2, end).matches("([A-Za-z0-9_.-]+:)?"), SealRule.UNREADABLE);
        String prefix = text.substring(tag + 2, end);
        return (text.substring(0, tag) + "<" + prefix + "Signatures>/" + signatures + "</" + prefix + "Signatures>" + text.substring(tag))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
