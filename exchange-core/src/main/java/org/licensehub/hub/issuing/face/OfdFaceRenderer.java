package org.licensehub.hub.issuing.face;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.licensehub.signing.OfdPackage;
import org.licensehub.signing.Sm3;

/**
 * Renders license faces to OFD (GB/T 33190-2016): the same layout as {@link FaceRenderer}, text as text with a font of its
 * own characters only, and the metadata of the license in OFD.xml (GB/T 36905). The same model and metadata always give
 * the same bytes. Safe for use by many threads.
 */
public final class OfdFaceRenderer {

    private static final String NAMESPACE = " xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    private static final String HEADER = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final int FONT_ID = 1;
    private static final int TEMPLATE_ID = 2;

    private final FaceFont font;
    private final QrEncoder codes = new QrEncoder();
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    /** A template with its background as a page that others are drawn upon, the figures on it, and the last number used in them. */
    private record Prepared(FaceLook look, OfdPackage.Packed background, OfdPackage.Packed figures, int lastNumber) {
    }

    /**
     * A face ready to be sealed.
     *
     * @param ofd    the file; not copied
     * @param pages  number of pages, at least 1
     * @param anchor where the visible seal belongs, in points from the lower left corner
     * @param sealX  left edge of the seal in millimetres from the left of the page
     * @param sealY  upper edge of the seal in millimetres from the top of the page
     */
    public record RenderedOfd(byte[] ofd, int pages, SealAnchor anchor, double sealX, double sealY) {
    }

    /** A renderer for the templates of this application; the first one of a process loads the font (a fifth of a second). */
    public OfdFaceRenderer() {
        this(FaceFont.shared());
    }

    /** The same, with this font. */
    public OfdFaceRenderer(FaceFont font) {
        this.font = font;
    }

    /** Renders one face with the metadata of its model. */
    public RenderedOfd render(FaceModel model) {
        return render(model, model.elementsByName());
    }

    /**
     * Renders one face.
     *
     * @param metadata written as CustomDatas in the given order; names as in GB/T 36903, for instance {@code certificate_number}
     * @throws MissingGlyphException if the font lacks a character of the face; nothing is left out silently
     * @throws IllegalArgumentException if there is no such template, the QR text is too long, or metadata hold a character
     *         that XML cannot
     */
    public RenderedOfd render(FaceModel model, Map<String, String> metadata) {
        return render(model, metadata, null);
    }

    /** @param note is written over every page; null for none */
    RenderedOfd render(FaceModel model, Map<String, String> metadata, CopyNote note) {
        FaceModel clean = font.checked(model);
        Prepared look = prepared.computeIfAbsent(clean.template(), this::prepare);
        FaceTemplate template = look.look().template();
        FontSubset subset = new FontSubset(font);
        OfdDrawing.Numbers numbers = new OfdDrawing.Numbers();
        numbers.skipTo(look.lastNumber());
        List<OfdDrawing> pages = new ArrayList<>();
        FaceLayout layout = new FaceLayout(look.look(), font, codes::encode, () -> {
            pages.add(new OfdDrawing(template.width(), template.height(), numbers, subset, FONT_ID, null));
            return pages.get(pages.size() - 1);
        }, clean);
        layout.set(note == null ? null : new Watermark(note, font));

        OfdPackage file = new OfdPackage();
        file.put("OFD.xml", bytes(top(clean, metadata)));
        StringBuilder list = new StringBuilder();
        List<byte[]> contents = new ArrayList<>();
        for (OfdDrawing page : pages) {
            list.append("<ofd:Page ID=\"").append(numbers.next()).append("\" BaseLoc=\"Pages/Page_").append(contents.size()).append("/Content.xml\"/>");
            contents.add(bytes(page(page.objects(), numbers, "<ofd:Template TemplateID=\"" + TEMPLATE_ID + "\" ZOrder=\"Background\"/>")));
        }
        file.put("Doc_0/Document.xml", bytes(document(OfdDrawing.box(template.width(), template.height()), list, numbers.last())));
        file.put("Doc_0/PublicRes.xml", bytes(HEADER + "<ofd:Res" + NAMESPACE + " BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"" + FONT_ID
                + "\" FontName=\"" + subset.tag() + "+NotoSerifSC\" FamilyName=\"Noto Serif SC\" Charset=\"unicode\"><ofd:FontFile>face.ttf</ofd:FontFile>"
                + "</ofd:Font></ofd:Fonts></ofd:Res>"));
        file.put("Doc_0/DocumentRes.xml", look.figures());
        file.put("Doc_0/Res/face.ttf", subset.standalone());
        file.put("Doc_0/Tpls/Tpl_0/Content.xml", look.background());
        for (int i = 0; i < contents.size(); i++) {
            file.put("Doc_0/Pages/Page_" + i + "/Content.xml", contents.get(i));
        }
        SealAnchor anchor = layout.anchor();
        return new RenderedOfd(file.bytes(), pages.size(), anchor, millimetres(anchor.x()),
                millimetres(template.height() - anchor.y() - anchor.height()));
    }

    private static double millimetres(float points) {
        return points * 25.4 / 72;
    }

    private Prepared prepare(String id) {
        FaceTemplate template = font.template(id);
        FaceBackground drawing = new FaceBackground(template);
        OfdDrawing.Numbers numbers = new OfdDrawing.Numbers();
        numbers.skipTo(TEMPLATE_ID);
        OfdFigures figures = new OfdFigures();
        OfdDrawing page = new OfdDrawing(template.width(), template.height(), numbers, null, FONT_ID, figures);
        drawing.figures().forEach(page::define);
        drawing.draw(page);
        return new Prepared(FaceLook.of(template), OfdPackage.Packed.of(bytes(page(page.objects(), numbers, ""))),
                OfdPackage.Packed.of(bytes(HEADER + "<ofd:Res" + NAMESPACE + " BaseLoc=\"Res\">" + figures.resources() + "</ofd:Res>")), numbers.last());
    }

    private static String page(String objects, OfdDrawing.Numbers numbers, String background) {
        return HEADER + "<ofd:Page" + NAMESPACE + ">" + background + "<ofd:Content><ofd:Layer ID=\"" + numbers.next() + "\" Type=\"Body\">\n"
                + objects + "</ofd:Layer></ofd:Content></ofd:Page>";
    }

    private static String document(String box, CharSequence pages, int lastNumber) {
        return HEADER + "<ofd:Document" + NAMESPACE + "><ofd:CommonData><ofd:MaxUnitID>" + lastNumber
                + "</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>" + box + "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml"
                + "</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
                + "<ofd:TemplatePage ID=\"" + TEMPLATE_ID + "\" BaseLoc=\"Tpls/Tpl_0/Content.xml\" ZOrder=\"Background\"/>"
                + "</ofd:CommonData><ofd:Pages>" + pages + "</ofd:Pages></ofd:Document>";
    }

    /** The document's identifier is made of its contents: a random one would make two renderings differ. */
    private static String top(FaceModel model, Map<String, String> metadata) {
        StringBuilder custom = new StringBuilder();
        metadata.forEach((name, value) -> custom.append("<ofd:CustomData Name=\"").append(escaped(name)).append("\">").append(escaped(value))
                .append("</ofd:CustomData>"));
        String described = "<ofd:Title>" + escaped(model.title()) + "</ofd:Title><ofd:Subject>" + escaped(model.identifier())
                + "</ofd:Subject><ofd:CreationDate>" + model.issueDate() + "</ofd:CreationDate>"
                + (metadata.isEmpty() ? "" : "<ofd:CustomDatas>" + custom + "</ofd:CustomDatas>");
        byte[] digest = Sm3.digest(bytes(described + model.fields().stream().map(FaceField::value).toList()));
        String id = HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
        return HEADER + "<ofd:OFD" + NAMESPACE + " Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>" + id + "</ofd:DocID>"
                + described + "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    }

    /** Text as XML holds it. */
    static String escaped(String text) {
        boolean impossible = text.codePoints().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0xFFFE || c == 0xFFFF
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (impossible) {
            throw new IllegalArgumentException("内容含有 XML 不允许的字符 / a character that XML cannot hold");
        }
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("\r", "&#13;");
    }

    private static byte[] bytes(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }
}
