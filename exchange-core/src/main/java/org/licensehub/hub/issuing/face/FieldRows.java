package org.licensehub.hub.issuing.face;

import java.util.ArrayList;
import java.util.List;

/** The fields of a face set in rows at one text size: what stands beside what, and on how many lines. */
final class FieldRows {

    private static final float COLUMN_GAP_EMS = 2f;
    private static final float LABEL_MOST_EMS = 9f;
    private static final float LABEL_LEAST_EMS = 4f;

    /** One label with its value, each broken into lines. */
    record Cell(List<String> label, List<String> value, int column) {
        int lines() {
            return Math.max(label.size(), value.size());
        }
    }

    /** Cells that stand side by side. */
    record Row(List<Cell> cells) {
        int lines() {
            return cells.stream().mapToInt(Cell::lines).max().orElse(0);
        }
    }

    final float size;
    final float lineHeight;
    final float labelWidth;
    final float columnWidth;
    final float columnStep;
    final List<Row> rows;

    private FieldRows(FaceFont font, List<FaceField> fields, FaceTemplate.Flow style, float size, float width) {
        TextFlow flow = new TextFlow(font);
        this.size = size;
        this.lineHeight = size * style.lineHeight();
        float widest = LABEL_LEAST_EMS * size;
        for (FaceField field : fields) {
            widest = Math.max(widest, font.width(field.label(), size));
        }
        this.labelWidth = Math.min(widest, LABEL_MOST_EMS * size);
        float gap = style.columns() > 1 ? COLUMN_GAP_EMS * size : 0;
        this.columnWidth = (width - gap * (style.columns() - 1)) / style.columns();
        this.columnStep = columnWidth + gap;
        this.rows = arrange(font, flow, fields, style.columns(), width);
    }

    static FieldRows set(FaceFont font, List<FaceField> fields, FaceTemplate.Flow style, float size, float width) {
        return new FieldRows(font, fields, style, size, width);
    }

    /** Where a value starts, from where its label starts: the label, its colon and a little air. */
    float valueOffset() {
        return labelWidth + size * 1.1f;
    }

    private List<Row> arrange(FaceFont font, TextFlow flow, List<FaceField> fields, int columns, float width) {
        List<Row> result = new ArrayList<>();
        List<Cell> open = new ArrayList<>();
        for (FaceField field : fields) {
            String value = field.value();
            List<String> label = flow.lines(field.label(), size, labelWidth);
            boolean fits = value.indexOf('\n') < 0 && font.width(value, size) <= columnWidth - valueOffset();
            if (columns > 1 && fits) {
                open.add(new Cell(label, List.of(value), open.size()));
            }
            if (open.size() == columns || !fits) {
                close(open, result);
            }
            if (columns == 1 || !fits) {
                result.add(new Row(List.of(new Cell(label, flow.lines(value, size, width - valueOffset()), 0))));
            }
        }
        close(open, result);
        return result;
    }

    private static void close(List<Cell> open, List<Row> result) {
        if (!open.isEmpty()) {
            result.add(new Row(List.copyOf(open)));
            open.clear();
        }
    }

    int lines() {
        return rows.stream().mapToInt(Row::lines).sum();
    }

    float height() {
        return lines() * lineHeight;
    }
}
