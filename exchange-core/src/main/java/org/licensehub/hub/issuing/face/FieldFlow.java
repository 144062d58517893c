package org.licensehub.hub.issuing.face;

import static org.licensehub.hub.issuing.face.FaceTemplate.points;

import java.util.List;
import java.util.function.Supplier;

/** Sets the fields that have no place of their own: from area to area and, when those of the first page are full, on further pages. */
final class FieldFlow {

    private static final float SIZE_STEP = 0.5f;
    /** A row of so few lines is not divided between two areas. */
    private static final int KEPT_TOGETHER = 3;

    private final FaceTemplate template;
    private final FaceTemplate.Flow style;
    private final FaceFont font;
    private final Supplier<FaceCanvas> furtherPage;
    private final List<FaceTemplate.Area> further;
    private final FieldRows rows;
    private FaceCanvas page;
    private List<FaceTemplate.Area> areas;
    private int area;
    private float y;

    /** @param furtherPage begins a further page */
    FieldFlow(FaceTemplate template, FaceFont font, List<FaceField> fields, FaceCanvas firstPage, Supplier<FaceCanvas> furtherPage) {
        this.template = template;
        this.style = template.flow();
        this.font = font;
        this.page = firstPage;
        this.furtherPage = furtherPage;
        this.areas = style.on(style.areas()).toList();
        this.further = style.on(style.further()).toList();
        this.rows = fit(fields);
    }

    /** The largest size at which the fields fit on the first page, or the smallest allowed one. */
    private FieldRows fit(List<FaceField> fields) {
        float width = Float.MAX_VALUE;
        for (List<FaceTemplate.Area> list : List.of(areas, further)) {
            for (FaceTemplate.Area one : list) {
                width = Math.min(width, points(one.widthMm()));
            }
        }
        float size = style.size();
        while (true) {
            FieldRows set = FieldRows.set(font, fields, style, size, width);
            if (set.lines() <= room(set.lineHeight) || size - SIZE_STEP < style.minimumSize()) {
                return set;
            }
            size -= SIZE_STEP;
        }
    }

    private int room(float lineHeight) {
        return areas.stream().mapToInt(one -> (int) (points(one.heightMm()) / lineHeight + 0.001f)).sum();
    }

    void draw() {
        float height = points(areas.get(0).heightMm());
        float spare = Math.max(0, height - rows.height());
        float gap = Math.min(spare / (rows.rows.size() + 1), rows.size * 0.75f);
        y = template.up(areas.get(0).yMm()) - Math.max(0, spare - gap * (rows.rows.size() - 1)) / 3;
        for (FieldRows.Row row : rows.rows) {
            if (row.lines() <= KEPT_TOGETHER && !fits(row.lines())) {
                nextArea();
            }
            for (int line = 0; line < row.lines(); line++) {
                if (!fits(1)) {
                    nextArea();
                }
                line(row, line, y - rows.lineHeight * 0.72f);
                y -= rows.lineHeight;
            }
            y -= gap;
        }
    }

    private boolean fits(int lines) {
        FaceTemplate.Area current = areas.get(area);
        return y - lines * rows.lineHeight >= template.up(current.yMm() + current.heightMm()) - 0.1f;
    }

    private void nextArea() {
        area++;
        if (area == areas.size()) {
            page = furtherPage.get();
            areas = further;
            area = 0;
        }
        y = template.up(areas.get(area).yMm());
    }

    private void line(FieldRows.Row row, int line, float baseline) {
        for (FieldRows.Cell cell : row.cells()) {
            float x = points(areas.get(area).xMm()) + cell.column() * rows.columnStep;
            if (line < cell.label().size()) {
                page.fill(style.labelColour());
                label(cell, line, x, baseline);
            }
            if (line < cell.value().size() && !cell.value().get(line).isEmpty()) {
                page.fill(style.valueColour());
                page.text(cell.value().get(line), rows.size, x + rows.valueOffset(), baseline, 0);
            }
        }
    }

    /** A label of one line is spread over the label's width, as on printed forms; the colon follows the last line. */
    private void label(FieldRows.Cell cell, int line, float x, float baseline) {
        String text = cell.label().get(line);
        int gaps = FaceFont.length(text) - 1;
        boolean spread = cell.label().size() == 1 && gaps > 0;
        float spacing = spread ? (rows.labelWidth - font.width(text, rows.size)) / gaps : 0;
        page.text(text, rows.size, x, baseline, Math.max(0, spacing));
        if (line == cell.label().size() - 1) {
            page.text("：", rows.size, x + rows.labelWidth, baseline, 0);
        }
    }
}
