package org.licensehub.hub.issuing.face;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Draws the paths of an OFD page (GB/T 33190-2016, chapters 9 and 13) as the standard says, each only inside its boundary, and no text. */
final class OfdPicture {

    private final Map<String, Element> units = new HashMap<>();
    private final Graphics2D graphics;
    private final BufferedImage image;

    private OfdPicture(double width, double height, double dotsPerMillimetre) {
        image = new BufferedImage((int) Math.round(width * dotsPerMillimetre), (int) Math.round(height * dotsPerMillimetre), BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(dotsPerMillimetre, dotsPerMillimetre);
    }

    /** The first page upon its template. */
    static BufferedImage of(byte[] ofd, double width, double height, double dotsPerMillimetre) throws Exception {
        Map<String, byte[]> entries = OfdFaceTest.entries(ofd);
        OfdPicture picture = new OfdPicture(width, height, dotsPerMillimetre);
        Document resources = parse(entries.get("Doc_0/DocumentRes.xml"));
        for (Node unit = resources.getElementsByTagNameNS("*", "CompositeGraphicUnits").item(0).getFirstChild(); unit != null; unit = unit.getNextSibling()) {
            if (unit instanceof Element element) {
                picture.units.put(element.getAttribute("ID"), element);
            }
        }
        for (String page : new String[] {"Doc_0/Tpls/Tpl_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"}) {
            picture.objects((Element) parse(entries.get(page)).getElementsByTagNameNS("*", "Layer").item(0));
        }
        picture.graphics.dispose();
        return picture.image;
    }

    private static Document parse(byte[] xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private void objects(Element parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element object && !object.getLocalName().equals("TextObject")) {
                object(object);
            }
        }
    }

    private void object(Element object) {
        AffineTransform before = graphics.getTransform();
        var clip = graphics.getClip();
        double[] box = numbers(object.getAttribute("Boundary"));
        graphics.translate(box[0], box[1]);
        Path2D inside = new Path2D.Double();
        inside.append(new Rectangle2D.Double(0, 0, box[2], box[3]), false);
        graphics.clip(inside);
        if (object.hasAttribute("CTM")) {
            graphics.transform(new AffineTransform(numbers(object.getAttribute("CTM"))));
        }
        if (object.getLocalName().equals("CompositeObject")) {
            objects((Element) units.get(object.getAttribute("ResourceID")).getElementsByTagNameNS("*", "Content").item(0));
        } else {
            path(object);
        }
        graphics.setTransform(before);
        graphics.setClip(clip);
    }

    private void path(Element object) {
        Path2D path = read(object.getElementsByTagNameNS("*", "AbbreviatedData").item(0).getTextContent());
        if (object.getAttribute("Fill").equals("true")) {
            graphics.setColor(colour(object, "FillColor"));
            graphics.fill(path);
        }
        if (!object.getAttribute("Stroke").equals("false")) {
            graphics.setColor(colour(object, "StrokeColor"));
            graphics.setStroke(new BasicStroke((float) numbers(object.getAttribute("LineWidth"))[0], BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            graphics.draw(path);
        }
    }

    private static Color colour(Element object, String name) {
        double[] rgb = numbers(((Element) object.getElementsByTagNameNS("*", name).item(0)).getAttribute("Value"));
        return new Color((int) rgb[0], (int) rgb[1], (int) rgb[2]);
    }

    private static Path2D read(String data) {
        Path2D path = new Path2D.Double();
        try (Scanner scanner = new Scanner(data)) {
            while (scanner.hasNext()) {
                switch (scanner.next()) {
                    case "M" -> path.moveTo(scanner.nextDouble(), scanner.nextDouble());
                    case "L" -> path.lineTo(scanner.nextDouble(), scanner.nextDouble());
                    case "B" -> path.curveTo(scanner.nextDouble(), scanner.nextDouble(), scanner.nextDouble(), scanner.nextDouble(), scanner.nextDouble(),
                            scanner.nextDouble());
                    case "C" -> path.closePath();
                    default -> throw new IllegalStateException("not a step of a path");
                }
            }
        }
        return path;
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
