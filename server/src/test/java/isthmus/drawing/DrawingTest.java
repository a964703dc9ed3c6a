package isthmus.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.Failure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Drawings as PDF, read and painted by PDFBox. */
class DrawingTest {
    private static final int RED = 0xcc0000;
    private static final int BLUE = 0x0000cc;
    private static final int WHITE = 0xffffff;

    /** A drawing of 20 by 10 units, 2 millimetres each. */
    private static byte[] svg(String inside) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="40mm" height="20mm">%s</svg>
                """.formatted(inside).getBytes(StandardCharsets.UTF_8);
    }

    private static PDDocument pdf(String inside) throws IOException {
        return Loader.loadPDF(Drawing.pdf(svg(inside)));
    }

    private static String image(int width, int height, int argb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, argb);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
    }

    /** What is painted at a place of the drawing, ten pixels a unit. */
    private static int[] painted(String inside, double[]... places) throws IOException {
        try (PDDocument document = pdf(inside)) {
            PDPage page = document.getPage(0);
            float scale = 200 / page.getMediaBox().getWidth();
            BufferedImage image = new PDFRenderer(document).renderImage(0, scale, ImageType.RGB);
            int[] colours = new int[places.length];
            for (int i = 0; i < places.length; i++) {
                colours[i] = image.getRGB((int) (10 * places[i][0]), (int) (10 * places[i][1])) & 0xffffff;
            }
            return colours;
        }
    }

    @Test
    void aPageIsAsLargeAsTheDrawingAndSaysWhatItIs() throws IOException {
        try (PDDocument document = pdf("<title>A map</title><metadata>{\"link\": \"http://a/b\"}</metadata>")) {
            assertEquals(1, document.getNumberOfPages());
            assertEquals(40 * 72 / 25.4, document.getPage(0).getMediaBox().getWidth(), 0.01);
            assertEquals(20 * 72 / 25.4, document.getPage(0).getMediaBox().getHeight(), 0.01);
            assertEquals("A map", document.getDocumentInformation().getTitle());
            assertEquals(
                    "{\"link\": \"http://a/b\"}",
                    document.getDocumentInformation().getCustomMetadataValue("Isthmus"));
        }
    }

    @Test
    void shapesArePaintedWhereTheyLieInTheirColours() throws IOException {
        String shapes = """
                <g fill="#cc0000"><circle cx="2" cy="2" r="1.5"/>
                  <g transform="translate(10 0) scale(2)"><rect x="0" y="0" width="1" height="1" fill="#0000cc"/></g></g>
                <path d="M0 8H20" fill="none" stroke="#0000cc" stroke-width="1"/>
                <path d="M15 1l3 0v3h-3z" fill="#cc0000" fill-opacity="0.5"/>
                """;
        int[] found = painted(
                shapes, new double[] {2, 2}, new double[] {3.3, 0.7}, new double[] {11, 1}, new double[] {5, 8});
        assertEquals(RED, found[0]);
        assertEquals(WHITE, found[1], "beside the circle");
        assertEquals(BLUE, found[2]);
        assertEquals(BLUE, found[3]);
        int half = painted(shapes, new double[] {16, 2})[0];
        assertTrue(Math.abs((half & 0xff) - 128) < 3 && half >> 16 > 0xe0, Integer.toHexString(half));
    }

    @Test
    void whatLiesBeyondAnInnerDrawingIsNotSeen() throws IOException {
        String inner = """
                <svg x="4" y="2" width="4" height="4"><rect x="-9" y="-9" width="30" height="30" fill="#cc0000"/></svg>
                <svg><rect x="14" y="2" width="4" height="4" fill="#0000cc"/></svg>
                """;
        int[] found =
                painted(inner, new double[] {5, 3}, new double[] {3.5, 3}, new double[] {8.5, 3}, new double[] {15, 3});
        assertEquals(RED, found[0]);
        assertEquals(WHITE, found[1]);
        assertEquals(WHITE, found[2]);
        assertEquals(BLUE, found[3], "a drawing without a size");
    }

    @Test
    void textsAreTextAndImagesImages() throws IOException {
        String inside = "<text x=\"10\" y=\"5\" font-size=\"2\" text-anchor=\"end\">−3 σ</text>"
                + "<image x=\"12\" y=\"2\" width=\"4\" height=\"4\" href=\"%s\"/>".formatted(image(3, 3, 0xff0000cc));
        try (PDDocument document = pdf(inside)) {
            assertEquals("−3 σ", new PDFTextStripper().getText(document).strip());
            var resources = document.getPage(0).getResources();
            int images = 0;
            for (var name : resources.getXObjectNames()) {
                if (resources.getXObject(name) instanceof PDImageXObject image) {
                    images++;
                    assertEquals(BLUE, image.getImage().getRGB(1, 1) & 0xffffff);
                    assertEquals(3, image.getWidth());
                }
            }
            assertEquals(1, images);
            for (var name : resources.getFontNames()) {
                assertTrue(resources.getFont(name).isEmbedded());
            }
        }
        assertEquals(BLUE, painted(inside, new double[] {14, 4})[0]);
        assertEquals(WHITE, painted(inside, new double[] {11.5, 1.5})[0]);
    }

    private static void assertRefused(String words, String inside) {
        Failure failure = assertThrows(Failure.class, () -> Drawing.pdf(svg(inside)));
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @Test
    void whatNoDrawingOfThePageHasIsRefusedInASentence() throws IOException {
        assertRefused("foreignObject", "<foreignObject/>");
        assertRefused("a PNG as data:", "<image href=\"http://127.0.0.1/a.png\" width=\"1\" height=\"1\"/>");
        assertRefused("#rrggbb", "<rect fill=\"url(#a)\" width=\"1\" height=\"1\"/>");
        assertRefused("a number", "<circle r=\"1e99\"/>");
        assertRefused("a PDF can hold", "<path d='M0 0L1e999 0' stroke='#000000'/>");
        assertRefused("steps out of M", "<path d='M0 0A1 1 0 0 1 2 2'/>");
        assertRefused("Latin", "<text>猫</text>");
        assertRefused("4000000 pixels", "<image href=\"%s\"/>".formatted(image(2001, 2000, 0)));
        assertRefused("groups at most", "<g>".repeat(100) + "</g>".repeat(100));
        assertRefused("no XML", "<g>");
        byte[] outside = "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>"
                .getBytes(StandardCharsets.UTF_8);
        assertThrows(Failure.class, () -> Drawing.pdf(outside));
    }
}
