package org.licensehub.hub.issuing.face;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Puts the metadata of a license into its PDF file, so that the seal covers them: all of them as an associated file
 * {@code license.json} (ISO 32000-2, 14.13), and those that tell nothing of a person also as the description of the file (XMP,
 * ISO 16684-1).
 */
final class FaceMetadata {

    private static final String FILE = "license.json";
    private static final String STANDARD = "GB/T 36903-2018";
    private static final String NAMESPACE = "urn:x-licensehub:gbt36903:";
    private static final COSName RELATIONSHIP = COSName.getPDFName("AFRelationship");

    private final ObjectMapper json = new ObjectMapper();

    void embed(PDDocument document, FaceModel model) throws IOException {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        COSStream description = stream(document, "Metadata", xmp(model).getBytes(StandardCharsets.UTF_8), false);
        description.setItem(COSName.SUBTYPE, COSName.getPDFName("XML"));
        catalog.setItem(COSName.METADATA, description);
        if (model.elements().isEmpty()) {
            return;
        }
        COSDictionary file = file(document, json(model));
        COSArray list = new COSArray();
        list.add(new COSString(FILE));
        list.add(file);
        COSDictionary tree = new COSDictionary();
        tree.setItem(COSName.NAMES, list);
        COSDictionary names = new COSDictionary();
        names.setItem(COSName.EMBEDDED_FILES, tree);
        catalog.setItem(COSName.NAMES, names);
        COSArray associated = new COSArray();
        associated.add(file);
        catalog.setItem(COSName.AF, associated);
    }

    private static COSDictionary file(PDDocument document, byte[] data) throws IOException {
        COSStream stream = stream(document, "EmbeddedFile", data, true);
        stream.setItem(COSName.SUBTYPE, COSName.getPDFName("application/json"));
        COSDictionary parameters = new COSDictionary();
        parameters.setInt(COSName.SIZE, data.length);
        stream.setItem(COSName.PARAMS, parameters);
        COSDictionary embedded = new COSDictionary();
        embedded.setItem(COSName.F, stream);
        COSDictionary file = new COSDictionary();
        file.setItem(COSName.TYPE, COSName.FILESPEC);
        file.setString(COSName.F, FILE);
        file.setString(COSName.UF, FILE);
        file.setItem(RELATIONSHIP, COSName.getPDFName("Data"));
        file.setItem(COSName.EF, embedded);
        return file;
    }

    private static COSStream stream(PDDocument document, String type, byte[] data, boolean packed) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (OutputStream out = stream.createRawOutputStream()) {
            out.write(packed ? PageContent.deflated(data) : data);
        }
        stream.setItem(COSName.TYPE, COSName.getPDFName(type));
        if (packed) {
            stream.setItem(COSName.FILTER, COSName.FLATE_DECODE);
        }
        return stream;
    }

    byte[] json(FaceModel model) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("standard", STANDARD);
        content.put("elements", model.elementsByName());
        try {
            return json.writeValueAsBytes(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("strings could not be written as JSON", impossible);
        }
    }

    /** Not compressed, so that tools which know nothing of PDF find it. */
    static String xmp(FaceModel model) {
        StringBuilder xmp = new StringBuilder(1024);
        xmp.append("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">")
                .append("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\"")
                .append(" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:zz=\"").append(NAMESPACE).append("\">\n<dc:format>application/pdf</dc:format>")
                .append("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">").append(OfdFaceRenderer.escaped(model.title()))
                .append("</rdf:li></rdf:Alt></dc:title><dc:identifier>").append(OfdFaceRenderer.escaped(model.identifier())).append("</dc:identifier>\n");
        for (FaceElement element : model.elements()) {
            if (element.open()) {
                xmp.append("<zz:").append(element.name()).append('>').append(OfdFaceRenderer.escaped(element.value()))
                        .append("</zz:").append(element.name()).append(">\n");
            }
        }
        return xmp.append("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>").toString();
    }
}
