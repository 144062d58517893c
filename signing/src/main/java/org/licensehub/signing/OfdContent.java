package org.licensehub.signing;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.SAXParser;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Looks through every XML file of a package: none may declare a document type, lead out of the package or to something
 * that is not in it, or do more than show pages. What is drawn is thus all inside, and so all under the seals.
 */
final class OfdContent extends DefaultHandler {

    /** Elements whose text is the location of another XML file. */
    private static final Set<String> XML_FILES =
            Set.of("DocRoot", "PublicRes", "DocumentRes", "PageRes", "Annotations", "Attachments", "CustomTags", "Extensions", "Signatures");
    /** Elements whose text is the location of any file. */
    private static final Set<String> FILES =
            Set.of("FontFile", "MediaFile", "FileLoc", "SchemaLoc", "ExtendData", "SignedValue", "Cover", "Thumbnail", "BaseLoc");
    /** Elements that lead elsewhere or play something when a page is looked at. */
    private static final Set<String> ACTIVE = Set.of("URI", "GotoA", "Sound", "Movie");

    private final Map<String, byte[]> entries;
    private final boolean maySeal;
    private final StringBuilder text = new StringBuilder();
    private String folder;
    private int depth;

    private OfdContent(Map<String, byte[]> entries, String folder, boolean maySeal) {
        this.entries = entries;
        this.folder = folder;
        this.maySeal = maySeal;
    }

    /**
     * @param descriptions the entries that describe a signature; were there another one, somebody took it off the list,
     *                     which is all he could do to a seal that a later one covers
     */
    static void check(OfdPackage contents, Set<String> descriptions) throws Refusal {
        SAXParser parser = OfdXml.scanner();
        for (Map.Entry<String, byte[]> entry : contents.entries().entrySet()) {
            String name = entry.getKey();
            if (isXml(name)) {
                OfdXml.scan(parser, entry.getValue(), new OfdContent(contents.entries(), OfdNames.folder(name), descriptions.contains(name)));
            }
        }
    }

    private static boolean isXml(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".xml");
    }

    @Override
    public void setDocumentLocator(Locator locator) {
        // where something is refused is of no use to anybody
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) throws SAXException {
        text.setLength(0);
        try {
            Refusal.when(ACTIVE.contains(name), SealRule.ACTIVE_CONTENT);
            Refusal.when(depth == 0 && !maySeal && name.equals("Signature"), SealRule.SIGNATURE_LIST);
            String location = attributes.getValue("BaseLoc");
            if (location != null && depth == 0) {
                // of a file of resources: the folder its files are in
                folder = OfdNames.resolve(folder, location);
            } else if (location != null) {
                requireXml(location);
            }
            for (String attribute : new String[] {"FileRef", "Profile"}) {
                if (attributes.getValue(attribute) != null) {
                    require(attributes.getValue(attribute));
                }
            }
        } catch (Refusal refusal) {
            throw new SAXException(refusal);
        }
        depth++;
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    @Override
    public void endElement(String uri, String name, String qualified) throws SAXException {
        depth--;
        try {
            if (XML_FILES.contains(name) && !text.toString().isBlank()) {
                requireXml(text.toString());
            } else if (FILES.contains(name)) {
                require(text.toString());
            }
        } catch (Refusal refusal) {
            throw new SAXException(refusal);
        }
        text.setLength(0);
    }

    /** What is read as XML must be named so, or it would not be looked through. */
    private void requireXml(String location) throws Refusal {
        require(location);
        Refusal.when(!isXml(location.strip()), SealRule.XML_UNSAFE);
    }

    private void require(String location) throws Refusal {
        OfdDocument.entry(entries, OfdNames.resolve(folder, location));
    }

    @Override
    public void fatalError(SAXParseException broken) throws SAXException {
        throw broken;
    }
}
