package org.licensehub.hub.issuing.face;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * All that is the same on every face of a template: paper colour, frame, weave, ring. Drawn once per template and kept
 * compressed.
 *
 * @param page the drawing that uses the tiles, compressed
 * @param tiles the repeated figures by their names in {@code page}, compressed
 */
record FaceBackground(byte[] page, Map<String, byte[]> tiles) {

    static FaceBackground of(FaceTemplate template) {
        FaceTemplate.Frame frame = template.frame();
        float margin = FaceTemplate.points(template.marginMm());
        float band = FaceTemplate.points(frame.bandMm());
        float width = template.width() - 2 * margin;
        float height = template.height() - 2 * margin;
        PageContent page = new PageContent();
        page.fill(frame.paperColour()).op("re", 0, 0, template.width(), template.height()).raw("f");

        int across = Math.round((width - 2 * band) / band);
        int down = Math.round((height - 2 * band) / band);
        float periodAcross = (width - 2 * band) / across;
        float periodDown = (height - 2 * band) / down;
        Map<String, byte[]> tiles = new TreeMap<>();
        tiles.put("A", deflated(Guilloche.weave(periodAcross, band, frame.weaveColour(), frame.weaveSecondColour())));
        tiles.put("D", deflated(Guilloche.weave(periodDown, band, frame.weaveColour(), frame.weaveSecondColour())));
        tiles.put("C", deflated(Guilloche.corner(band, frame.weaveColour(), frame.weaveSecondColour())));
        for (float y : new float[] {margin + band / 2, margin + height - band / 2}) {
            page.raw("q").op("cm", 1, 0, 0, 1, margin + band, y);
            repeat(page, "/A Do", across, 1, 0, 0, 1, periodAcross, 0);
            page.raw("Q");
            corner(page, margin + band / 2, y);
            corner(page, margin + width - band / 2, y);
        }
        for (float x : new float[] {margin + band / 2, margin + width - band / 2}) {
            page.raw("q").op("cm", 0, 1, -1, 0, x, margin + band);
            repeat(page, "/D Do", down, 1, 0, 0, 1, periodDown, 0);
            page.raw("Q");
        }
        frames(page, frame, margin, band, width, height);
        if (template.rosette() != null) {
            ring(page, template, tiles);
        }
        return new FaceBackground(deflated(page.bytes()), tiles);
    }

    private static void frames(PageContent page, FaceTemplate.Frame frame, float margin, float band, float width,
                               float height) {
        page.stroke(frame.outerColour()).op("w", 2.2f);
        rectangle(page, margin, margin, width, height);
        page.stroke(frame.innerColour()).op("w", 0.6f);
        rectangle(page, margin + 3, margin + 3, width - 6, height - 6);
        float inner = margin + band;
        rectangle(page, inner - 1.5f, inner - 1.5f, width - 2 * band + 3, height - 2 * band + 3);
        page.stroke(frame.outerColour()).op("w", 1.3f);
        rectangle(page, inner + 1.5f, inner + 1.5f, width - 2 * band - 3, height - 2 * band - 3);
    }

    private static void rectangle(PageContent page, float x, float y, float width, float height) {
        page.op("re", x, y, width, height).raw("S");
    }

    private static void corner(PageContent page, float x, float y) {
        page.raw("q").op("cm", 1, 0, 0, 1, x, y).raw("/C Do Q");
    }

    private static void ring(PageContent page, FaceTemplate template, Map<String, byte[]> tiles) {
        float diameter = FaceTemplate.points(template.rosette().diameterMm());
        tiles.put("R", deflated(Guilloche.ringLobe(diameter, template.rosette().colour())));
        double turn = 2 * Math.PI / Guilloche.ringRepeats();
        page.raw("q").op("cm", 1, 0, 0, 1, template.width() / 2, template.height() / 2);
        for (int i = 0; i < Guilloche.ringRepeats(); i++) {
            float angle = (float) (turn * i);
            page.raw("q").op("cm", (float) Math.cos(angle), (float) Math.sin(angle), (float) -Math.sin(angle),
                    (float) Math.cos(angle), 0, 0).raw("/R Do Q");
        }
        page.raw("Q");
    }

    private static void repeat(PageContent page, String draw, int times, float... step) {
        for (int i = 0; i < times; i++) {
            page.raw(draw).op("cm", step);
        }
    }

    static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater, 8192)) {
            stream.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory could not be compressed", impossible);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
