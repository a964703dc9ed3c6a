package isthmus.drawing;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Letters on a server that may have no fonts: those of Liberation Sans, which comes with PDFBox and is as wide as Arial.
 * Any thread.
 */
public final class Letters {
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
    private static final TrueTypeFont LETTERS = read();

    private Letters() {}

    /** The font's file. */
    static InputStream file() {
        return PDDocument.class.getResourceAsStream(FONT);
    }

    private static TrueTypeFont read() {
        try (InputStream in = file()) {
            return new TTFParser().parse(new RandomAccessReadBuffer(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The outlines of a line of text, beginning at (0, 0) on its baseline, with y pointing down. A letter that the font
     * lacks is an empty box.
     *
     * @param size of the letters, in the unit of the outlines
     */
    public static synchronized Path2D outlines(String text, double size) {
        Path2D outlines = new Path2D.Double();
        try {
            CmapLookup glyphs = LETTERS.getUnicodeCmapLookup();
            double unit = size / LETTERS.getUnitsPerEm();
            double at = 0;
            for (int letter : text.codePoints().toArray()) {
                int glyph = glyphs.getGlyphId(letter);
                AffineTransform place = new AffineTransform(unit, 0, 0, -unit, at, 0);
                outlines.append(LETTERS.getGlyph().getGlyph(glyph).getPath().getPathIterator(place), false);
                at += unit * LETTERS.getAdvanceWidth(glyph);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outlines;
    }
}
