package isthmus.cli;

import isthmus.evaluate.ComparedFigure;
import isthmus.evaluate.ComparedFigure.Kind;
import isthmus.evaluate.ComparedModel;
import isthmus.evaluate.ComparedModel.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compared models as Markdown: a table for each kind of figures, of models that may share it. Any thread. */
final class ComparisonText {
    private static final String MEANINGS = """
            - **bound**: E log p(x|z) − KL, by 64 draws of q(z|x) an image; **rate** is KL(q(z|x) ‖ p(z)), **distortion** −E log p(x|z).
            - **log p(x)**: in two dimensions a sum of p(x, z) over a grid that is refined where it matters; in others annealed importance sampling with Hamiltonian moves, 16 chains an image from a mixture of normals at modes of p(z|x). Which it was, and what another estimator gives for some of the images, is below the table.
            - **gap**: log p(x) − bound, image by image; *approximation* is what the best diagonal Gaussian lacks, found by ascent of the bound for each image, *amortisation* by how much the encoder's is below that one. These two are of fewer images than the gap, so they need not add up to it.
            - **at the best code**: the greatest log p(x|z) that ascent from four starts finds, whatever p(z) says of it.
            - **grey levels off**: root mean square over the values of an image, of which 255 is white. **class kept**: reconstructions from the mean that the classifier takes for their image's class.
            - **encode**, **decode**: milliseconds an image in batches of 64, as it came out on the machine of the last run.
            - **in holes**: draws of p(z) whose decoded image differs from those of the data's codes around it by more than data support, as `evaluate --support` measures it for each model.
            - **sharpness**: mean gradient of the draws' images over that of real ones. **confidence**: mean probability of the classifier's class. **classes missing**: those with less than a tenth of the share that they have among real images.
            - **Fréchet distance**: between the normals that fit the features of 2,000 draws and of 2,000 real images in the last hidden layer of our own classifier. It is not the FID, whose network is another.
            - Draws and reconstructions are means of p(x|z). Errors after ± are standard errors over images or draws.
            """;

    private final StringBuilder text = new StringBuilder();

    private ComparisonText() {}

    /**
     * A whole document.
     *
     * @param command that makes it
     * @param classifiers what they are worth, by data set
     */
    static String document(List<ComparedModel> models, String command, Map<String, String> classifiers) {
        ComparisonText document = new ComparisonText();
        document.line("# Models by one ruler\n\nMade by `%s`.\n", command);
        document.text.append(MEANINGS).append('\n');
        document.text.append(tables(models, classifiers));
        return document.text.toString();
    }

    /** The tables alone. */
    static String tables(List<ComparedModel> models, Map<String, String> classifiers) {
        ComparisonText all = new ComparisonText();
        grouped(models, ComparedModel::setting).forEach((setting, same) -> {
            all.line(
                    "## %s, %s part, %d images, seed %d%n",
                    setting.data(), setting.part(), setting.images(), setting.seed());
            grouped(same, ComparedModel::likelihood).forEach(all::likelihoods);
            all.table("Reconstructions and speed", same, Kind.RECONSTRUCTION);
            all.table("Draws of the prior", same, Kind.DRAWS);
            all.classes(same);
            String classifier = classifiers.get(setting.data());
            if (classifier != null) {
                all.line("%s%n", classifier);
            }
        });
        return all.text.toString();
    }

    private void likelihoods(String likelihood, List<ComparedModel> comparable) {
        if (likelihood.equals(ComparedModel.NO_LIKELIHOOD)) {
            line(
                    "Without a likelihood, and so without any figure in nats: %s.%n",
                    comparable.stream().map(ComparedModel::id).collect(Collectors.joining(", ")));
        } else {
            table("Nats an image, likelihood " + likelihood, comparable, Kind.LIKELIHOOD);
        }
    }

    private static <K> Map<K, List<ComparedModel>> grouped(
            Collection<ComparedModel> models, Function<ComparedModel, K> by) {
        return models.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }

    private void table(String title, List<ComparedModel> models, Kind kind) {
        List<ComparedFigure> columns = Stream.of(ComparedFigure.values())
                .filter(figure -> figure.kind() == kind)
                .toList();
        line("### %s%n", title);
        line(
                "| model | q, p(z) | %s |",
                columns.stream().map(ComparisonText::title).collect(Collectors.joining(" | ")));
        line("| --- | --- |%s", " ---: |".repeat(columns.size()));
        for (ComparedModel model : models) {
            line(
                    "| %s | %d-D %s, %s | %s |",
                    model.id(),
                    model.dim(),
                    model.posterior(),
                    model.prior(),
                    columns.stream()
                            .map(figure -> cell(model.figures().get(figure), figure))
                            .collect(Collectors.joining(" | ")));
        }
        line("");
        models.forEach(model -> notes(model, columns));
        line("");
    }

    private static String title(ComparedFigure figure) {
        return figure.title().replace("|", "\\|");
    }

    private static String cell(Value value, ComparedFigure figure) {
        if (value == null) {
            return "–";
        }
        String mean = number(value.value(), figure.decimals());
        return value.error() == null ? mean : mean + " ± " + number(value.error(), figure.decimals());
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
    }

    /** How figures were made, and why others are not there, each reason once. */
    private void notes(ComparedModel model, List<ComparedFigure> columns) {
        Map<String, List<String>> reasons = new TreeMap<>();
        for (ComparedFigure figure : columns) {
            String by = model.estimators().get(figure);
            String why = model.lacking().get(figure);
            if (by != null) {
                reasons.computeIfAbsent(by, all -> new ArrayList<>()).add(title(figure));
            }
            if (why != null) {
                reasons.computeIfAbsent(why, all -> new ArrayList<>()).add("no " + title(figure));
            }
        }
        reasons.forEach((reason, figures) -> line("- %s, %s: %s", model.id(), String.join(", ", figures), reason));
    }

    private void classes(List<ComparedModel> models) {
        int count =
                models.stream().mapToInt(model -> model.classes().size()).max().orElse(0);
        if (count == 0) {
            return;
        }
        line("### Draws by class, %%%n");
        line(
                "| model | %s |",
                Stream.iterate(0, c -> c + 1).limit(count).map(String::valueOf).collect(Collectors.joining(" | ")));
        line("| --- |%s", " ---: |".repeat(count));
        for (ComparedModel model : models) {
            if (!model.classes().isEmpty()) {
                line(
                        "| %s | %s |",
                        model.id(),
                        model.classes().stream().map(share -> number(share, 1)).collect(Collectors.joining(" | ")));
            }
        }
        line("");
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
