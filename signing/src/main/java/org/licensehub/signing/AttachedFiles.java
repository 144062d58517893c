package org.licensehub.signing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/**
 * What may be attached to a sealed PDF file: nothing, or one file {@code license.json} that is what it says, the data of the
 * license for machines (ISO 32000-2, 7.11.4 and 14.13). A seal vouches for all of a file, also for a program that hides in it.
 */
final class AttachedFiles {

    static final String NAME = "license.json";
    private static final int MOST_BYTES = 1024 * 1024;
    private static final COSName COLLECTION = COSName.getPDFName("Collection");
    private static final COSName RELATIONSHIP = COSName.getPDFName("AFRelationship");
    private static final Set<String> FILE_KEYS = Set.of("Type", "F", "UF", "EF", "AFRelationship", "Desc");
    /** Annotations that hold a file, and dictionaries that name one. */
    private static final Set<String> HOLDERS = Set.of("FileAttachment", "RichMedia", "Screen", "Movie", "Sound", "3D");
    private static final Set<String> FILES = Set.of("FS", "EF", "AF");

    private AttachedFiles() {
    }

    /** Whether the file carries nothing but, at most, the data of its license. */
    static boolean areAllowed(PDDocument document) throws IOException {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        if (catalog.containsKey(COLLECTION)) {
            return false;
        }
        for (PDPage page : document.getPages()) {
            if (page.getCOSObject().containsKey(COSName.AF) || hasFileAnnotation(page)) {
                return false;
            }
        }
        COSDictionary names = catalog.getCOSDictionary(COSName.NAMES);
        COSBase files = names == null ? null : names.getDictionaryObject(COSName.EMBEDDED_FILES);
        COSBase associated = catalog.getDictionaryObject(COSName.AF);
        if (files == null) {
            return associated == null;
        }
        COSDictionary file = onlyFile(files);
        return file != null && isLicenseData(file) && (associated == null || isOnly(associated, file));
    }

    private static boolean hasFileAnnotation(PDPage page) {
        COSArray annotations = page.getCOSObject().getCOSArray(COSName.ANNOTS);
        for (int i = 0; annotations != null && i < annotations.size(); i++) {
            if (annotations.getObject(i) instanceof COSDictionary annotation
                    && (HOLDERS.contains(String.valueOf(annotation.getNameAsString(COSName.SUBTYPE)))
                    || FILES.stream().anyMatch(key -> annotation.containsKey(COSName.getPDFName(key))))) {
                return true;
            }
        }
        return false;
    }

    /** The one file of a name tree that has one leaf and no branches; null if it has another form. */
    private static COSDictionary onlyFile(COSBase tree) {
        if (!(tree instanceof COSDictionary root) || root.size() != 1) {
            return null;
        }
        COSArray names = root.getCOSArray(COSName.NAMES);
        return names != null && names.size() == 2 && NAME.equals(names.getString(0)) && names.getObject(1) instanceof COSDictionary file ? file : null;
    }

    private static boolean isOnly(COSBase associated, COSDictionary file) {
        return associated instanceof COSArray array && array.size() == 1 && array.getObject(0) == file;
    }

    private static boolean isLicenseData(COSDictionary file) throws IOException {
        boolean named = NAME.equals(file.getString(COSName.F)) && NAME.equals(file.getString(COSName.UF))
                && "Data".equals(file.getNameAsString(RELATIONSHIP))
                && file.keySet().stream().allMatch(key -> FILE_KEYS.contains(key.getName()));
        COSDictionary embedded = file.getCOSDictionary(COSName.EF);
        if (!named || embedded == null || embedded.size() != 1 || !(embedded.getDictionaryObject(COSName.F) instanceof COSStream data)) {
            return false;
        }
        boolean elsewhere = data.containsKey(COSName.F) || data.containsKey(COSName.DECODE_PARMS)
                || data.containsKey(COSName.FILTER) && !COSName.FLATE_DECODE.equals(data.getDictionaryObject(COSName.FILTER));
        return !elsewhere && "application/json".equals(data.getNameAsString(COSName.SUBTYPE)) && isJsonObject(read(data));
    }

    /** At most one byte more than is allowed, however much a stream unpacks to: the PDF library would unpack all of it first. */
    private static byte[] read(COSStream data) throws IOException {
        boolean packed = data.containsKey(COSName.FILTER);
        try (InputStream raw = data.createRawInputStream(); InputStream in = packed ? new InflaterInputStream(raw) : raw) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    /** Looks like an object of JSON in clean UTF-8: no program and no archive does, since none is without control characters. */
    private static boolean isJsonObject(byte[] bytes) {
        if (bytes.length > MOST_BYTES || bytes.length < 2 || bytes[0] != '{' || bytes[bytes.length - 1] != '}') {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            return false;
        }
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\n') {
                return false;
            }
        }
        return true;
    }
}
