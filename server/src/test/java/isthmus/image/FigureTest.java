package isthmus.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.image.Fitting.Background;
import isthmus.image.Fitting.Centre;
import isthmus.image.Fitting.Framing;
import isthmus.image.Fitting.Invert;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class FigureTest {
    private static final Shape SHAPE = new Shape(1, 28, 28);
    private static final DataFit CENTRED = new DataFit(20, Centring.MASS, 0.0, true);

    /** An L of 40 by 80 pixels, 10 wide, in a larger picture. */
    private static Picture letter(int left, int top, Color paper, Color ink) {
        var image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(paper);
        graphics.fillRect(0, 0, 300, 200);
        graphics.setColor(ink);
        graphics.fillRect(left, top, 10, 80);
        graphics.fillRect(left, top + 70, 40, 10);
        graphics.dispose();
        return new Picture(image, Orientation.UPRIGHT);
    }

    private static FittedImage fit(Picture picture, DataFit data, Fitting wish) {
        return Fit.fit(picture, new FitTarget(SHAPE, true, data, wish));
    }

    /** First column, first row, and those after the last of what is above half. */
    private static int[] box(FittedImage fitted) {
        int[] box = {28, 28, 0, 0};
        for (int p = 0; p < 28 * 28; p++) {
            if (fitted.pixels().at(0, p / 28, p % 28) > 127) {
                box[0] = Math.min(box[0], p % 28);
                box[1] = Math.min(box[1], p / 28);
                box[2] = Math.max(box[2], p % 28 + 1);
                box[3] = Math.max(box[3], p / 28 + 1);
            }
        }
        return box;
    }

    @Test
    void aFigureIsAsLargeAsTheDatasAndItsMassIsInTheMiddleWhereverItWas() {
        FittedImage fitted = fit(letter(230, 15, Color.WHITE, Color.BLACK), CENTRED, Fitting.AUTO);
        assertEquals(new Fitting(Framing.FIGURE, Centre.MASS, Background.CLEAR, Invert.YES), fitted.fitting());
        int[] box = box(fitted);
        assertEquals(20, box[3] - box[1]);
        assertEquals(10, box[2] - box[0]);
        double[] mass = Window.massCentre(fitted.pixels().floats(), 28);
        assertEquals(14, mass[0], 0.51);
        assertEquals(14, mass[1], 0.51);
        assertEquals(0, fitted.pixels().at(0, 0, 0));
        assertEquals(230 / 300.0, fitted.box().left(), 0.01);
        assertEquals(95 / 200.0, fitted.box().bottom(), 0.01);
        FittedImage elsewhere = fit(letter(60, 100, Color.WHITE, Color.BLACK), CENTRED, Fitting.AUTO);
        assertArrayEquals(box, box(elsewhere));
    }

    @Test
    void brightOnDarkAndDarkOnBrightAreTheSameFigure() {
        FittedImage ink = fit(letter(200, 60, new Color(0xE0E0D8), new Color(0x303040)), CENTRED, Fitting.AUTO);
        FittedImage chalk = fit(letter(200, 60, new Color(0x304030), new Color(0xE0E0E0)), CENTRED, Fitting.AUTO);
        assertEquals(Invert.YES, ink.fitting().invert());
        assertEquals(Invert.NO, chalk.fitting().invert());
        assertArrayEquals(box(ink), box(chalk));
        assertEquals(255, ink.pixels().at(0, 14, box(ink)[0] + 1), "full contrast");
        assertEquals(255, chalk.pixels().at(0, 14, box(chalk)[0] + 1), "full contrast");
    }

    @Test
    void whereTheDataAreNotCentredAFigureStaysWhereItIs() {
        DataFit anywhere = new DataFit(null, Centring.NONE, 0.0, true);
        FittedImage fitted = fit(letter(230, 15, Color.WHITE, Color.BLACK), anywhere, Fitting.AUTO);
        assertEquals(new Fitting(Framing.PAD, Centre.NONE, Background.CLEAR, Invert.YES), fitted.fitting());
        assertEquals(230 / 300.0 * 28, box(fitted)[0], 1);
    }

    @Test
    void aPersonMayCentreByTheBoxOrLeaveAllAsItIs() {
        Picture picture = letter(230, 15, Color.WHITE, Color.BLACK);
        Fitting byBox = new Fitting(Framing.AUTO, Centre.BOX, Background.AUTO, Invert.AUTO);
        assertArrayEquals(new int[] {9, 4, 19, 24}, box(fit(picture, CENTRED, byBox)));
        FittedImage asItIs = fit(picture, CENTRED, new Fitting(Framing.PAD, Centre.AUTO, Background.BORDER, Invert.NO));
        assertNull(asItIs.box());
        assertEquals(255, asItIs.pixels().at(0, 0, 0));
        FittedImage again =
                fit(picture, CENTRED, fit(picture, CENTRED, Fitting.AUTO).fitting());
        assertArrayEquals(
                fit(picture, CENTRED, Fitting.AUTO).pixels().values(),
                again.pixels().values());
    }

    @Test
    void anEmptySheetHasNoFigure() {
        FittedImage blank = fit(letter(230, 15, Color.WHITE, Color.WHITE), CENTRED, Fitting.AUTO);
        assertNull(blank.box());
        assertEquals(Framing.PAD, blank.fitting().frame());
    }

    @Test
    void aColouredFigureComesOverTheDatasBackgroundWithWhatItEncloses() {
        Picture picture = letter(20, 15, Color.WHITE, Color.RED);
        picture.stored().setRGB(24, 50, 0xffffff);
        DataFit grey = new DataFit(28, Centring.BOX, 0.502, false);
        FittedImage fitted = Fit.fit(picture, new FitTarget(new Shape(3, 28, 28), false, grey, Fitting.AUTO));
        assertEquals(128, fitted.pixels().at(0, 0, 27), 1);
        assertEquals(255, fitted.pixels().at(0, 2, 8), 1);
        assertEquals(0, fitted.pixels().at(2, 2, 8), 1);
    }

    @Test
    void aPartIsTheSamePartOfTheUprightPictureHoweverItIsStored() {
        var image = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 24; p++) {
            image.setRGB(p % 6, p / 6, p * 10 * 0x10101);
        }
        for (Orientation orientation : Orientation.values()) {
            Picture picture = new Picture(image, orientation);
            int height = picture.height();
            int width = picture.width();
            float[] whole = Look.of(picture, Box.WHOLE, height, width).planes()[0];
            float[] corner = Look.of(picture, new Box(0, 0, 0.5, 0.5), height / 2, width / 2)
                    .planes()[0];
            for (int p = 0; p < corner.length; p++) {
                int there = p / (width / 2) * width + p % (width / 2);
                assertEquals(whole[there], corner[p], 1e-6, orientation + " " + p);
            }
        }
        assertTrue(image.getRGB(5, 3) != image.getRGB(0, 0));
    }
}
