package org.licensehub.hub.issuing.face;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Makes a picture of few colours of one of many, a fifth of the file for what the eye does not miss. */
final class Palette {

    private static final int COLOURS = 64;

    private Palette() {
    }

    /** Dots of one shade of a grid of 16 by 16 by 16. */
    private static final class Shade {
        private long count;
        private final long[] sums = new long[3];

        void add(int rgb) {
            count++;
            for (int channel = 0; channel < 3; channel++) {
                sums[channel] += rgb >> 8 * channel & 255;
            }
        }

        int mean() {
            return (int) (sums[2] / count) << 16 | (int) (sums[1] / count) << 8 | (int) (sums[0] / count);
        }
    }

    /** The means of the most frequent shades; every dot takes the nearest. */
    static BufferedImage of(BufferedImage picture) {
        Map<Integer, Shade> shades = new TreeMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                shades.computeIfAbsent(shade(picture.getRGB(x, y)), key -> new Shade()).add(picture.getRGB(x, y));
            }
        }
        int[] colours = shades.values().stream().sorted(Comparator.comparingLong((Shade shade) -> shade.count).reversed()).limit(COLOURS)
                .mapToInt(Shade::mean).toArray();
        BufferedImage small = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE));
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int shade = shade(picture.getRGB(x, y));
                small.getRaster().setSample(x, y, 0, nearest.computeIfAbsent(shade, key -> nearest(shades.get(key).mean(), colours)));
            }
        }
        return small;
    }

    private static int shade(int rgb) {
        return (rgb >> 20 & 15) << 8 | (rgb >> 12 & 15) << 4 | rgb >> 4 & 15;
    }

    private static int nearest(int colour, int[] colours) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < colours.length; i++) {
            int distance = 0;
            for (int shift = 0; shift < 24; shift += 8) {
                int apart = (colour >> shift & 255) - (colours[i] >> shift & 255);
                distance += apart * apart;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
