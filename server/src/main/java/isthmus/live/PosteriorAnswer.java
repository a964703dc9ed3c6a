package isthmus.live;

import isthmus.latent.Posterior;
import isthmus.latent.Viewport;
import isthmus.report.TruePosterior;
import isthmus.wire.ArraySpec;
import isthmus.wire.ArrayType;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/** The true posterior of an image on a grid, for two dimensions. Any thread. */
final class PosteriorAnswer extends AnswerBase {
    private static final int SEARCH_BYTES = 1 << 16; // of all grids on the way

    PosteriorAnswer(LiveServices services, LeasedModel model, ActiveRequest request) {
        super(services, model, request);
    }

    void answer(Question.Posterior question) {
        TruePosterior.checkDim(served.card().id(), served.dim());
        long cells = (long) question.columns() * question.columns();
        report(cells * Float.BYTES + SEARCH_BYTES, question.image(), question.seed(), (chunked, image) -> {
            Posterior q = chunked.posterior(image.values());
            TruePosterior found = served.truePosterior(
                    chunked, image.values(), q, question.columns(), question.seed(), this::searched);
            answered(q, found);
        });
    }

    private void searched(TruePosterior.Search search) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "search");
        head.putAll(place(search.view(), search.side(), search.edge()));
        request.send(
                new FrameBuilder().add(grid(search.side()), search.density()).frame(this, false, head), false);
    }

    private void answered(Posterior q, TruePosterior found) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "posterior");
        head.putAll(figures(found));
        request.send(
                new FrameBuilder()
                        .add(grid(found.side()), found.density())
                        .add("levels", found.levels())
                        .add("mean", found.mean())
                        .add("covariance", found.covariance())
                        .add("mu", q.mean())
                        .add("logvar", q.marginals().logvar())
                        .frame(this, true, head),
                true);
    }

    /** What the posterior says in numbers. */
    static Map<String, Object> figures(TruePosterior found) {
        Map<String, Object> figures = place(found.view(), found.side(), found.edge());
        figures.put("logEvidence", found.logEvidence());
        figures.put("error", found.error());
        figures.put("elbo", found.elbo());
        figures.put("elboError", found.elboError());
        figures.put("gap", found.gap());
        figures.put("gapError", found.gapError());
        return figures;
    }

    private static ArraySpec grid(int side) {
        return ArraySpec.of("density", ArrayType.F4, side, side);
    }

    private static Map<String, Object> place(Viewport view, int side, double edge) {
        Map<String, Object> place = place(view, side);
        place.put("edge", edge);
        return place;
    }

    /** Where a grid lies, [left, bottom, right, top], and its cells. */
    static Map<String, Object> place(Viewport view, int side) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("view", new double[] {view.left(), view.bottom(), view.right(), view.top()});
        place.put("columns", side);
        place.put("rows", side);
        return place;
    }
}
