package isthmus.image;

import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.Failure;
import isthmus.image.Fitting.Background;
import isthmus.image.Fitting.Centre;
import isthmus.image.Fitting.Framing;
import isthmus.image.Fitting.Invert;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FitTest {
    private static final Fitting PLAIN = new Fitting(Framing.CROP, Centre.AUTO, Background.AUTO, Invert.NO);

    private static Picture picture(BufferedImage image) throws IOException {
        return Picture.read(PictureFiles.file(image, "png"), "test picture", PictureLimits.DEFAULT);
    }

    private static Picture grey(int width, int height, int... levels) throws IOException {
        return picture(PictureFiles.raster(TYPE_BYTE_GRAY, width, height, levels));
    }

    private static FittedImage fit(Picture picture, Shape shape, boolean brightFigure, Fitting requested) {
        return Fit.fit(picture, new FitTarget(shape, brightFigure, DataFit.UNKNOWN, requested));
    }

    private static int[] levels(FittedImage fitted) {
        byte[] values = fitted.pixels().values();
        int[] levels = new int[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = values[i] & 0xFF;
        }
        return levels;
    }

    @Test
    void aPictureOfTheRightSizeIsLeftAsItIs() throws IOException {
        int[] levels = new Random(1).ints(28 * 20, 0, 256).toArray();
        assertArrayEquals(levels, levels(fit(grey(20, 28, levels), new Shape(1, 28, 20), false, Fitting.AUTO)));
        int[] argb = new Random(2).ints(64, 0xff000000, 0).toArray();
        int[] rgb =
                levels(fit(picture(PictureFiles.image(TYPE_INT_RGB, 8, 8, argb)), new Shape(3, 8, 8), false, PLAIN));
        for (int i = 0; i < 64; i++) {
            assertEquals(argb[i], 0xff000000 | rgb[i] << 16 | rgb[64 + i] << 8 | rgb[128 + i]);
        }
    }

    @Test
    void shrinkingAveragesTheAreaThatEachPixelCovers() throws IOException {
        assertArrayEquals(
                new int[] {25, 100},
                levels(fit(grey(4, 2, 0, 10, 90, 110, 40, 50, 80, 120), new Shape(1, 1, 2), false, PLAIN)));
        // Three columns in two: each new one covers one and a half old ones.
        assertArrayEquals(
                new int[] {40, 140, 40, 140},
                levels(fit(grey(3, 3, 30, 60, 180, 30, 60, 180, 30, 60, 180), new Shape(1, 2, 2), false, PLAIN)));
    }

    @Test
    void shrinkingByAnyFactorKeepsTheMean() throws IOException {
        int[] levels = new Random(3).ints(97 * 97, 0, 256).toArray();
        double mean = Arrays.stream(levels).average().orElseThrow();
        for (int side : new int[] {5, 28, 32, 64}) {
            int[] found = levels(fit(grey(97, 97, levels), new Shape(1, side, side), false, PLAIN));
            assertEquals(mean, Arrays.stream(found).average().orElseThrow(), 0.2);
        }
    }

    @Test
    void enlargingGoesStraightFromPixelToPixel() throws IOException {
        // Middles of old pixels lie at 1 and 3 of 4 new ones.
        assertArrayEquals(
                new int[] {0, 25, 75, 100},
                Arrays.copyOf(levels(fit(grey(2, 2, 0, 100, 0, 100), new Shape(1, 4, 4), false, PLAIN)), 4));
    }

    @Test
    void croppingTakesTheMiddleAndPaddingKeepsAll() throws IOException {
        Picture wide = grey(4, 2, 10, 100, 120, 10, 10, 100, 120, 10);
        Fitting crop = new Fitting(Framing.CROP, Centre.AUTO, Background.BLACK, Invert.NO);
        assertArrayEquals(new int[] {100, 120, 100, 120}, levels(fit(wide, new Shape(1, 2, 2), false, crop)));
        Fitting pad = new Fitting(Framing.PAD, Centre.AUTO, Background.BLACK, Invert.NO);
        assertArrayEquals(
                new int[] {0, 0, 0, 0, 10, 100, 120, 10, 10, 100, 120, 10, 0, 0, 0, 0},
                levels(fit(wide, new Shape(1, 4, 4), false, pad)));
        Picture tall = grey(1, 3, 50, 60, 70);
        assertArrayEquals(
                new int[] {255, 50, 255, 255, 60, 255, 255, 70, 255},
                levels(fit(
                        tall,
                        new Shape(1, 3, 3),
                        false,
                        new Fitting(Framing.PAD, Centre.AUTO, Background.WHITE, Invert.NO))));
        assertArrayEquals(new int[] {60}, levels(fit(tall, new Shape(1, 1, 1), false, crop)));
    }

    @Test
    void leftToItselfItPadsPlainBordersSeamlesslyAndCropsPhotographs() throws IOException {
        int[] paper = new int[6 * 4];
        Arrays.fill(paper, 230);
        paper[8] = 0;
        FittedImage padded = fit(grey(6, 4, paper), new Shape(1, 6, 6), false, Fitting.AUTO);
        assertEquals(new Fitting(Framing.PAD, Centre.NONE, Background.BORDER, Invert.NO), padded.fitting());
        assertEquals(230, padded.pixels().at(0, 0, 0));
        int[] scene = new Random(4).ints(24, 0, 256).toArray();
        assertEquals(
                Framing.CROP,
                fit(grey(6, 4, scene), new Shape(1, 6, 6), false, Fitting.AUTO)
                        .fitting()
                        .frame());
    }

    @Test
    void transparencyIsLaidOverWhatSuitsTheFigureAndTheModel() throws IOException {
        int dark = 0xff202020;
        int bright = 0xffe0e0e0;
        Shape greyModel = new Shape(1, 3, 3);
        FittedImage ink = fit(figure(dark), greyModel, true, Fitting.AUTO);
        assertEquals(Background.WHITE, ink.fitting().background());
        assertEquals(Invert.YES, ink.fitting().invert());
        assertArrayEquals(new int[] {0, 0, 0, 0, 255 - 0x20, 0, 0, 0, 0}, levels(ink));
        FittedImage chalk = fit(figure(bright), greyModel, true, Fitting.AUTO);
        assertEquals(new Fitting(Framing.PAD, Centre.NONE, Background.BLACK, Invert.NO), chalk.fitting());
        assertArrayEquals(new int[] {0, 0, 0, 0, 0xe0, 0, 0, 0, 0}, levels(chalk));
        FittedImage colour = fit(figure(dark), new Shape(3, 3, 3), false, Fitting.AUTO);
        assertEquals(Background.GREY, colour.fitting().background());
        assertEquals(128, colour.pixels().at(2, 0, 0));
    }

    /** One pixel of a colour in the middle of 3×3 clear ones, whose hidden colour is red. */
    private static Picture figure(int argb) throws IOException {
        int[] pixels = new int[9];
        Arrays.fill(pixels, 0x00ff0000);
        pixels[4] = argb;
        return picture(PictureFiles.image(TYPE_INT_ARGB, 3, 3, pixels));
    }

    @Test
    void hiddenColoursDoNotBleedWhenShrinking() throws IOException {
        Picture half = picture(PictureFiles.image(TYPE_INT_ARGB, 2, 2, 0x00ff0000, 0xff0000ff, 0x00ff0000, 0xff0000ff));
        int[] found = levels(fit(half, new Shape(3, 1, 1), false, Fitting.AUTO));
        assertArrayEquals(new int[] {64, 64, 192}, found);
    }

    @Test
    void darkOnLightIsInvertedForModelsOfBrightFiguresAlone() throws IOException {
        int[] scan = new int[25];
        Arrays.fill(scan, 240);
        scan[12] = 10;
        Shape shape = new Shape(1, 5, 5);
        FittedImage inverted = fit(grey(5, 5, scan), shape, true, Fitting.AUTO);
        assertEquals(Invert.YES, inverted.fitting().invert());
        assertEquals(15, inverted.pixels().at(0, 0, 0));
        assertEquals(245, inverted.pixels().at(0, 2, 2));
        assertEquals(
                Invert.NO,
                fit(grey(5, 5, scan), shape, false, Fitting.AUTO).fitting().invert());
        Fitting asked = new Fitting(Framing.AUTO, Centre.AUTO, Background.AUTO, Invert.NO);
        assertEquals(240, fit(grey(5, 5, scan), shape, true, asked).pixels().at(0, 0, 0));
    }

    @Test
    void theAnswerAskedForAgainGivesTheSame() throws IOException {
        Picture picture = figure(0xff707070);
        FittedImage first = fit(picture, new Shape(1, 4, 2), true, Fitting.AUTO);
        FittedImage again = fit(picture, new Shape(1, 4, 2), true, first.fitting());
        assertEquals(first.fitting(), again.fitting());
        assertArrayEquals(levels(first), levels(again));
    }

    @Test
    void aSecondOrFourthChannelGetsTheTransparency() throws IOException {
        int[] argb = {0x80ff8040, 0x00ffffff, 0xff102030, 0xff000000};
        Picture picture = picture(PictureFiles.image(TYPE_INT_ARGB, 2, 2, argb));
        FittedImage colours = fit(picture, new Shape(4, 2, 2), true, Fitting.AUTO);
        assertArrayEquals(
                new int[] {0xff, 0, 0x10, 0, 0x80, 0, 0x20, 0, 0x40, 0, 0x30, 0, 0x80, 0, 0xff, 0xff}, levels(colours));
        assertEquals(Background.CLEAR, colours.fitting().background(), "over no ground");
        int[] greys = levels(fit(picture, new Shape(2, 2, 2), true, PLAIN));
        assertEquals(Math.round(0.299 * 0xff + 0.587 * 0x80 + 0.114 * 0x40), greys[0]);
        assertArrayEquals(new int[] {0x80, 0, 0xff, 0xff}, Arrays.copyOfRange(greys, 4, 8));
        assertThrows(Failure.class, () -> fit(picture, new Shape(5, 2, 2), false, Fitting.AUTO));
    }
}
