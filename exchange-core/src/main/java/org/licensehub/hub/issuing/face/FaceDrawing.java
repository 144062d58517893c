package org.licensehub.hub.issuing.face;

import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Scanner;

/** Draws a figure that a template describes by a path: absolute commands M, L, C and Z, y downwards. */
final class FaceDrawing {

    private final FaceTemplate.Drawing drawing;
    private final float left;
    private final float top;
    private final float unit;

    FaceDrawing(FaceTemplate.Drawing drawing, FaceTemplate template) {
        this.drawing = drawing;
        this.left = FaceTemplate.points(drawing.xMm());
        this.top = template.up(drawing.yMm());
        this.unit = FaceTemplate.points(drawing.scale());
    }

    void draw(FaceCanvas page) {
        if (drawing.fill() != null) {
            page.fill(drawing.fill());
            trace(page);
            page.fillPath();
        }
        if (drawing.stroke() != null) {
            page.stroke(drawing.stroke()).lineWidth(FaceTemplate.points(drawing.lineWidthMm()));
            trace(page);
            page.strokePath();
        }
    }

    /** @throws IllegalArgumentException if the path holds another command or too few numbers */
    private void trace(FaceCanvas page) {
        try (Scanner path = new Scanner(drawing.path()).useLocale(Locale.ROOT)) {
            float startX = 0;
            float startY = 0;
            while (path.hasNext()) {
                switch (path.next()) {
                    case "M" -> {
                        startX = x(path);
                        startY = y(path);
                        page.move(startX, startY);
                    }
                    case "L" -> page.line(x(path), y(path));
                    case "C" -> page.curve(x(path), y(path), x(path), y(path), x(path), y(path));
                    case "Z" -> page.line(startX, startY);
                    default -> throw new IllegalArgumentException("照面模板的图形路径有误 / a path of a face template is not M, L, C, Z");
                }
            }
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("照面模板的图形路径缺少数字 / a path of a face template lacks a number", e);
        }
    }

    private float x(Scanner path) {
        return left + path.nextFloat() * unit;
    }

    private float y(Scanner path) {
        return top - path.nextFloat() * unit;
    }
}
