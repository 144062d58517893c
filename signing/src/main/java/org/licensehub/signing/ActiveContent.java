package org.licensehub.signing;

import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;

/** Finds what can make a sealed page look different from one viewing to the next: scripts, actions, layers, live forms. */
final class ActiveContent {

    private static final COSName JAVA_SCRIPT = COSName.getPDFName("JavaScript");
    private static final COSName XFA = COSName.getPDFName("XFA");
    private static final COSName NEED_APPEARANCES = COSName.getPDFName("NeedAppearances");
    private static final Set<String> HARMLESS_ACTIONS = Set.of("URI", "GoTo");

    private ActiveContent() {
    }

    static boolean isIn(PDDocument document) {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        if (catalog.containsKey(COSName.OPEN_ACTION) || catalog.containsKey(COSName.AA)
                || catalog.containsKey(COSName.OCPROPERTIES)) {
            return true;
        }
        COSDictionary names = catalog.getCOSDictionary(COSName.NAMES);
        if (names != null && names.containsKey(JAVA_SCRIPT)) {
            return true;
        }
        COSDictionary form = catalog.getCOSDictionary(COSName.ACRO_FORM);
        if (form != null && (form.containsKey(XFA) || form.containsKey(NEED_APPEARANCES))) {
            return true;
        }
        for (PDPage page : document.getPages()) {
            if (page.getCOSObject().containsKey(COSName.AA) || hasActingAnnotation(page)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasActingAnnotation(PDPage page) {
        COSArray annotations = page.getCOSObject().getCOSArray(COSName.ANNOTS);
        for (int i = 0; annotations != null && i < annotations.size(); i++) {
            COSBase annotation = annotations.getObject(i);
            if (annotation instanceof COSDictionary dictionary && acts(dictionary)) {
                return true;
            }
        }
        return false;
    }

    private static boolean acts(COSDictionary annotation) {
        COSDictionary action = annotation.getCOSDictionary(COSName.A);
        boolean harmless = action == null
                || HARMLESS_ACTIONS.contains(action.getNameAsString(COSName.S)) && !action.containsKey(COSName.NEXT);
        return annotation.containsKey(COSName.AA) || !harmless;
    }
}
