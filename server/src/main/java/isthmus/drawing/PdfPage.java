package isthmus.drawing;

import isthmus.Failure;
import isthmus.image.PngChunks;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/** A PDF of one page, which is painted in the units of a drawing with y pointing down. One thread. */
final class PdfPage implements AutoCloseable {
    /** Of all images of a drawing; each takes some 8 bytes until the PDF is written. */
    static final long MOST_PIXELS = 4_000_000;

    private static final int PNG_HEAD = 24; // bytes up to the end of width and height

    private final PDDocument document = new PDDocument();
    private final PDPageContentStream out;
    private final Map<String, PDExtendedGraphicsState> opacities = new HashMap<>();
    private PDType0Font font;
    private long pixels;

    /**
     * @param width points
     * @param height points
     * @param box what of the drawing is on the page: left, top, width, height
     */
    PdfPage(double width, double height, double[] box) throws IOException {
        PDPage page = new PDPage(new PDRectangle((float) width, (float) height));
        document.addPage(page);
        out = new PDPageContentStream(document, page);
        AffineTransform units = new AffineTransform(1, 0, 0, -1, 0, height);
        units.scale(width / box[2], height / box[3]);
        units.translate(-box[0], -box[1]);
        out.transform(new Matrix(units));
    }

    void title(String title) {
        document.getDocumentInformation().setTitle(title);
    }

    void metadata(String text) {
        document.getDocumentInformation().setCustomMetadataValue("Isthmus", text);
    }

    void save(AffineTransform placed) throws IOException {
        out.saveGraphicsState();
        out.transform(new Matrix(placed));
    }

    void restore() throws IOException {
        out.restoreGraphicsState();
    }

    /** From here to the next restoring, what is painted is seen within a rectangle alone, whose corner is the origin. */
    void window(Rectangle2D seen) throws IOException {
        out.addRect((float) seen.getX(), (float) seen.getY(), (float) seen.getWidth(), (float) seen.getHeight());
        out.clip();
        out.transform(Matrix.getTranslateInstance((float) seen.getX(), (float) seen.getY()));
    }

    void shape(Shape shape, Style style) throws IOException {
        if (style.isFilled() || style.isStroked()) {
            paintAs(style);
            outline(shape);
            if (style.isFilled() && style.isStroked()) {
                out.fillAndStroke();
            } else if (style.isFilled()) {
                out.fill();
            } else {
                out.stroke();
            }
        }
    }

    private void outline(Shape shape) throws IOException {
        float[] n = new float[6];
        for (PathIterator step = shape.getPathIterator(null); !step.isDone(); step.next()) {
            switch (step.currentSegment(n)) {
                case PathIterator.SEG_MOVETO -> out.moveTo(n[0], n[1]);
                case PathIterator.SEG_LINETO -> out.lineTo(n[0], n[1]);
                case PathIterator.SEG_CUBICTO -> out.curveTo(n[0], n[1], n[2], n[3], n[4], n[5]);
                case PathIterator.SEG_CLOSE -> out.closePath();
                default -> throw new IllegalStateException("expected lines and cubic curves, found others");
            }
        }
    }

    /** Sets all that what follows is painted by, for what went before may have set another. */
    private void paintAs(Style style) throws IOException {
        float[] alphas = {style.fillOpacity(), style.strokeOpacity()};
        String key = "%.3f %.3f".formatted(alphas[0], alphas[1]);
        out.setGraphicsStateParameters(opacities.computeIfAbsent(key, unused -> {
            PDExtendedGraphicsState state = new PDExtendedGraphicsState();
            state.setNonStrokingAlphaConstant(alphas[0]);
            state.setStrokingAlphaConstant(alphas[1]);
            return state;
        }));
        if (style.isFilled()) {
            float[] colour = rgb(style.fill());
            out.setNonStrokingColor(colour[0], colour[1], colour[2]);
        }
        if (style.isStroked()) {
            float[] colour = rgb(style.stroke());
            out.setStrokingColor(colour[0], colour[1], colour[2]);
            out.setLineWidth(style.strokeWidth());
            double[] dashes = PathData.numbers(style.word("stroke-dasharray", ""));
            float[] lengths = new float[dashes.length];
            for (int i = 0; i < dashes.length; i++) {
                lengths[i] = (float) dashes[i];
            }
            out.setLineDashPattern(lengths, 0);
            out.setLineCapStyle(style.word("stroke-linecap", "").equals("round") ? 1 : 0);
            out.setLineJoinStyle(style.word("stroke-linejoin", "").equals("round") ? 1 : 0);
        }
    }

    /** The shares of red, green and blue of "#rrggbb". */
    private static float[] rgb(String colour) {
        int value = Integer.parseInt(colour.substring(1), 16);
        return new float[] {(value >> 16) / 255f, (value >> 8 & 255) / 255f, (value & 255) / 255f};
    }

    void text(String text, double x, double y, Style style) throws IOException {
        if (font == null) {
            font = PDType0Font.load(document, Letters.file());
        }
        float size = style.fontSize();
        double width;
        try {
            width = font.getStringWidth(text) / 1000 * size;
        } catch (IllegalArgumentException e) {
            throw Failure.badInput("a text", "Latin, Greek, Cyrillic or Hebrew letters", text)
                    .hint("as SVG or PNG it has any letters")
                    .causedBy(e);
        }
        String anchor = style.word("text-anchor", "start");
        double left = anchor.equals("end") ? x - width : anchor.equals("middle") ? x - width / 2 : x;
        paintAs(style);
        if (style.isStroked()) { // around the letters, and so under them
            letters(text, left, y, size, RenderingMode.STROKE);
        }
        letters(text, left, y, size, RenderingMode.FILL);
    }

    private void letters(String text, double x, double y, float size, RenderingMode mode) throws IOException {
        out.beginText();
        out.setRenderingMode(mode);
        out.setFont(font, size);
        out.setTextMatrix(new Matrix(1, 0, 0, -1, (float) x, (float) y));
        out.showText(text);
        out.endText();
    }

    void image(byte[] png, Rectangle2D place, Style style) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(png);
        if (png.length < PNG_HEAD || head.getInt() != 0x89504e47) {
            throw Failure.badInput("an image", "a PNG", "another file");
        }
        long width = Integer.toUnsignedLong(head.getInt(PNG_HEAD - 8));
        long height = Integer.toUnsignedLong(head.getInt(PNG_HEAD - 4));
        if (width > MOST_PIXELS || height > MOST_PIXELS || (pixels += width * height) > MOST_PIXELS) {
            throw Failure.tooLarge("the images", "at most %d pixels in all".formatted(MOST_PIXELS), "more");
        }
        paintAs(style);
        PDImageXObject image = PDImageXObject.createFromByteArray(document, PngChunks.imageOnly(png), "image");
        out.drawImage(
                image,
                new Matrix((float) place.getWidth(), 0, 0, (float) -place.getHeight(), (float) place.getX(), (float)
                        place.getMaxY()));
    }

    byte[] bytes() throws IOException {
        out.close();
        document.getDocumentInformation().setCreator("Isthmus");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
