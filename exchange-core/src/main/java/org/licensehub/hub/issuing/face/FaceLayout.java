package org.licensehub.hub.issuing.face;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Sets one face: the first page with title, fields, QR code and place of the seal, and what overflows on further pages. */
final class FaceLayout {

    private static final float NUMBER_SIZE = 10.5f;
    private static final float SMALL_SIZE = 7.5f;
    private static final float SIZE_STEP = 0.5f;
    private static final float VERTICAL_PADDING = 0.7f;
    private static final String RUNNING_COLOUR = "#5A5A5A";

    private final FaceTemplate template;
    private final FaceFont font;
    private final Supplier<FaceCanvas> paper;
    private final FaceModel model;
    private final List<FaceCanvas> pages = new ArrayList<>();
    private final float left;
    private final float right;
    private final float top;
    private final float bottom;
    private SealAnchor anchor;

    /** @param paper gives a new page, the background already on it */
    FaceLayout(FaceTemplate template, FaceFont font, Supplier<FaceCanvas> paper, FaceModel model) {
        this.template = template;
        this.font = font;
        this.paper = paper;
        this.model = model;
        float padding = FaceTemplate.points(template.paddingMm()) * VERTICAL_PADDING;
        this.left = template.inset();
        this.right = template.width() - template.inset();
        this.top = template.height() - template.innerFrame() - padding;
        this.bottom = template.innerFrame() + padding;
    }

    int pages() {
        return pages.size();
    }

    SealAnchor anchor() {
        return anchor;
    }

    void set() {
        FaceCanvas first = newPage();
        float fieldsTop = header(first);
        float fieldsBottom = footer(first);
        FieldRows rows = fit(fieldsTop - fieldsBottom);
        fields(rows, fieldsTop, fieldsBottom);
        for (int i = 0; i < pages.size(); i++) {
            runningLine(pages.get(i), i);
        }
    }

    private FaceCanvas newPage() {
        FaceCanvas page = paper.get();
        pages.add(page);
        return page;
    }

    /** The largest size at which the fields fit, or the smallest allowed one. */
    private FieldRows fit(float height) {
        List<FaceField> fields = new ArrayList<>(model.fields());
        if (model.validFrom() != null || model.validTo() != null) {
            fields.add(new FaceField("有效期限", validity(model.validFrom(), model.validTo())));
        }
        FaceTemplate.Fields style = template.fields();
        float size = style.size();
        while (true) {
            FieldRows rows = FieldRows.set(font, fields, style, size, right - left);
            if (rows.height() <= height || size - SIZE_STEP < style.minimumSize()) {
                return rows;
            }
            size -= SIZE_STEP;
        }
    }

    private static String validity(LocalDate from, LocalDate to) {
        String end = to == null ? "长期" : date(to);
        return from == null ? "至" + end : date(from) + "至" + end;
    }

    private static String date(LocalDate date) {
        return date.getYear() + "年" + date.getMonthValue() + "月" + date.getDayOfMonth() + "日";
    }

    private float header(FaceCanvas page) {
        FaceTemplate.Title style = template.title();
        float middle = template.width() / 2;
        float size = style.size();
        while (size > 12 && spacedWidth(model.title(), size, style.spacing()) > right - left) {
            size -= 1;
        }
        float y = top - size * 0.88f;
        float width = spacedWidth(model.title(), size, style.spacing());
        page.fill(style.colour()).stroke(style.colour())
                .boldText(model.title(), size, middle - width / 2, y, size * style.spacing(), size * 0.022f);
        if (model.subtitle() != null) {
            y -= style.subtitleSize() * 1.75f;
            centred(page, model.subtitle(), style.subtitleSize(), middle, y, style.subtitleSize() * 0.15f);
        }
        y -= size * 0.42f;
        divider(page, middle, y);
        y -= NUMBER_SIZE * 1.7f;
        String number = "证照编号：" + model.certificateNumber();
        page.fill(template.fields().labelColour());
        rightAligned(page, number, fitting(number, NUMBER_SIZE), y);
        return y - NUMBER_SIZE * 0.9f;
    }

    private void divider(FaceCanvas page, float middle, float y) {
        float half = (right - left) * 0.22f;
        page.stroke(template.frame().innerColour()).lineWidth(0.6f)
                .move(middle - half, y).line(middle - 7, y).strokePath()
                .move(middle + 7, y).line(middle + half, y).strokePath()
                .fill(template.frame().innerColour())
                .move(middle - 4, y).line(middle, y + 3).line(middle + 4, y).line(middle, y - 3).fillPath();
    }

    /** QR code lower left, issuer and date with the place of the seal lower right; returns where the fields must end. */
    private float footer(FaceCanvas page) {
        float qr = FaceTemplate.points(template.qrMm());
        float seal = FaceTemplate.points(template.sealMm());
        QrCode.draw(page, model.qrText(), left, bottom + 11, qr);
        page.fill(RUNNING_COLOUR);
        centred(page, "扫码核验", SMALL_SIZE + 1, left + qr / 2, bottom + 1, 1);

        float size = Math.min(template.fields().size(), 14);
        float mostWidth = right - left - qr - 2 * size;
        List<String> issuer = new TextFlow(font).lines(model.issuer(), size, mostWidth);
        float width = seal;
        for (String line : issuer) {
            width = Math.max(width, font.width(line, size));
        }
        float middle = right - width / 2;
        float y = bottom + seal / 2 + size * 0.35f + (issuer.size() - 1) * size * 1.4f;
        page.fill(template.fields().valueColour());
        for (String line : issuer) {
            centred(page, line, size, middle, y, 0);
            y -= size * 1.4f;
        }
        centred(page, date(model.issueDate()), size, middle, bottom + seal / 2 - size * 1.35f, 0);
        anchor = new SealAnchor(0, middle - seal / 2, bottom, seal, seal);
        float issuerTop = bottom + seal / 2 + issuer.size() * size * 1.4f;
        return Math.max(Math.max(bottom + seal, issuerTop), bottom + qr + 11) + 6;
    }

    private void fields(FieldRows rows, float fieldsTop, float fieldsBottom) {
        float spare = fieldsTop - fieldsBottom - rows.height();
        float gap = Math.max(0, Math.min(spare / (rows.rows.size() + 1), rows.size * 0.75f));
        FaceCanvas page = pages.get(0);
        float y = fieldsTop - Math.max(0, spare - gap * (rows.rows.size() - 1)) / 2;
        float end = fieldsBottom;
        for (FieldRows.Row row : rows.rows) {
            for (int line = 0; line < row.lines(); line++) {
                if (y - rows.lineHeight < end - 0.01f) {
                    page = continuation();
                    y = top - 3 * NUMBER_SIZE;
                    end = bottom;
                }
                line(page, rows, row, line, y - rows.lineHeight * 0.72f);
                y -= rows.lineHeight;
            }
            y -= gap;
        }
    }

    private FaceCanvas continuation() {
        FaceCanvas page = newPage();
        String title = model.title() + "（续页）";
        page.fill(template.title().colour());
        float size = fitting(title, 15);
        centred(page, title, size, template.width() / 2, top - size, 0);
        return page;
    }

    private void line(FaceCanvas page, FieldRows rows, FieldRows.Row row, int line, float y) {
        for (FieldRows.Cell cell : row.cells()) {
            float x = left + cell.column() * rows.columnStep;
            if (line < cell.label().size()) {
                page.fill(template.fields().labelColour());
                label(page, cell, line, x, y, rows);
            }
            if (line < cell.value().size() && !cell.value().get(line).isEmpty()) {
                page.fill(template.fields().valueColour());
                page.text(cell.value().get(line), rows.size, x + rows.valueOffset(), y, 0);
            }
        }
    }

    /** A label of one line is spread over the label's width, as on printed forms; the colon follows the last line. */
    private void label(FaceCanvas page, FieldRows.Cell cell, int line, float x, float y, FieldRows rows) {
        String text = cell.label().get(line);
        int gaps = FaceFont.length(text) - 1;
        boolean spread = cell.label().size() == 1 && gaps > 0;
        float spacing = spread ? (rows.labelWidth - font.width(text, rows.size)) / gaps : 0;
        page.text(text, rows.size, x, y, Math.max(0, spacing));
        if (line == cell.label().size() - 1) {
            page.text("：", rows.size, x + rows.labelWidth, y, 0);
        }
    }

    private void runningLine(FaceCanvas page, int index) {
        String count = pages.size() == 1 ? "" : "    第 " + (index + 1) + " 页 共 " + pages.size() + " 页";
        String text = "电子证照标识：" + model.identifier() + count;
        float size = SMALL_SIZE;
        page.fill(RUNNING_COLOUR);
        centred(page, text, fitting(text, size), template.width() / 2, template.innerFrame() + 9, 0);
    }

    private float fitting(String text, float size) {
        float width = font.width(text, size);
        return width <= right - left ? size : size * (right - left) / width;
    }

    private float spacedWidth(String text, float size, float spacing) {
        return font.width(text, size) + spacing * size * (FaceFont.length(text) - 1);
    }

    private void centred(FaceCanvas page, String text, float size, float middle, float y, float spacing) {
        float width = font.width(text, size) + spacing * (FaceFont.length(text) - 1);
        page.text(text, size, middle - width / 2, y, spacing);
    }

    private void rightAligned(FaceCanvas page, String text, float size, float y) {
        page.text(text, size, right - font.width(text, size), y, 0);
    }
}
