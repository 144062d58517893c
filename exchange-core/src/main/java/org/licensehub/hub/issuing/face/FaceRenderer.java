package org.licensehub.hub.issuing.face;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * Renders license faces to PDF. The same model always gives the same bytes. Text stays text: it can be searched and
 * copied. Safe for use by many threads.
 */
public final class FaceRenderer {

    private static final COSName FONT_NAME = COSName.getPDFName("F");
    private static final COSName BACKGROUND_NAME = COSName.getPDFName("B");
    private static final float VEIL_OPACITY = 0.2f;
    private static final int SYMBOLIC = 4;
    private static final int SERIF = 2;

    private final FaceFont font;
    private final FaceMetadata metadata = new FaceMetadata();
    private final QrEncoder codes = new QrEncoder();
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    /** A template with its background, compressed: the page and, by their names in it, the repeated figures. */
    private record Prepared(FaceLook look, byte[] background, Map<String, byte[]> figures) {
    }

    /** A renderer for the templates of this application; the first one of a process loads the font (a fifth of a second). */
    public FaceRenderer() {
        this(FaceFont.shared());
    }

    /** The same, with this font. */
    public FaceRenderer(FaceFont font) {
        this.font = font;
    }

    /**
     * Renders one face. Long values wrap; what does not fit makes the text smaller and then goes to a further page.
     *
     * @throws MissingGlyphException if the font lacks a character; nothing is left out silently
     * @throws IllegalArgumentException if there is no such template, the QR text is too long, or metadata hold a character that XML cannot
     */
    public RenderedFace render(FaceModel model) {
        return render(model, null);
    }

    /** @param note is written over every page; null for none */
    RenderedFace render(FaceModel model, CopyNote note) {
        FaceModel clean = font.checked(model);
        Prepared look = prepared.computeIfAbsent(clean.template(), this::prepare);
        FontSubset subset = new FontSubset(font);
        List<PageContent> pages = new ArrayList<>();
        FaceLayout layout = new FaceLayout(look.look(), font, codes::encode, () -> newPage(pages, subset), clean);
        Watermark watermark = note == null ? null : new Watermark(note, font);
        layout.set(watermark);
        try (PDDocument document = new PDDocument()) {
            COSDictionary resources = resources(document, look, subset);
            if (watermark != null) {
                resources.setItem(COSName.EXT_G_STATE, veil());
            }
            PDRectangle paper = new PDRectangle(look.look().template().width(), look.look().template().height());
            for (PageContent content : pages) {
                PDPage page = new PDPage(paper);
                page.getCOSObject().setItem(COSName.RESOURCES, resources);
                page.getCOSObject().setItem(COSName.CONTENTS, stream(document, content.deflated()));
                document.addPage(page);
            }
            describe(document, clean);
            metadata.embed(document, clean);
            ByteArrayOutputStream out = new ByteArrayOutputStream(65_536);
            document.save(out, CompressParameters.NO_COMPRESSION);
            return new RenderedFace(out.toByteArray(), layout.pages(), layout.anchor());
        } catch (IOException e) {
            throw new UncheckedIOException("证照照面无法写出 / the face could not be written", e);
        }
    }

    private Prepared prepare(String id) {
        FaceTemplate template = font.template(id);
        FaceBackground drawing = new FaceBackground(template);
        PageContent background = new PageContent(null);
        drawing.draw(background);
        Map<String, byte[]> figures = new TreeMap<>();
        drawing.figures().forEach((name, figure) -> {
            PageContent tile = new PageContent(null);
            figure.accept(tile);
            figures.put(name, tile.smallest());
        });
        return new Prepared(FaceLook.of(template), background.smallest(), figures);
    }

    private static PageContent newPage(List<PageContent> pages, FontSubset subset) {
        PageContent page = new PageContent(subset).save().figure(BACKGROUND_NAME.getName()).restore();
        pages.add(page);
        return page;
    }

    private COSDictionary resources(PDDocument document, Prepared look, FontSubset subset) throws IOException {
        COSDictionary fonts = new COSDictionary();
        fonts.setItem(FONT_NAME, font(document, subset));
        COSDictionary objects = new COSDictionary();
        objects.setItem(BACKGROUND_NAME, background(document, look));
        COSDictionary resources = new COSDictionary();
        resources.setItem(COSName.FONT, fonts);
        resources.setItem(COSName.XOBJECT, objects);
        return resources;
    }

    private static COSDictionary veil() {
        COSDictionary state = new COSDictionary();
        state.setItem(COSName.TYPE, COSName.EXT_G_STATE);
        state.setFloat(COSName.CA_NS, VEIL_OPACITY);
        COSDictionary states = new COSDictionary();
        states.setItem(COSName.getPDFName(PageContent.VEIL), state);
        return states;
    }

    private static COSStream background(PDDocument document, Prepared look) throws IOException {
        FaceTemplate template = look.look().template();
        COSDictionary tiles = new COSDictionary();
        float reach = Math.max(template.width(), template.height());
        for (Map.Entry<String, byte[]> tile : look.figures().entrySet()) {
            tiles.setItem(COSName.getPDFName(tile.getKey()),
                    form(document, tile.getValue(), new PDRectangle(-reach, -reach, 2 * reach, 2 * reach), null));
        }
        return form(document, look.background(), new PDRectangle(template.width(), template.height()), tiles);
    }

    private static COSStream form(PDDocument document, byte[] deflated, PDRectangle box, COSDictionary objects)
            throws IOException {
        COSStream form = stream(document, deflated);
        form.setItem(COSName.TYPE, COSName.XOBJECT);
        form.setItem(COSName.SUBTYPE, COSName.FORM);
        form.setItem(COSName.BBOX, box);
        COSDictionary resources = new COSDictionary();
        if (objects != null) {
            resources.setItem(COSName.XOBJECT, objects);
        }
        form.setItem(COSName.RESOURCES, resources);
        return form;
    }

    /** The composite font (ISO 32000-2, 9.7) around the subset. */
    private static COSDictionary font(PDDocument document, FontSubset subset) throws IOException {
        COSName name = COSName.getPDFName(subset.tag() + "+NotoSerifSC-Regular");
        COSDictionary descriptor = descriptor(document, subset, name);
        COSDictionary system = new COSDictionary();
        system.setItem(COSName.REGISTRY, new COSString("Adobe"));
        system.setItem(COSName.ORDERING, new COSString("Identity"));
        system.setInt(COSName.SUPPLEMENT, 0);
        COSDictionary glyphs = new COSDictionary();
        glyphs.setItem(COSName.TYPE, COSName.FONT);
        glyphs.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
        glyphs.setItem(COSName.BASE_FONT, name);
        glyphs.setItem(COSName.CIDSYSTEMINFO, system);
        glyphs.setItem(COSName.CID_TO_GID_MAP, COSName.IDENTITY);
        glyphs.setItem(COSName.FONT_DESC, descriptor);
        glyphs.setItem(COSName.W, widths(subset));

        COSDictionary font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setItem(COSName.BASE_FONT, name);
        font.setItem(COSName.ENCODING, COSName.IDENTITY_H);
        COSArray descendants = new COSArray();
        descendants.add(glyphs);
        font.setItem(COSName.DESCENDANT_FONTS, descendants);
        byte[] toUnicode = subset.toUnicode().getBytes(StandardCharsets.US_ASCII);
        font.setItem(COSName.TO_UNICODE, stream(document, PageContent.deflated(toUnicode)));
        return font;
    }

    private static COSDictionary descriptor(PDDocument document, FontSubset subset, COSName name) throws IOException {
        FontSubset.Packed program = subset.packed();
        COSStream file = stream(document, program.zlib());
        file.setInt(COSName.LENGTH1, program.length());
        COSDictionary descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setItem(COSName.FONT_NAME, name);
        descriptor.setInt(COSName.FLAGS, SYMBOLIC | SERIF);
        descriptor.setItem(COSName.FONT_BBOX, new PDRectangle(-250, -300, 1750, 1500));
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, 880);
        descriptor.setInt(COSName.DESCENT, -120);
        descriptor.setInt(COSName.CAP_HEIGHT, 733);
        descriptor.setInt(COSName.STEM_V, 80);
        descriptor.setItem(COSName.FONT_FILE2, file);
        return descriptor;
    }

    private static COSArray widths(FontSubset subset) {
        COSArray all = new COSArray();
        for (int width : subset.widths()) {
            all.add(COSInteger.get(width));
        }
        COSArray widths = new COSArray();
        widths.add(COSInteger.ZERO);
        widths.add(all);
        return widths;
    }

    private static COSStream stream(PDDocument document, byte[] deflated) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (OutputStream out = stream.createRawOutputStream()) {
            out.write(deflated);
        }
        stream.setItem(COSName.FILTER, COSName.FLATE_DECODE);
        return stream;
    }

    /** Title and identifier and no more: a date or a producer would make two renderings differ. */
    private static void describe(PDDocument document, FaceModel model) {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(model.title());
        information.setCustomMetadataValue("Identifier", model.identifier());
        document.setDocumentInformation(information);
        document.setDocumentId((long) model.hashCode());
        document.getDocumentCatalog().setLanguage("zh-CN");
        document.getDocumentCatalog().getCOSObject().setItem(COSName.VERSION, COSName.getPDFName("1.7"));
    }
}
