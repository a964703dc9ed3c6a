package isthmus.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import isthmus.Failure;
import isthmus.evaluate.ComparedFigure;
import isthmus.evaluate.ComparedFigure.Better;
import isthmus.evaluate.ComparedModel;
import isthmus.evaluate.ComparisonFile;
import isthmus.paper.FigureRun;
import isthmus.paper.Reproduction;
import isthmus.paper.ResultFile;
import isthmus.paper.ResultRow;
import isthmus.wire.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What {@code compare} and {@code paper} left beside the models, read anew for each request. Any thread. */
final class ResultRoutes {
    private final Path models;

    ResultRoutes(Path models) {
        this.models = models;
    }

    /**
     * @param name by which models have it
     * @param kind figures that share a table
     * @param better more or less; null where neither is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Figure(ComparedFigure name, String title, String kind, int decimals, String better) {
        static Figure of(ComparedFigure figure) {
            String better = figure.better() == Better.NEITHER ? null : word(figure.better());
            return new Figure(figure, figure.title(), word(figure.kind()), figure.decimals(), better);
        }
    }

    private record Comparison(List<Figure> figures, List<ComparedModel> models) {}

    /** @param error null where it was not measured */
    private record Result(@JsonUnwrapped FigureRun run, String split, double value, Double error, double seconds) {
        static Result of(ResultRow row) {
            Double error = Double.isNaN(row.error()) ? null : (Double) row.error();
            return new Result(row.run(), row.split(), row.value(), error, row.seconds());
        }
    }

    private record Paper(String paper, List<Result> rows) {}

    void register(RoutesConfig routes) {
        routes.get("/api/comparison", this::comparison).get("/api/papers/{paper}", this::paper);
    }

    private void comparison(Context context) throws IOException {
        List<ComparedModel> measured;
        try {
            measured = ComparisonFile.of(models).read();
        } catch (Failure e) { // names the server's folder, which is nobody's business
            throw Failure.modelFailed("compare.json", "figures that 'compare --write' wrote", "others")
                    .causedBy(e);
        }
        List<Figure> figures =
                Stream.of(ComparedFigure.values()).map(Figure::of).toList();
        answer(context, new Comparison(figures, measured));
    }

    private void paper(Context context) {
        String paper = context.pathParam("paper");
        Set<String> papers = Reproduction.papers().keySet();
        if (!papers.contains(paper)) {
            throw Failure.notFound("", "the paper " + String.join(" or ", papers), Printable.shown(paper));
        }
        String file = "paper-" + paper + ".csv";
        List<ResultRow> rows;
        try {
            rows = new ResultFile(models.resolve(file)).rows();
        } catch (Failure e) {
            throw Failure.modelFailed(file, "results that 'paper' wrote", "others")
                    .causedBy(e);
        }
        answer(context, new Paper(paper, rows.stream().map(Result::of).toList()));
    }

    private static void answer(Context context, Object found) {
        JsonAnswer.send(context, found);
        context.header("Cache-Control", "no-cache");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
