package isthmus.live;

import isthmus.atlas.Nearest;
import isthmus.atlas.Nearest.Neighbour;
import isthmus.atlas.Standing;
import isthmus.belief.Approximation;
import isthmus.belief.Importance;
import isthmus.belief.Likelihood;
import isthmus.belief.Rungs;
import isthmus.belief.Turns;
import isthmus.inference.Lane;
import isthmus.inference.Observation;
import isthmus.latent.Noise;
import isthmus.wire.Frame;
import isthmus.wire.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the model says of an image, where that stands, and ever tighter bounds on log p(x). Any thread. */
final class BelieveAnswer extends Asked {
    private static final int NEAREST = 8;
    private static final int RUNG_BYTES = 2048; // of a frame of bounds at most

    BelieveAnswer(House house, Space space, Running running) {
        super(house, space, running);
    }

    void answer(Question.Believe question) {
        Subject.check(space, question.image());
        report(4L * space.shape().size() * Float.BYTES + 64 * RUNG_BYTES, () -> {
            Subject subject = Subject.of(space, house.settings().limits(), question.image(), question.seed());
            Turns turns = new Turns(space.engine().in(Lane.BULK), running::isWanted);
            Likelihood likelihood = Likelihood.of(turns, subject.values());
            running.send(image(subject, likelihood), false, 0);
            Approximation q = likelihood.q();
            Noise noise = Noise.named(question.seed(), "importance samples");
            Importance.bounds(turns, Observation.of(subject.values()), q, question.k(), noise, rungs -> {
                running.send(bounds(question.k(), rungs), rungs.draws() == question.k(), 0);
            });
        });
    }

    private Frame image(Subject subject, Likelihood likelihood) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "image");
        head.put("drawn", subject.drawn());
        if (subject.fitting() != null) {
            head.put("fitting", subject.fitting());
        }
        head.put("kl", likelihood.kl());
        head.put("reconstruction", likelihood.reconstruction());
        head.put("elbo", likelihood.elbo());
        head.put("residual", likelihood.residual());
        Filling filling = new Filling()
                .add(image("input"), subject.values())
                .add(image("mean"), likelihood.mean())
                .add("mu", likelihood.q().mu())
                .add("logvar", likelihood.q().logvar())
                .addFloats("klByDimension", likelihood.klByDimension());
        if (space.hasAtlas() && space.atlas().count() > 0) {
            standing(subject, likelihood, head, filling);
        }
        return filling.frame(this, false, head);
    }

    private void standing(Subject subject, Likelihood likelihood, Map<String, Object> head, Filling filling) {
        Standing standing = space.standing();
        List<Neighbour> near = nearest(space, subject, likelihood.q());
        head.put("percentile", standing.percentile(likelihood.elbo()));
        head.put("of", space.atlas().count());
        if (!near.isEmpty()) {
            head.put(
                    "distancePercentile",
                    standing.distancePercentile(near.get(0).distance()));
        }
        float[] distances = new float[near.size()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (float) near.get(i).distance();
        }
        filling.add("edges", standing.edges())
                .add("counts", standing.counts())
                .add("row", near.stream().mapToInt(Neighbour::row).toArray())
                .add("distance", distances);
    }

    /** The samples that lie nearest to where an image is encoded, it itself left out. */
    static List<Neighbour> nearest(Space space, Subject subject, Approximation q) {
        return subject.row() == null
                ? Nearest.find(space.atlas(), q.mu(), NEAREST)
                : Nearest.without(space.atlas(), q.mu(), subject.row(), NEAREST);
    }

    private Frame bounds(int of, Rungs rungs) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("stage", "bound");
        head.put("draws", rungs.draws());
        head.put("of", of);
        head.put("effective", rungs.effective());
        head.put("trusted", rungs.trusted());
        return new Filling()
                .add("k", rungs.k())
                .add("groups", rungs.groups())
                .add("bound", rungs.bound())
                .add("error", rungs.error())
                .frame(this, rungs.draws() == of, head);
    }
}
