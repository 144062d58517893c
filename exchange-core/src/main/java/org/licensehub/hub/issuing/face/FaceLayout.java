package org.licensehub.hub.issuing.face;

import static org.licensehub.hub.issuing.face.FaceTemplate.points;

import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sets one face: on the first page what the template gives a place, then the flowing fields, on as many pages as they take. The seal
 * stays on the first page, which is the one people look at and which has the title; every page says how many there are.
 */
final class FaceLayout {

    private static final float RUNNING_SIZE = 14;
    private static final float CAPTION_SIZE = 8.5f;

    private final FaceTemplate template;
    private final FaceFont font;
    private final FixedTexts fixed;
    private final List<FaceDrawing> drawings;
    private final Function<String, ByteMatrix> codes;
    private final Supplier<FaceCanvas> paper;
    private final FaceModel model;
    private final List<FaceCanvas> pages = new ArrayList<>();

    /** @param codes makes QR codes of texts; @param paper gives a new page, the background already on it */
    FaceLayout(FaceLook look, FaceFont font, Function<String, ByteMatrix> codes, Supplier<FaceCanvas> paper, FaceModel model) {
        this.template = look.template();
        this.font = font;
        this.fixed = new FixedTexts(template, font);
        this.drawings = look.drawings();
        this.codes = codes;
        this.paper = paper;
        this.model = model;
    }

    int pages() {
        return pages.size();
    }

    SealAnchor anchor() {
        FaceTemplate.Square seal = template.seal();
        return new SealAnchor(0, points(seal.xMm()), template.up(seal.yMm() + seal.sizeMm()), points(seal.sizeMm()), points(seal.sizeMm()));
    }

    /** @param watermark is drawn over every page; null for none */
    void set(Watermark watermark) {
        FaceCanvas first = newPage();
        drawings.forEach(drawing -> drawing.draw(first));
        qr(first);
        new FieldFlow(template, font, texts(first), first, this::furtherPage).draw();
        for (int i = 0; i < pages.size(); i++) {
            foot(pages.get(i), i);
            if (watermark != null) {
                watermark.draw(pages.get(i), template.width(), template.height());
            }
        }
    }

    private FaceCanvas newPage() {
        FaceCanvas page = paper.get();
        pages.add(page);
        return page;
    }

    private void qr(FaceCanvas page) {
        FaceTemplate.Qr qr = template.qr();
        float x = points(qr.xMm());
        float y = template.up(qr.yMm() + qr.sizeMm());
        QrCode.draw(page, codes.apply(model.qrText()), x, y, points(qr.sizeMm()));
        page.fill(qr.colour());
        centred(page, qr.caption(), CAPTION_SIZE, x + points(qr.sizeMm()) / 2, y - CAPTION_SIZE * 1.1f, 1);
    }

    /** Draws what has a place of its own; gives back what is left for the flow: the fields without one, and what was too long for its place. */
    private List<FaceField> texts(FaceCanvas page) {
        List<FaceField> flowing = new ArrayList<>();
        List<FaceField> waiting = new ArrayList<>(model.fields());
        boolean validityPlaced = false;
        for (FaceTemplate.Text text : template.texts()) {
            FaceField shown = shown(text);
            if (text.show() == FaceTemplate.Source.FIELD) {
                waiting.remove(shown);
            }
            validityPlaced |= text.show() == FaceTemplate.Source.VALIDITY;
            if (shown != null && !shown.value().isEmpty() && !fixed.draw(page, text, full(text, shown))) {
                flowing.add(shown);
            }
        }
        flowing.addAll(waiting);
        if (!validityPlaced && validity() != null) {
            flowing.add(new FaceField(FaceTemplate.Source.VALIDITY.label(), validity()));
        }
        return flowing;
    }

    private static String full(FaceTemplate.Text text, FaceField shown) {
        String before = text.show() == FaceTemplate.Source.FIELD && text.before() == null ? shown.label() + "：" : text.before();
        return Objects.requireNonNullElse(before, "") + shown.value() + Objects.requireNonNullElse(text.after(), "");
    }

    /** The value with the label it has among the flowing fields, or null if the face has none and nothing is shown instead. */
    private FaceField shown(FaceTemplate.Text text) {
        if (text.show() == FaceTemplate.Source.FIELD) {
            return model.fields().stream().filter(field -> field.name().equals(text.field())).findFirst().orElse(null);
        }
        String value = switch (text.show()) {
            case TITLE -> model.title();
            case SUBTITLE -> model.subtitle();
            case NUMBER -> model.certificateNumber();
            case ISSUER -> model.issuer();
            case ISSUE_DATE -> date(model.issueDate());
            case VALIDITY -> validity();
            case FIELD -> null;
        };
        String known = value == null ? text.otherwise() : value;
        return known == null ? null : new FaceField(text.show().label(), known);
    }

    private String validity() {
        if (model.validFrom() == null && model.validTo() == null) {
            return null;
        }
        String end = model.validTo() == null ? "长期" : date(model.validTo());
        return model.validFrom() == null ? "至" + end : date(model.validFrom()) + "至" + end;
    }

    private static String date(LocalDate date) {
        return date.getYear() + "年" + date.getMonthValue() + "月" + date.getDayOfMonth() + "日";
    }

    /** Title and number above the first area, so that a page on its own can be told from others. */
    private FaceCanvas furtherPage() {
        FaceCanvas page = newPage();
        FaceTemplate.Area area = template.flow().further().get(0);
        float middle = points(area.xMm() + area.widthMm() / 2);
        float y = template.up(area.yMm()) + RUNNING_SIZE * 1.6f;
        page.fill(template.flow().labelColour());
        running(page, model.title() + "（续页）", RUNNING_SIZE, middle, y, points(area.widthMm()));
        if (!model.certificateNumber().isEmpty()) {
            running(page, model.certificateNumber(), CAPTION_SIZE, middle, y - RUNNING_SIZE, points(area.widthMm()));
        }
        return page;
    }

    private void running(FaceCanvas page, String text, float size, float middle, float y, float width) {
        float natural = font.width(text, size);
        centred(page, text, natural <= width ? size : size * width / natural, middle, y, 0);
    }

    private void foot(FaceCanvas page, int index) {
        String count = pages.size() == 1 ? "" : "    第 " + (index + 1) + " 页 共 " + pages.size() + " 页";
        FaceTemplate.Text place = template.foot();
        page.fill(place.colour());
        running(page, Objects.requireNonNullElse(place.before(), "") + model.identifier() + count, place.size(),
                points(place.xMm() + place.widthMm() / 2), template.up(place.yMm() + place.heightMm()), points(place.widthMm()));
    }

    private void centred(FaceCanvas page, String text, float size, float middle, float y, float spacing) {
        float width = font.width(text, size) + spacing * (FaceFont.length(text) - 1);
        page.text(text, size, middle - width / 2, y, spacing);
    }
}
