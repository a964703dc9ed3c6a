package isthmus.live;

import isthmus.belief.Approximation;
import isthmus.belief.TruePosterior;
import isthmus.belief.Turns;
import isthmus.inference.Lane;
import isthmus.inference.Observation;
import isthmus.latent.Viewport;
import isthmus.wire.ArrayType;
import isthmus.wire.Part;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.Map;

/** The true posterior of an image on a grid, for two dimensions. Any thread. */
final class PosteriorAnswer extends Asked {
    private static final int SEARCH_BYTES = 1 << 16; // of all grids on the way

    PosteriorAnswer(House house, Space space, Running running) {
        super(house, space, running);
    }

    void answer(Question.Posterior question) {
        Subject.check(space, question.image());
        TruePosterior.checkDim(space.card().id(), space.dim());
        long cells = (long) question.columns() * question.columns();
        report(cells * Float.BYTES + SEARCH_BYTES, () -> {
            Subject subject = Subject.of(space, house.settings().limits(), question.image(), question.seed());
            Turns turns = new Turns(space.engine().in(Lane.BULK), running::isWanted);
            Approximation q = turns.encode(subject.values());
            TruePosterior found = TruePosterior.of(
                    turns, Observation.of(subject.values()), q, question.columns(), question.seed(), this::searched);
            answered(q, found);
        });
    }

    private void searched(TruePosterior.Search search) {
        Map<String, Object> head = head("search", search.view(), search.side(), search.edge());
        running.send(new Filling().add(grid(search.side()), search.density()).frame(this, false, head), false, 0);
    }

    private void answered(Approximation q, TruePosterior found) {
        Map<String, Object> head = head("posterior", found.view(), found.side(), found.edge());
        head.put("logEvidence", found.logEvidence());
        head.put("error", found.error());
        head.put("elbo", found.elbo());
        head.put("elboError", found.elboError());
        head.put("gap", found.gap());
        head.put("gapError", found.gapError());
        running.send(
                new Filling()
                        .add(grid(found.side()), found.density())
                        .add("levels", found.levels())
                        .add("mean", found.mean())
                        .add("covariance", found.covariance())
                        .add("mu", q.mu())
                        .add("logvar", q.logvar())
                        .frame(this, true, head),
                true,
                0);
    }

    private static Part grid(int side) {
        return Part.of("density", ArrayType.F4, side, side);
    }

    private static Map<String, Object> head(String stage, Viewport view, int side, double edge) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", stage);
        head.put("view", new double[] {view.left(), view.bottom(), view.right(), view.top()});
        head.put("columns", side);
        head.put("rows", side);
        head.put("edge", edge);
        return head;
    }
}
