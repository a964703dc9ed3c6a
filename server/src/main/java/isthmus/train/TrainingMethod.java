package isthmus.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.data.DataSet;
import isthmus.history.History;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A way to train the networks of a recipe, made for one recipe and its data, which it checks before any work. Runs on the
 * calling thread, which is the only one to touch the engine.
 */
public interface TrainingMethod {
    /** Images of an epoch. */
    int images();

    /** Trains to the recipe's last epoch, from the last checkpoint on where {@code resume} is asked for. */
    TrainedModel train(boolean resume, Listener listener);

    /** What the two terms that a listener is told are called, and their difference where that says something. */
    default List<String> terms() {
        return List.of("reconstruction", "kl", "bound");
    }

    /** Told how a training goes; called on the training thread. */
    interface Listener {
        /** After a step: averages over the epoch so far, in nats an image. */
        void step(int epoch, int step, int steps, double reconstruction, double kl);

        /**
         * After an epoch, and its checkpoint: averages over the training part and over the validation part.
         *
         * @param heldOutBound NaN where it was not measured
         * @param best number of the best epoch so far, from 1
         */
        void epoch(int epoch, double seconds, double reconstruction, double kl, double heldOutBound, int best);

        /**
         * While a prior is fitted to the codes of the trained networks.
         *
         * @param heldOut mean log density of held-out codes, in nats
         */
        default void fitted(int step, int steps, double loss, double heldOut) {}

        /** Whether it wants to be shown the networks after so many steps; asked after each. */
        default boolean isWatching(long step) {
            return false;
        }

        /**
         * The networks after a step.
         *
         * @param seen the images and codes of the history with one snapshot
         * @param now what the training would give by now; it costs a copy of the weights
         */
        default void watched(History seen, Supplier<TrainedModel> now) {}
    }

    /** The methods by the names that recipes give them: a new one is its class and its line here. */
    @SuppressWarnings("ImmutableEnumChecker") // makers are constructors
    enum Name {
        /** The reparameterised gradient of the bound (Kingma and Welling 2013). */
        @JsonProperty("aevb")
        AEVB(Networks.BOTH, Trainer::new),
        /** Wake-sleep (Hinton, Dayan, Frey and Neal 1995). */
        @JsonProperty("wake-sleep")
        WAKE_SLEEP(Networks.BOTH, WakeSleep::training),
        /** Stochastic variational inference (Hoffman, Blei, Wang and Paisley 2013), with a q(z|x) of each image's own. */
        @JsonProperty("svi")
        SVI(Networks.DECODER, LocalTraining.of(Svi::new)),
        /** Monte Carlo expectation maximisation (Wei and Tanner 1990), by Hamiltonian Monte Carlo. */
        @JsonProperty("mcem")
        MCEM(Networks.DECODER, LocalTraining.of(Mcem::new)),
        /** Principal component analysis. */
        @JsonProperty("pca")
        PCA(Networks.NONE, PrincipalComponentAnalysis::new),
        /** Probabilistic principal component analysis (Tipping and Bishop 1999). */
        @JsonProperty("ppca")
        PPCA(Networks.NONE, ProbabilisticPca::new),
        /** Factor analysis by expectation maximisation (Rubin and Thayer 1982). */
        @JsonProperty("factor-analysis")
        FACTOR_ANALYSIS(Networks.NONE, FactorAnalysis::new),
        /** Discrete codes and the straight-through gradient (van den Oord and others 2017). */
        @JsonProperty("vq")
        VQ(Networks.BOTH, VectorQuantisation::new),
        /** A generator against a discriminator (Goodfellow and others 2014). */
        @JsonProperty("gan")
        GAN(Networks.DECODER, Adversarial::new),
        /** A prior fitted to the codes by flow matching (Lipman and others 2023). */
        @JsonProperty("flow-matching")
        FLOW_MATCHING(Networks.BOTH, LatentFlowMatching::new);

        private final Networks networks;
        private final Maker maker;

        Name(Networks networks, Maker maker) {
            this.networks = networks;
            this.maker = maker;
        }

        Networks networks() {
            return networks;
        }
    }

    /** The networks that a recipe states, and a method trains by gradients. */
    enum Networks {
        BOTH,
        DECODER,
        NONE;

        boolean any() {
            return this != NONE;
        }
    }

    /** Makes a method for a recipe. */
    interface Maker {
        /**
         * @param text the recipe as it was written, whose hash a checkpoint carries
         * @param trainPart the training part of the data set; the validation part is taken out of it by the method
         * @param folder for the checkpoint and what the engine loads; made if need be
         * @param threads compute threads, 0 for one a core; with one, the same recipe gives the same bits
         */
        TrainingMethod of(Recipe recipe, String text, DataSet trainPart, Path folder, int threads);
    }

    /** The method that a recipe names; see {@link Maker#of}. */
    static TrainingMethod of(Recipe recipe, String text, DataSet trainPart, Path folder, int threads) {
        return recipe.method().maker.of(recipe, text, trainPart, folder, threads);
    }
}
