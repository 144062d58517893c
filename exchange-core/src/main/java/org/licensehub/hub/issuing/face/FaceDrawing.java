package org.licensehub.hub.issuing.face;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Scanner;

/** Draws a figure that a template describes by a path of absolute commands M, L, C and Z, y downwards; read once, drawn on many faces. */
final class FaceDrawing {

    /** A command of the path with its coordinates on the page, in points, y upwards. */
    private record Step(char command, float[] at) {
    }

    private final FaceTemplate.Drawing drawing;
    private final float left;
    private final float top;
    private final float unit;
    private final List<Step> steps = new ArrayList<>();

    /** @throws IllegalArgumentException if the path holds another command or too few numbers */
    FaceDrawing(FaceTemplate.Drawing drawing, FaceTemplate template) {
        this.drawing = drawing;
        this.left = FaceTemplate.points(drawing.xMm());
        this.top = template.up(drawing.yMm());
        this.unit = FaceTemplate.points(drawing.scale());
        try (Scanner path = new Scanner(drawing.path()).useLocale(Locale.ROOT)) {
            read(path);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("照面模板的图形路径缺少数字 / a path of a face template lacks a number", e);
        }
    }

    private void read(Scanner path) {
        float[] start = new float[2];
        while (path.hasNext()) {
            String command = path.next();
            switch (command) {
                case "M" -> {
                    start = numbers(path, 1);
                    steps.add(new Step('M', start));
                }
                case "L" -> steps.add(new Step('L', numbers(path, 1)));
                case "C" -> steps.add(new Step('C', numbers(path, 3)));
                case "Z" -> steps.add(new Step('L', Arrays.copyOf(start, 2)));
                default -> throw new IllegalArgumentException("照面模板的图形路径有误 / a path of a face template is not M, L, C, Z");
            }
        }
    }

    private float[] numbers(Scanner path, int points) {
        float[] numbers = new float[2 * points];
        for (int i = 0; i < numbers.length; i += 2) {
            numbers[i] = left + path.nextFloat() * unit;
            numbers[i + 1] = top - path.nextFloat() * unit;
        }
        return numbers;
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

    private void trace(FaceCanvas page) {
        for (Step step : steps) {
            float[] at = step.at;
            switch (step.command) {
                case 'M' -> page.move(at[0], at[1]);
                case 'L' -> page.line(at[0], at[1]);
                default -> page.curve(at[0], at[1], at[2], at[3], at[4], at[5]);
            }
        }
    }
}
