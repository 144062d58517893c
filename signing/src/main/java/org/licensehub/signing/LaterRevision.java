package org.licensehub.signing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Writes what may follow a seal: an invisible signature or document time-stamp, or validation material. The same input gives
 * the same bytes, so a verifier knows what may stand there; nothing that is drawn can be reached from it.
 */
final class LaterRevision {

    static final String OUTER_START = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached";
    static final String STAMP_START = "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";

    private static final COSName DSS = COSName.getPDFName("DSS");
    private static final COSName CERTS = COSName.getPDFName("Certs");
    private static final COSName CRLS = COSName.getPDFName("CRLs");
    private static final COSName EXTENSIONS = COSName.getPDFName("Extensions");

    private LaterRevision() {
    }

    /**
     * A PAdES signature around the one seal of a file.
     *
     * @param name as PDF text
     * @param date as in a PDF
     * @throws IllegalArgumentException if the file does not carry exactly one seal and nothing later
     */
    static SignatureSlot outer(byte[] sealed, String name, String date, int room) throws IOException {
        try (PDDocument document = Loader.loadPDF(sealed)) {
            if (fields(document, sealed).size() != 1 || document.getDocumentCatalog().getCOSObject().containsKey(DSS)) {
                throw new IllegalArgumentException("文件须有且仅有一个签章 / the file does not carry exactly one seal");
            }
            return slot(document, sealed, OUTER_START + "/Name" + name + "/M(" + date + ")", "Seal2", room);
        }
    }

    /** A document time-stamp (ISO 32000-2, 12.8.5) over all there is. */
    static SignatureSlot stamp(byte[] file, int room) throws IOException {
        try (PDDocument document = Loader.loadPDF(file)) {
            return slot(document, file, STAMP_START, "Stamp" + (fields(document, file).size() + 1), room);
        }
    }

    private static List<COSObject> fields(PDDocument document, byte[] file) {
        COSDictionary form = document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.ACRO_FORM);
        COSArray fields = form == null ? null : form.getCOSArray(COSName.FIELDS);
        List<COSObject> references = new ArrayList<>();
        for (int i = 0; fields != null && i < fields.size(); i++) {
            if (fields.get(i) instanceof COSObject reference) {
                references.add(reference);
            }
        }
        if (references.isEmpty() || references.size() != fields.size() || !PdfUpdate.isSound(document.getDocument(), file)) {
            throw new IllegalArgumentException("文件没有签章 / the file carries no seal");
        }
        return references;
    }

    private static SignatureSlot slot(PDDocument document, byte[] file, String body, String fieldName, int room) throws IOException {
        PdfUpdate update = new PdfUpdate(document.getDocument(), file);
        String signature = update.newReference();
        String field = update.newReference();
        SignatureSlot.Place place = SignatureSlot.put(update, signature, body, room);
        update.put(field, "<</Type/Annot/Subtype/Widget/FT/Sig/T(" + fieldName + ")/F 132/Rect[0 0 0 0]/V " + signature + ">>");
        StringBuilder fields = new StringBuilder();
        for (COSObject each : fields(document, file)) {
            fields.append(PdfUpdate.text(each.getKey())).append(' ');
        }
        update.replace(catalogKey(document.getDocument()), document.getDocumentCatalog().getCOSObject(), new TreeMap<>(Map.of(COSName.ACRO_FORM,
                "<</Fields[" + fields + field + "]/SigFlags 3>>")));
        return place.in(update.finish(PdfUpdate.newId(file, body)));
    }

    private static COSObjectKey catalogKey(COSDocument document) {
        return ((COSObject) document.getTrailer().getItem(COSName.ROOT)).getKey();
    }

    /** The file with more in its DSS dictionary (ISO 32000-2, 12.8.4.3); what an earlier one lists stays listed. */
    static byte[] material(byte[] file, ValidationMaterial added) throws IOException {
        try (PDDocument document = Loader.loadPDF(file)) {
            fields(document, file);
            COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
            COSBase known = catalog.getItem(DSS);
            COSDictionary old = catalog.getCOSDictionary(DSS);
            if (known != null && (old == null || !(known instanceof COSObject))) {
                throw new IllegalArgumentException("已有的 DSS 字典形式不支持 / the DSS dictionary at hand has another form");
            }
            PdfUpdate update = new PdfUpdate(document.getDocument(), file);
            String certificates = put(update, old, CERTS, added.certificates().stream().map(Certificates::encode).toList());
            String lists = put(update, old, CRLS, added.revocations().stream().map(Certificates::encode).toList());
            Map<COSName, String> entries = new TreeMap<>(Map.of(CERTS, certificates, CRLS, lists));
            if (old != null) {
                update.replace(((COSObject) known).getKey(), old, entries);
            } else {
                String dss = update.newReference();
                update.put(dss, "<</Type/DSS/Certs " + certificates + "/CRLs " + lists + ">>");
                Map<COSName, String> named = new TreeMap<>(Map.of(DSS, dss));
                if (!catalog.containsKey(EXTENSIONS)) {
                    named.put(EXTENSIONS, "<</ESIC<</BaseVersion/1.7/ExtensionLevel 2>>>>");
                }
                update.replace(catalogKey(document.getDocument()), catalog, named);
            }
            return update.finish(PdfUpdate.newId(file, certificates + lists));
        }
    }

    private static String put(PdfUpdate update, COSDictionary old, COSName name, List<byte[]> values) throws IOException {
        StringBuilder references = new StringBuilder("[");
        COSArray before = old == null ? null : old.getCOSArray(name);
        for (int i = 0; before != null && i < before.size(); i++) {
            references.append(PdfUpdate.text(before.get(i)).trim()).append(' ');
        }
        for (byte[] value : values) {
            String reference = update.newReference();
            update.putStream(reference, "", value);
            references.append(reference).append(' ');
        }
        return references.toString().trim() + "]";
    }
}
