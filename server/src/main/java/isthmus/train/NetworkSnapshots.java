package isthmus.train;

import isthmus.history.Snapshot;
import isthmus.latent.Noise;
import isthmus.latent.PosteriorBatch;
import isthmus.latent.RowArray;
import isthmus.model.ModelCard;
import isthmus.model.PosteriorFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the networks of a training are at a step, by the methods that a loss has for it. On the training thread. */
record NetworkSnapshots(Recipe recipe, HistoryRecorder recorder) {
    /**
     * Of a decoder, and of the numbers that a method keeps of each training image: those of the first images.
     *
     * @param own (train, numbers)
     */
    Snapshot ofDecoder(TrainingSession session, float[] own, LocalMethod method, long step) {
        Snapshot[] taken = new Snapshot[1];
        averaged(session, () -> taken[0] = look(session, own, method, step));
        return taken[0];
    }

    private Snapshot look(TrainingSession session, float[] own, LocalMethod method, long step) {
        int images = recorder.images().count();
        int dim = recipe.latent();
        float[] means = of(own, method.numbers(), 0, images);
        float[] logvar = method.variancesAt() < 0 ? null : of(own, method.numbers(), method.variancesAt(), images);
        float[] z = means.clone();
        double[] kl = logvar == null ? null : new double[images];
        float[] eps = HistoryRecorder.noise(recipe).stream(1).normals(z.length);
        for (int i = 0; logvar != null && i < z.length; i++) {
            z[i] += (float) Math.exp(0.5 * logvar[i]) * eps[i];
            kl[i / dim] += 0.5 * (means[i] * means[i] + Math.exp(logvar[i]) - logvar[i] - 1);
        }
        double[] reconstruction = new double[images];
        int[] rows = IntStream.range(0, images).toArray();
        for (int from = 0; from < images; from += recipe.batch()) {
            int to = Math.min(images, from + recipe.batch());
            float[] x = recorder.images().floats(rows, from, to);
            float[] codes = Arrays.copyOfRange(z, from * dim, to * dim);
            float[] scores = session.call(HistoryMethods.TERMS, inputs(session, x, x, to - from, codes))
                    .get(0)
                    .values();
            for (int i = from; i < to; i++) {
                reconstruction[i] = scores[i - from];
            }
        }
        float[] kept = recorder.variances() ? logvar : null;
        return new Snapshot(step, means, kept, Snapshot.Terms.of(reconstruction, kl), draws(session));
    }

    /** Some numbers of the first images, (images, dim). */
    private float[] of(float[] own, int numbers, int at, int images) {
        float[] some = new float[images * recipe.latent()];
        for (int i = 0; i < images; i++) {
            System.arraycopy(own, i * numbers + at, some, i * recipe.latent(), recipe.latent());
        }
        return some;
    }

    private void averaged(TrainingSession session, Runnable looking) {
        if (recipe.average() > 0) {
            session.withAverages(looking);
        } else {
            looking.run();
        }
    }

    /** Of both networks: what the encoder says of the images that are looked at, and what becomes of the codes. */
    Snapshot ofBoth(TrainingSession session, long step) {
        Snapshot[] taken = new Snapshot[1];
        averaged(session, () -> taken[0] = look(session, step));
        return taken[0];
    }

    private Snapshot look(TrainingSession session, long step) {
        PosteriorFamily family = Distributions.posterior(recipe);
        int images = recorder.images().count();
        double[] reconstruction = new double[images];
        double[] kl = new double[images];
        List<PosteriorBatch> posteriors = new ArrayList<>();
        EpochBatches batches = new EpochBatches(recorder.images(), recipe, 0, false);
        int from = 0;
        for (EpochBatches.Batch b = batches.next(); b != null; b = batches.next()) {
            List<RowArray> outputs = session.call(HistoryMethods.TERMS, inputs(session, b));
            for (int i = 0; i < b.count(); i++) {
                reconstruction[from + i] = outputs.get(0).values()[i];
                kl[from + i] = outputs.get(1).values()[i];
            }
            posteriors.add(family.batch(b.count(), recipe.latent(), outputs.subList(2, outputs.size())));
            from += b.count();
        }
        PosteriorBatch all = PosteriorBatch.joined(posteriors);
        return new Snapshot(
                step,
                all.means(),
                recorder.variances() ? all.logvar() : null,
                Snapshot.Terms.of(reconstruction, family.hasDensity() ? kl : null),
                draws(session));
    }

    /** Of the bound's gradient by the mean of q(z|x), a diagonal one, over the first images, always by the same draws. */
    Snapshot.GradientSpread gradients(TrainingSession session) {
        Snapshot.GradientSpread[] found = new Snapshot.GradientSpread[1];
        averaged(session, () -> found[0] = spread(session));
        return found[0];
    }

    private Snapshot.GradientSpread spread(TrainingSession session) {
        EpochBatches.Batch batch = new EpochBatches(recorder.images(), recipe, 0, false).next();
        int size = batch.images().length / batch.count();
        int count = Math.min(GradientSpreads.IMAGES, batch.count());
        float[] images = Arrays.copyOf(batch.images(), count * size);
        float[] targets = Arrays.copyOf(batch.targets(), count * size);
        Noise noise = Noise.named(recipe.seed(), "gradients");
        float[] none = new float[count * recipe.latent()];
        float[] logvar = session.call(HistoryMethods.TERMS, inputs(session, images, targets, count, none))
                .get(3)
                .values();
        GradientSpreads spreads = new GradientSpreads(count, recipe.latent(), logvar);
        for (int draw = 0; draw < GradientSpreads.DRAWS; draw++) {
            float[] epsilon = noise.normals(count * recipe.latent());
            spreads.add(
                    epsilon, session.slopes(HistoryMethods.TERMS, inputs(session, images, targets, count, epsilon)));
        }
        return spreads.spread();
    }

    /** With the noise of one draw an image. */
    private TrainingSession.Input[] inputs(TrainingSession session, EpochBatches.Batch batch) {
        int rows = batch.count() * recipe.noiseRows() / recipe.draws().count();
        float[] noise = Arrays.copyOf(batch.noise(), rows * recipe.latent());
        return inputs(session, batch.images(), batch.targets(), batch.count(), noise);
    }

    /** What the methods of a loss take. */
    TrainingSession.Input[] inputs(TrainingSession session, float[] images, float[] targets, int count, float[] noise) {
        return new TrainingSession.Input[] {
            session.images(images, count),
            session.images(targets, count),
            new TrainingSession.Input(noise, noise.length / recipe.latent(), recipe.latent()),
            new TrainingSession.Input(new float[] {1})
        };
    }

    /** What the decoder makes of the codes, in grey levels. */
    byte[] draws(TrainingSession session) {
        float[] codes = recorder.codes();
        if (codes.length == 0) {
            return new byte[0];
        }
        TrainingSession.Input input = new TrainingSession.Input(codes, codes.length / recipe.latent(), recipe.latent());
        return levels(
                session.call(HistoryMethods.DECODE, input).get(0).values(), recipe.output() == ModelCard.Output.LOGITS);
    }

    /** Values of an image in bytes. */
    static byte[] levels(float[] values, boolean logits) {
        byte[] levels = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> {
            double mean = logits ? 1 / (1 + Math.exp(-values[i])) : values[i];
            levels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, mean)));
        });
        return levels;
    }
}
