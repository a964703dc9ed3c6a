package isthmus.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import isthmus.Beside;
import isthmus.latent.LogSumExp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the report says of an image and of a model, against what can be found out without it. */
@Beside
class ReportTest {
    private static final double SHOWN = 0.006; // of a number with two decimals

    @RegisterExtension
    final Pages pages = new Pages();

    private BundledModel digits;

    @BeforeEach
    void open() {
        digits = new BundledModel(pages.address(), "digits");
    }

    private MapPage reportOnOne(Screen screen) throws IOException {
        return reportOnOne("digits", screen);
    }

    private MapPage reportOnOne(String model, Screen screen) throws IOException {
        MapPage map = MapPage.open(pages, Link.to(model), screen);
        map.find("#images input[type=file]").setInputFiles(new FilePayload("one.png", "image/png", OwnPicture.one()));
        map.link("pin", ".+");
        map.button("Full report").click();
        assertThat(map.find("#report h2")).isFocused();
        return map;
    }

    /** The values of the one that was brought, (height, width) in [0,1]. */
    private static double[] values() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(OwnPicture.one()));
        return Arrays.stream(image.getRaster().getSamples(0, 0, 28, 28, 0, (int[]) null))
                .mapToDouble(level -> level / 255.0)
                .toArray();
    }

    /** The numbers that stand in a text, in their order. */
    private static double[] numbers(String text) {
        Matcher found = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?").matcher(text.replace('−', '-'));
        return found.results()
                .mapToDouble(number -> Double.parseDouble(number.group().replace(",", "")))
                .toArray();
    }

    /** The number, and its error where it has one, in a list of a section, once it is there. */
    private static double[] listed(MapPage map, String section, int index) {
        Locator value = map.find(".report-" + section + " dl dd").nth(index);
        assertThat(value).not().hasText("–");
        return numbers(value.textContent());
    }

    @Test
    void theLikelihoodIsThatOfTheModel() throws IOException {
        MapPage map = reportOnOne(MapPage.SCREEN);
        JsonNode encoded = digits.encode(OwnPicture.one(), "");
        double elbo = encoded.get("elbo").asDouble();
        float[] mu = {
            (float) encoded.get("mu").get(0).asDouble(),
            (float) encoded.get("mu").get(1).asDouble()
        };
        Locator rising = map.find(".report-likely figure").nth(0);
        assertThat(rising.locator("figcaption")).containsText("5,000 draws");
        assertEquals(encoded.get("reconstruction").asDouble(), listed(map, "likely", 0)[0], SHOWN);
        assertEquals(encoded.get("kl").asDouble(), listed(map, "likely", 1)[0], SHOWN);
        assertEquals(elbo, listed(map, "likely", 2)[0], SHOWN);
        assertEquals(encoded.get("elboError").asDouble(), listed(map, "likely", 2)[1], SHOWN);
        assertThat(map.find(".report-likely")).containsText("by 16 draws of q(z|x)"); // of three bounds each says whose
        assertThat(map.find(".report-truth dl")).containsText("− bound, by 1,024 draws");

        // Counted in the atlas.
        float[] reconstruction = digits.atlas().reconstruction();
        float[] kl = digits.atlas().kl();
        double[] x = values();
        double floor = Arrays.stream(x)
                .map(value ->
                        value == 0 || value == 1 ? 0 : value * Math.log(value) + (1 - value) * Math.log(1 - value))
                .sum();
        assertEquals(-floor, listed(map, "likely", 3)[0], SHOWN);
        assertEquals(elbo - floor, listed(map, "likely", 4)[0], SHOWN);
        assertThat(map.find(".report .bound-terms p")).containsText("even a perfect reconstruction");
        float[] floors = digits.atlas().floor(); // null where it was encoded without
        double own = floors == null ? elbo : elbo - floor;
        long lower = IntStream.range(0, kl.length)
                .filter(row -> reconstruction[row] - kl[row] - (floors == null ? 0 : floors[row]) < own)
                .count();
        String among =
                map.find(".report-likely figure").nth(1).locator("figcaption").innerText();
        assertEquals(100.0 * lower / kl.length, numbers(among)[0], 0.051);
        assertTrue(among.endsWith("of 10,000 test images"), among);
        assertEquals(floors != null, among.contains("plus its floor"), among);
        int[] mean = digits.decode(mu);
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            squares += Math.pow(255 * x[i] - mean[i], 2);
        }
        assertEquals(
                Math.sqrt(squares / x.length), numbers(map.find(".report-guard").textContent())[0], 0.3);
        int nearest = digits.nearest(mu);
        assertThat(map.find(".report-near button").first())
                .hasAttribute(
                        "aria-label",
                        Pattern.compile("Report on image %d, .*"
                                .formatted(digits.atlas().index()[nearest])));

        // The line ends where the number says, and that is the logarithm of the integral over codes.
        double[] bound = numbers(rising.locator("figcaption b").textContent());
        assertEquals(bound[0], lastPoint(rising), 0.02);
        double evidence = logEvidence(x, encoded);
        double[] shown = listed(map, "truth", 0);
        assertEquals(evidence, shown[0], 0.02);
        assertTrue(bound[0] < evidence + 3 * bound[1] + 0.01 && bound[0] > elbo - 0.5, bound[0] + " ± " + bound[1]);
        double[] gap = listed(map, "truth", 2);
        assertEquals(evidence - elbo, gap[0], 0.5); // the one of 16 draws, the other of 1,024
        assertEquals(shown[0] - listed(map, "truth", 1)[0], gap[0], 0.011);
        assertThat(map.find("#map .truth-on-map .line")).hasCount(2);
        assertEquals(List.of(), map.repeatedTerms());
        assertEquals(List.of(), Axe.violations(map.page()), "the report");
    }

    /** An atlas of the whole film holds more training images than others, which the model knows better. */
    @Test
    void anImageRanksAmongTheTestImagesOfAnAtlasThatHoldsTrainingImagesToo() throws IOException {
        BundledModel faces = new BundledModel(pages.address(), "faces");
        MapPage map = reportOnOne("faces", MapPage.SCREEN);
        double elbo = faces.encode(OwnPicture.one(), "").get("elbo").asDouble();
        assertEquals(elbo, listed(map, "likely", 2)[0], 0.06);
        int[] index = faces.atlas().index();
        int[] test = IntStream.range(0, index.length)
                .filter(row -> (index[row] >= 800 && index[row] < 1000) || index[row] >= 1765)
                .toArray();
        long lower = Arrays.stream(test)
                .filter(row ->
                        faces.atlas().reconstruction()[row] - faces.atlas().kl()[row] < elbo)
                .count();
        String among =
                map.find(".report-likely figure").nth(1).locator("figcaption").innerText();
        assertEquals(100.0 * lower / test.length, numbers(among)[0], 0.051);
        assertTrue(among.endsWith("of 400 test images"), among);
        assertThat(map.find(".report .bound-terms p")).isHidden(); // a Gaussian has none

        // No licence allows shipping its images: what is shown in their place is called so.
        assertThat(map.find(".report-near")).containsText("Shown as reconstructions.");
        map.go(Link.to("faces").pin(faces.mu(3), 3));
        String absent = "frey: expected frey-images-idx3-ubyte.gz on this machine, found none, as no licence allows"
                + " shipping it; whoever runs Isthmus here can put it into DIR/frey and start it with --data DIR";
        assertThat(map.find("#here .here-absent")).hasText(absent);
        assertThat(map.find("#here .here-part").first()).containsText("reconstructions, distance");
        map.button("Full report").click();
        assertThat(map.find("#report .report-none")).hasText(absent);
    }

    /** The height of a chart's last point, read off its own axis. */
    private static double lastPoint(Locator chart) {
        List<?> read = (List<?>) chart.evaluate("""
            (figure) => {
              const ticks = [...figure.querySelectorAll(".chart-left")].map((text) =>
                [Number(text.textContent.replace("−", "-")), Number(text.getAttribute("y"))]);
              const [[a, ya], [b, yb]] = [ticks[0], ticks.at(-1)];
              const y = Number(figure.querySelector(".chart-tip").getAttribute("cy"));
              return [a + ((y - ya) / (yb - ya)) * (b - a)];
            }
            """);
        return ((Number) read.get(0)).doubleValue();
    }

    /** log p(x) by summing p(x|z) p(z) over a grid of codes, each decoded over HTTP. */
    private double logEvidence(double[] x, JsonNode encoded) {
        int side = 19;
        double step = 0.7; // of a deviation of q
        LogSumExp sum = new LogSumExp();
        double[] sigma = new double[2];
        for (int d = 0; d < 2; d++) {
            sigma[d] = Math.exp(encoded.get("logvar").get(d).asDouble() / 2);
        }
        for (int i = 0; i < side * side; i++) {
            double a = encoded.get("mu").get(0).asDouble() + (i % side - side / 2) * step * sigma[0];
            double b = encoded.get("mu").get(1).asDouble() + (i / side - side / 2) * step * sigma[1];
            sum.add(digits.logLikelihood(x, a, b) - (a * a + b * b) / 2 - Math.log(2 * Math.PI));
        }
        return sum.logSum() + Math.log(step * sigma[0] * step * sigma[1]);
    }

    @Test
    void refiningRaisesTheBoundAndMovesTheEllipse() throws IOException {
        MapPage map = reportOnOne(MapPage.SCREEN);
        map.button("Refine").click();
        Locator verdict = map.find(".report-verdict");
        assertThat(verdict).containsText("approximation gap");
        double before = listed(map, "refine", 0)[0];
        double after = listed(map, "refine", 1)[0];
        double evidence = listed(map, "refine", 2)[0];
        assertTrue(after >= before, before + " to " + after);
        assertTrue(evidence >= after - 0.1);
        if (verdict.textContent().contains("were the amortisation gap")) {
            double amortisation = numbers(verdict.textContent())[0];
            assertEquals(after - before, amortisation, 0.011);
            assertThat(map.find("#map .trail .step").first()).isVisible();
        }
        assertThat(map.find("#map .trail .refined")).hasCount(2);
        double[] gap = listed(map, "truth", 2);
        assertEquals(gap[0], evidence - before, 4 * gap[1] + 0.1); // both are log p(x) less the bound

        // Another seed draws anew, and what was refined is not any more.
        map.button("New draws").click();
        map.link("seed", "2");
        assertThat(map.find("#report .report-seed .number")).hasText("2");
    }

    @Test
    void theMapDrawsTheRefinedOrTheTruePosteriorOverTheEncoders() throws IOException {
        // What asks for the others cannot be fetched.
        String asks = "**/asks/report/asks.js";
        OpenPage open = pages.prepare(MapPage.SCREEN).announce("report/asks.js");
        open.page().route(asks, Route::abort);
        MapPage map = MapPage.open(open, Link.to("digits").toString());
        map.find("#images input[type=file]").setInputFiles(new FilePayload("one.png", "image/png", OwnPicture.one()));
        map.link("pin", ".+");
        Locator encoders = map.find("#map .posterior.own");
        Locator says = map.find(".here-shown-says");
        assertThat(encoders).hasCount(1);
        assertThat(says).containsText("50 and 90%");

        // That is said, and it is fetched once it can be.
        map.find(".here-shown input[value=encoder]").focus();
        map.page().keyboard().press("ArrowDown");
        assertThat(map.find("#notices")).containsText("Only the encoder's posterior can be drawn");
        assertThat(map.find(".here-shown input[value=encoder]")).isChecked();
        assertThat(encoders).hasCount(1);
        map.page().unroute(asks);
        map.find(".here-shown input[value=refined]").check();
        Locator refined = map.find("#map .trail .refined");
        assertThat(refined).hasCount(2);
        assertThat(encoders).hasCount(1); // under it, to compare
        assertThat(map.find("#map .trail .step")).hasCount(0); // these are the report's
        assertThat(says).containsText(Pattern.compile("nats higher|no gain"));
        double[] reach = {
            Double.parseDouble(refined.nth(0).getAttribute("rx")),
            Double.parseDouble(refined.nth(1).getAttribute("rx"))
        };
        assertEquals(Math.sqrt(Math.log(0.1) / Math.log(0.5)), reach[1] / reach[0], 1e-6);
        assertEquals(List.of(), Axe.violations(map.page()), "the choice of a posterior");

        // On a contour of the true posterior log p(x, z) is the same everywhere.
        map.page().keyboard().press("ArrowDown");
        Locator lines = map.find("#map .truth-on-map .line");
        assertThat(says).not().containsText("grid…");
        assertThat(lines).hasCount(2);
        assertThat(refined).hasCount(0);
        assertThat(encoders).hasCount(1);
        double[] heights = new double[2];
        double[] x = values();
        for (int i = 0; i < 2; i++) {
            assertThat(lines.nth(i)).hasAttribute("data-mass", i == 0 ? "90" : "50");
            double[] points = numbers(lines.nth(i).getAttribute("d").replaceAll("[MLZ]", " "));
            double[] found = new double[8];
            for (int k = 0; k < 8; k++) {
                int at = 2 * (k * (points.length / 2) / 8);
                double a = points[at];
                double b = points[at + 1];
                found[k] = digits.logLikelihood(x, a, b) - (a * a + b * b) / 2;
            }
            Arrays.sort(found);
            assertEquals(found[0], found[7], 0.3, "along a contour");
            heights[i] = found[4];
        }
        assertEquals(Math.log(0.5 / 0.1), heights[1] - heights[0], 0.4); // of a normal distribution ln 5 apart

        // Another layer's switch takes all of them away, and brings them back.
        map.find("#map [data-layer=ellipses]").uncheck();
        assertThat(lines).hasCount(0);
        assertThat(says).containsText("are off");
        map.find("#map [data-layer=ellipses]").check();
        assertThat(lines).hasCount(2);
        map.find(".here-shown input[value=encoder]").check();
        assertThat(lines).hasCount(0);
        assertThat(encoders).hasCount(1);

        BundledModel twenty = new BundledModel(pages.address(), "digits-20");
        map.go(Link.to("digits-20").pin(twenty.mu(7), 7));
        Locator grid = map.find(".here-shown label:has(input[value=true])");
        assertThat(grid.locator("input")).isDisabled();
        assertThat(grid).hasAttribute("title", Pattern.compile("two latent dimensions only"));
    }

    @Test
    void withEverythingHiddenTheCompletionsAreThePriorsAndTheReportPrintsOnOnePage() throws IOException {
        MapPage map = reportOnOne(MapPage.SCREEN.inTheDark());
        Locator canvas = map.find(".report-canvas");
        canvas.scrollIntoViewIfNeeded();
        BoundingBox box = canvas.boundingBox();
        map.page().mouse().move(box.x + 0.25 * box.width, box.y + box.height / 2);
        map.page().mouse().down();
        map.page().mouse().move(box.x + 0.75 * box.width, box.y + box.height / 2);
        map.page().mouse().up();
        // A stroke 14 pixels long between pixels 7 and 21, with half rounds of 0.07 of 28 pixels around its ends.
        assertThat(map.find("#report-unknown")).not().containsText("Paint");
        double hidden = numbers(map.find("#report-unknown").textContent())[0];
        assertEquals(14 * 3.92 + Math.PI * 1.96 * 1.96, hidden, 8);
        map.button("Everything").click();
        assertThat(map.find("#report-unknown")).hasText("784 of 784 pixels hidden.");
        Locator completions = map.find(".report-completion:enabled");
        assertThat(completions).hasCount(8);
        double weights = 0;
        for (Locator completion : completions.all()) {
            weights += numbers(completion.locator(".number").textContent())[0];
        }
        assertEquals(100, weights, 5); // each is rounded
        assertThat(map.find("#map .guesses .guess")).hasCount(8);
        String path = map.find("#map .world .completions").getAttribute("d");
        double[] cloud = numbers(path.replaceAll("h0", " "));
        assertEquals(512, cloud.length);
        for (int d = 0; d < 2; d++) {
            int axis = d;
            double[] one = IntStream.range(0, 256)
                    .mapToDouble(i -> cloud[2 * i + axis])
                    .toArray();
            double mean = Arrays.stream(one).average().orElseThrow();
            double variance =
                    Arrays.stream(one).map(z -> (z - mean) * (z - mean)).sum() / 255;
            assertEquals(0, mean, 4 / 16.0); // four standard errors
            assertEquals(1, variance, 4 * Math.sqrt(2 / 255.0));
        }
        assertThat(map.find(".report-dimension")).hasCount(2);
        assertThat(map.find(".report-worth")).containsText("5,000 draws");
        map.find("#report").evaluate("(report) => report.scrollTo(0, 0)");
        assertEquals(List.of(), Axe.violations(map.page()), "the report");
        map.open().screenshot("report");

        byte[] file = map.page().pdf(new Page.PdfOptions().setPreferCSSPageSize(true));
        try (PDDocument pdf = Loader.loadPDF(file)) {
            assertEquals(1, pdf.getNumberOfPages());
            String text = new PDFTextStripper().getText(pdf);
            assertTrue(text.contains(pages.address() + "/p/"), text);
            assertTrue(text.contains(Integer.toString(Year.now(ZoneOffset.UTC).getValue())), text);
        }
    }

    @Test
    void aModelsDimensionsAreReadWithoutASampleAndOnATelephone() throws IOException {
        BundledModel model = new BundledModel(pages.address(), "digits-20");
        MapPage map = MapPage.open(pages, Link.to("digits-20"), Screen.PHONE.withoutMotion());
        map.find("#sheets button").nth(1).tap();
        map.button("Report on the model").tap();
        assertThat(map.find(".report-dimension")).hasCount(20);
        assertThat(map.find(".report-likely")).isHidden();
        int dim = 20;
        double[] kl = new double[dim];
        float[] logvars = model.atlas().posteriors().logvar();
        for (int i = 0; i < logvars.length; i++) {
            double mu = model.atlas().mu()[i];
            kl[i % dim] += (mu * mu + Math.exp(logvars[i]) - 1 - logvars[i])
                    / 2
                    / model.atlas().count();
        }
        double[] falling =
                Arrays.stream(kl).map(cost -> -cost).sorted().map(cost -> -cost).toArray();
        List<String> shown = map.find(".report-dimension > .row > .number").allTextContents();
        for (int d = 0; d < dim; d++) {
            assertEquals(falling[d], numbers(shown.get(d))[0], 0.011);
        }
        assertThat(map.find(".report-plane b"))
                .hasText(Pattern.compile("\\d.*% \\(95% confidence: (at most|[\\d.]+% to) [\\d.]+%\\)"));
        assertEquals(List.of(), Axe.violations(map.page()), "the report on a telephone");
        map.page().keyboard().press("Escape");
        assertThat(map.find("#report")).isHidden();
        assertThat(map.button("Report on the model")).isFocused();
    }
}
