package org.licensehub.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
 * Seals PDF files: appends one signature that covers the whole file. Its /Contents are the value of an electronic seal of
 * GB/T 38540 ({@code GM.sm2seal}), or SignedData of GM/T 0010 with SM3 and SM2 ({@code GM.sm2cms.detached}). The bytes
 * that came in stay unchanged at the file's start. Safe for use by many threads.
 */
public final class PdfSealer {

    private static final int PRINTED_AND_LOCKED = 4 | 128;

    static final String FIELD = "Seal1";

    private final SealValue value;
    private final SealFormat format;
    private final Map<PictureKey, SealPicture> pictures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PictureKey, SealPicture> eldest) {
            return size() > 64;
        }
    };

    /** Seals with this key, in the form {@link SealFormat#SM2_CMS_DETACHED}. */
    public PdfSealer(SealingKey key) {
        this(key, SealFormat.SM2_CMS_DETACHED);
    }

    /** Seals with this key under other names of /Filter and /SubFilter. */
    public PdfSealer(SealingKey key, SealFormat format) {
        this(SealValue.cms(key), format);
    }

    PdfSealer(SealValue value, SealFormat format) {
        this.value = value;
        this.format = format;
    }

    /**
     * Seals with an electronic seal. A visible mark must show the picture of the seal.
     *
     * @param key one whose certificate the seal lists
     * @param format the names to write, {@link SealFormat#SM2_SEAL} unless readers want others
     * @param stamper gives a time-stamp for each seal; null for none
     */
    public static PdfSealer with(SesSeal seal, SealingKey key, SealFormat format, SesSignature.TimeStamper stamper) {
        return new PdfSealer(SealValue.ses(seal, key, stamper), format);
    }

    /**
     * Seals a file.
     *
     * @param pdf a PDF file without form fields, signatures, encryption, scripts, actions or optional layers, and with no file
     *     attached but the data of its license ({@code license.json})
     * @return the sealed file, which begins with {@code pdf}
     * @throws IllegalArgumentException if the file cannot be sealed; the message says why and quotes nothing of it
     */
    public byte[] seal(byte[] pdf, SealRequest request) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            refuseUnsealable(document, pdf);
            SignatureSlot slot = append(document, pdf, request);
            slot.fixRange();
            return slot.fill(value.make(slot.sm3(), request.signingTime()));
        } catch (IOException e) {
            throw new IllegalArgumentException("不是可读的 PDF 文件 / not a readable PDF", e);
        }
    }

    private static void refuseUnsealable(PDDocument document, byte[] pdf) throws IOException {
        if (document.isEncrypted()) {
            throw new IllegalArgumentException("加密的 PDF 不能签章 / an encrypted PDF cannot be sealed");
        }
        if (document.getDocumentCatalog().getCOSObject().containsKey(COSName.ACRO_FORM)) {
            throw new IllegalArgumentException("含表单或签名的 PDF 不能签章 / a PDF with a form or signature cannot be sealed");
        }
        if (ActiveContent.isIn(document)) {
            throw new IllegalArgumentException("含脚本、动作或可选图层的 PDF 不能签章 / a PDF with active content cannot be sealed");
        }
        if (!AttachedFiles.areAllowed(document)) {
            throw new IllegalArgumentException("夹带附件的 PDF 不能签章 / a PDF with an attached file cannot be sealed");
        }
        if (!PdfUpdate.isSound(document.getDocument(), pdf)) {
            throw new IllegalArgumentException("PDF 交叉引用损坏，不能签章 / a PDF with a broken cross-reference cannot be sealed");
        }
    }

    private SignatureSlot append(PDDocument document, byte[] pdf, SealRequest request) throws IOException {
        COSDocument cos = document.getDocument();
        PdfUpdate update = new PdfUpdate(cos, pdf);
        String signature = update.newReference();
        String field = update.newReference();
        SealMark mark = request.mark();
        SesPicture ownPicture = value.picture();
        if (mark != null && ownPicture != null && !Arrays.equals(mark.png(), ownPicture.data())) {
            throw new IllegalArgumentException("显示的图案不是印章图像 / the mark does not show the picture of the seal");
        }
        int pageIndex = mark == null ? 0 : mark.page();
        if (pageIndex >= document.getNumberOfPages()) {
            throw new IllegalArgumentException("印章所在页不存在 / the page of the seal mark does not exist: " + pageIndex);
        }
        COSDictionary page = document.getPage(pageIndex).getCOSObject();
        COSObjectKey pageKey = page.getKey();
        if (pageKey == null) {
            throw new IllegalArgumentException("PDF 页面对象无效 / a page is not an indirect object");
        }

        String body = "<</Type/Sig/Filter/" + format.filter() + "/SubFilter/" + format.subFilter()
                + "/Name" + PdfUpdate.text(request.signerName()) + "/Reason" + PdfUpdate.text(request.reason())
                + "/Location" + PdfUpdate.text(request.location()) + "/M(" + SignatureSlot.date(request.signingTime()) + ")";
        SignatureSlot.Place place = SignatureSlot.put(update, signature, body, value.room());

        update.put(field, "<</Type/Annot/Subtype/Widget/FT/Sig/T(" + FIELD + ")/F " + PRINTED_AND_LOCKED + "/V " + signature
                + "/P " + PdfUpdate.text(pageKey) + appearance(update, mark) + ">>");
        update.replace(pageKey, page, Map.of(COSName.ANNOTS, annotations(page, field)));
        COSObjectKey catalogKey = ((COSObject) cos.getTrailer().getItem(COSName.ROOT)).getKey();
        update.replace(catalogKey, document.getDocumentCatalog().getCOSObject(),
                new TreeMap<>(Map.of(COSName.ACRO_FORM, "<</Fields[" + field + "]/SigFlags 3>>")));
        byte[] newId = PdfUpdate.newId(pdf, body);
        return place.in(update.finish(newId));
    }

    private static String annotations(COSDictionary page, String field) throws IOException {
        StringBuilder list = new StringBuilder("[");
        COSArray existing = page.getCOSArray(COSName.ANNOTS);
        if (existing != null) {
            for (COSBase annotation : existing) {
                list.append(PdfUpdate.text(annotation)).append(' ');
            }
        }
        return list.append(field).append(']').toString();
    }

    private String appearance(PdfUpdate update, SealMark mark) {
        if (mark == null) {
            return "/Rect[0 0 0 0]";
        }
        SealPicture picture = picture(mark.png());
        String alpha = update.newReference();
        String image = update.newReference();
        String form = update.newReference();
        update.putStream(alpha, picture.alphaDictionary(), picture.alpha());
        update.putStream(image, picture.coloursDictionary(alpha), picture.colours());
        String size = number(mark.width()) + " " + number(mark.height());
        update.putStream(form, "/Type/XObject/Subtype/Form/BBox[0 0 " + size + "]/Resources<</ExtGState<</Over<</Type/ExtGState"
                + "/BM/Multiply>>>>/XObject<</Seal " + image + ">>>>", SealLook.drawing(mark.width(), mark.height()));
        return "/Rect[" + number(mark.x()) + " " + number(mark.y()) + " " + number(mark.x() + mark.width()) + " "
                + number(mark.y() + mark.height()) + "]/AP<</N " + form + ">>";
    }

    private static String number(float value) {
        return String.format(java.util.Locale.ROOT, "%.2f", value);
    }

    /** The same picture is stamped on thousands of files; decoding and packing it anew would cost more than the seal. */
    private SealPicture picture(byte[] png) {
        synchronized (pictures) {
            return pictures.computeIfAbsent(new PictureKey(png), wanted -> new SealPicture(wanted.png));
        }
    }

    private static final class PictureKey {
        private final byte[] png;
        private final int hash;

        PictureKey(byte[] png) {
            this.png = png;
            this.hash = Arrays.hashCode(png);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PictureKey that && Arrays.equals(png, that.png);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
