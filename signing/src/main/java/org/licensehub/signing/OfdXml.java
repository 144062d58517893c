package org.licensehub.signing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** XML of OFD files, read without document types and whatever comes with them. Elements go by their local names. */
final class OfdXml {

    static final String NAMESPACE = "http://www.ofdspec.org/2016";
    static final String HEADER = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
    private static final int LARGEST_TREE = 4 << 20;
    /** Set here because platforms differ: some have no limit, newer ones their own. */
    private static final String DEPTH = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";
    private static final String DEEPEST = "200";

    private OfdXml() {
    }

    /** The root of a small file. */
    static Element parse(byte[] xml) throws Refusal {
        return parse(builder(), xml);
    }

    /** The same by a builder that may read many files one after the other. */
    static Element parse(DocumentBuilder builder, byte[] xml) throws Refusal {
        Refusal.when(xml.length > LARGEST_TREE, SealRule.PACKAGE_TOO_LARGE);
        try {
            return builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXException | IOException unsafe) {
            throw new Refusal(SealRule.XML_UNSAFE);
        }
    }

    static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setNamespaceAware(true);
            factory.setAttribute(DEPTH, DEEPEST);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the XML parser of the platform lacks a feature", e);
        }
    }

    /** A parser for {@link #scan}, which may run through many files one after the other: making one costs more than a small file. */
    static SAXParser scanner() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            SAXParser parser = factory.newSAXParser();
            parser.setProperty(DEPTH, DEEPEST);
            return parser;
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("the XML parser of the platform lacks a feature", e);
        }
    }

    /** Runs through a file of any size. A {@link Refusal} comes out if the handler wraps one into its SAXException. */
    static void scan(SAXParser parser, byte[] xml, DefaultHandler handler) throws Refusal {
        try {
            parser.parse(new InputSource(new ByteArrayInputStream(xml)), handler);
        } catch (SAXException unsafe) {
            throw unsafe.getException() instanceof Refusal refusal ? refusal : new Refusal(SealRule.XML_UNSAFE);
        } catch (IOException unsafe) {
            throw new Refusal(SealRule.XML_UNSAFE);
        }
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    /** The one child of that name, or null if there is none; two are refused. */
    static Element optional(Element parent, String name, SealRule otherwise) throws Refusal {
        List<Element> found = children(parent, name);
        Refusal.when(found.size() > 1, otherwise);
        return found.isEmpty() ? null : found.get(0);
    }

    static Element only(Element parent, String name, SealRule otherwise) throws Refusal {
        Element found = optional(parent, name, otherwise);
        Refusal.when(found == null, otherwise);
        return found;
    }

    static String text(Element element) {
        return element.getTextContent().strip();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** Millimetres with three decimals at most. */
    static String number(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }
}
