package isthmus.drawing;

import isthmus.Failure;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An SVG drawing as the page makes them, read element by element and painted on a page of its size: shapes, paths, texts
 * and PNG images, in groups that carry a style and a transform. What it names lies in it: nothing is fetched. One thread.
 */
public final class Drawing {
    private static final String PNG = "data:image/png;base64,";
    private static final Pattern TRANSFORM = Pattern.compile("(matrix|translate|rotate|scale)\\(([^)]*)\\)");
    private static final double LONGEST = 2000; // millimetres of a side
    private static final int DEEPEST = 64; // elements within one another

    private final XMLStreamReader in;
    private final Deque<Style> styles = new ArrayDeque<>();
    private PdfPage page;

    private Drawing(XMLStreamReader in) {
        this.in = in;
        styles.push(Style.INITIAL);
    }

    /**
     * The drawing as a PDF of one page: vectors stay vectors, texts texts and images images. Its title is the drawing's, and
     * the drawing's metadata stands in it under “Isthmus”.
     *
     * @param svg with its width and height in millimetres
     */
    public static byte[] pdf(byte[] svg) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return new Drawing(factory.createXMLStreamReader(new ByteArrayInputStream(svg))).painted();
        } catch (XMLStreamException e) {
            throw Failure.badInput("the drawing", "SVG", "what is no XML").causedBy(e);
        } catch (IllegalArgumentException e) { // of PDFBox, where numbers become too large
            throw Failure.badInput("the drawing", "numbers that a PDF can hold", "others")
                    .causedBy(e);
        } catch (IOException e) {
            throw Failure.badInput("the drawing", "one that can be painted", e.getMessage())
                    .causedBy(e);
        }
    }

    /** How many bytes making a PDF of a drawing takes at most, with what comes of it. */
    public static long mostBytes(byte[] svg) {
        return 8 * PdfPage.MOST_PIXELS + 4L * svg.length;
    }

    private byte[] painted() throws XMLStreamException, IOException {
        in.nextTag();
        Map<String, String> own = attributes();
        if (!in.getLocalName().equals("svg")) {
            throw Failure.badInput("the drawing", "svg", in.getLocalName());
        }
        double[] box = PathData.numbers(own.getOrDefault("viewBox", ""));
        if (box.length != 4 || !(box[2] > 0) || !(box[3] > 0)) {
            throw Failure.badInput("viewBox", "four numbers, the last two positive", own.get("viewBox"));
        }
        try (PdfPage made = new PdfPage(side(own, "width"), side(own, "height"), box)) {
            page = made;
            styles.push(styles.peek().with(own));
            inside();
            return made.bytes();
        }
    }

    /** Points of a side that is given in millimetres. */
    private static double side(Map<String, String> own, String name) {
        String value = own.getOrDefault(name, "");
        double millimetres = value.endsWith("mm") ? Style.number(name, value) : 0;
        if (!(millimetres > 0 && millimetres <= LONGEST)) {
            throw Failure.badInput(name, "a length up to %.0fmm, as 85mm".formatted(LONGEST), value);
        }
        return millimetres * 72 / 25.4;
    }

    private Map<String, String> attributes() {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            all.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
        }
        return all;
    }

    /** Paints what is in the present element, up to its end. */
    private void inside() throws XMLStreamException, IOException {
        if (styles.size() > DEEPEST) {
            throw Failure.tooLarge("the drawing", "groups at most %d deep".formatted(DEEPEST), "deeper ones");
        }
        while (in.next() != XMLStreamConstants.END_ELEMENT) {
            if (in.isStartElement()) {
                element(in.getLocalName(), attributes());
            }
        }
    }

    private void element(String name, Map<String, String> own) throws XMLStreamException, IOException {
        if (name.equals("title")) {
            page.title(in.getElementText());
            return;
        }
        if (name.equals("metadata")) {
            page.metadata(in.getElementText());
            return;
        }
        Style style = styles.peek().with(own);
        AffineTransform placed = transform(own.getOrDefault("transform", ""));
        boolean isOwn = !placed.isIdentity() || name.equals("svg");
        if (isOwn) {
            page.save(placed);
        }
        styles.push(style);
        switch (name) {
            case "svg" -> {
                if (own.containsKey("width")) { // otherwise it is as large as what it is in
                    page.window(rectangle(own));
                }
                inside();
            }
            case "g" -> inside();
            case "text" -> page.text(in.getElementText(), at(own, "x"), baseline(own, style), style);
            default -> {
                shape(name, own, style);
                inside();
            }
        }
        styles.pop();
        if (isOwn) {
            page.restore();
        }
    }

    private void shape(String name, Map<String, String> own, Style style) throws IOException {
        switch (name) {
            case "rect" -> page.shape(rectangle(own), style);
            case "circle" -> page.shape(ellipse(own, at(own, "r"), at(own, "r")), style);
            case "ellipse" -> page.shape(ellipse(own, at(own, "rx"), at(own, "ry")), style);
            case "line" ->
                page.shape(new Line2D.Double(at(own, "x1"), at(own, "y1"), at(own, "x2"), at(own, "y2")), style);
            case "path" -> page.shape(PathData.of(own.getOrDefault("d", "")), style);
            case "image" -> page.image(png(own.getOrDefault("href", "")), rectangle(own), style);
            default ->
                throw Failure.badInput(
                        "the drawing",
                        "out of svg, g, rect, circle, ellipse, line, path, text, image, title and metadata",
                        name);
        }
    }

    private static double at(Map<String, String> own, String name) {
        return Style.number(name, own.getOrDefault(name, "0"));
    }

    private static Rectangle2D rectangle(Map<String, String> own) {
        return new Rectangle2D.Double(at(own, "x"), at(own, "y"), at(own, "width"), at(own, "height"));
    }

    private static Ellipse2D ellipse(Map<String, String> own, double rx, double ry) {
        return new Ellipse2D.Double(at(own, "cx") - rx, at(own, "cy") - ry, 2 * rx, 2 * ry);
    }

    /** Where a text stands, with what it is lowered by in units of its size. */
    private static double baseline(Map<String, String> own, Style style) {
        String lower = own.getOrDefault("dy", "0");
        double by = Style.number("dy", lower);
        return at(own, "y") + (lower.endsWith("em") ? by * style.fontSize() : by);
    }

    private static byte[] png(String address) {
        if (!address.startsWith(PNG)) {
            throw Failure.badInput("an image", "a PNG as " + PNG + "…", "another");
        }
        try {
            return Base64.getDecoder().decode(address.substring(PNG.length()));
        } catch (IllegalArgumentException e) {
            throw Failure.badInput("an image", "a PNG in base64", "what is none")
                    .causedBy(e);
        }
    }

    private static AffineTransform transform(String text) {
        AffineTransform all = new AffineTransform();
        Matcher step = TRANSFORM.matcher(text);
        while (step.find()) {
            double[] n = PathData.numbers(step.group(2));
            String kind = step.group(1);
            if (kind.equals("matrix") && n.length == 6) {
                all.concatenate(new AffineTransform(n));
            } else if (kind.equals("translate") && n.length > 0) {
                all.translate(n[0], n.length > 1 ? n[1] : 0);
            } else if (kind.equals("rotate") && n.length == 1) {
                all.rotate(Math.toRadians(n[0]));
            } else if (kind.equals("scale") && n.length > 0) {
                all.scale(n[0], n.length > 1 ? n[1] : n[0]);
            } else {
                throw Failure.badInput(
                        "transform", "matrix, translate, rotate or scale with its numbers", step.group());
            }
        }
        return all;
    }
}
