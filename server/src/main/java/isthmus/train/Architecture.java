package isthmus.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import isthmus.Failure;
import isthmus.image.Shape;
import isthmus.train.Layer.Activation;
import isthmus.train.Layer.Beside;
import isthmus.train.Layer.Constant;
import isthmus.train.Layer.Convolution;
import isthmus.train.Layer.Dropout;
import isthmus.train.Layer.Flatten;
import isthmus.train.Layer.Grouped;
import isthmus.train.Layer.Linear;
import isthmus.train.Layer.Nonlinearity;
import isthmus.train.Layer.Residual;
import isthmus.train.Layer.Sequence;
import isthmus.train.Layer.SpatialBroadcast;
import isthmus.train.Layer.TransposedConvolution;
import isthmus.train.Layer.Triangle;
import isthmus.train.Layer.Unflatten;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The layers of an encoder or a decoder in a few numbers, as a recipe states them. Immutable; any thread.
 *
 * @param family one affine map, a multilayer perceptron, or convolutions and then (for a decoder: after) dense layers
 * @param dense sizes of the dense hidden layers, in the order in which data meets them
 * @param channels of the convolutional stages, in the order in which data meets them; each stage halves (for a decoder:
 *     doubles) both sides of the image
 * @param blocks residual blocks of two 3×3 convolutions in each stage; may be left out
 * @param places of a conv decoder: channels of 1×1 convolutions over its smallest grid, which see the code and the
 *     position, in place of a dense layer to the whole grid; may be left out
 * @param dropout of each dense layer's outputs while training; may be left out
 * @param inputDropout of the encoder's input while training; may be left out
 * @param scale factor of the initial weights and range of the initial biases of a decoder's first layer, so that a code
 *     of few dimensions reaches all its units; may be left out
 */
public record Architecture(
        Family family,
        List<Integer> dense,
        List<Integer> channels,
        List<Integer> blocks,
        List<Integer> places,
        String activation,
        double dropout,
        double inputDropout,
        Double scale) {

    enum Family {
        @JsonProperty("linear")
        LINEAR,
        @JsonProperty("mlp")
        MLP,
        @JsonProperty("conv")
        CONV
    }

    private static final double HEAD_GAIN = 0.1;

    public Architecture {
        if (family == null) {
            throw Failure.badInput("family", "linear, mlp or conv", "none");
        }
        dense = dense == null ? List.of() : List.copyOf(dense);
        channels = channels == null ? List.of() : List.copyOf(channels);
        scale = scale == null ? 1.0 : scale;
        String name = family.name().toLowerCase(Locale.ROOT);
        if (family != Family.CONV && !channels.isEmpty()) {
            throw Failure.badInput("channels", "none with family " + name, channels);
        }
        if (family == Family.LINEAR && !dense.isEmpty()) {
            throw Failure.badInput("dense", "none with family linear", dense);
        }
        if (family == Family.MLP && dense.isEmpty()) {
            throw Failure.badInput("dense", "at least one size with family mlp", "none");
        }
        if (family == Family.CONV && channels.isEmpty()) {
            throw Failure.badInput("channels", "at least one stage with family conv", "none");
        }
        places = places == null ? List.of() : List.copyOf(places);
        if (family != Family.CONV && !places.isEmpty()) {
            throw Failure.badInput("places", "none with family " + name, places);
        }
        blocks = blocks == null ? channels.stream().map(c -> 0).toList() : List.copyOf(blocks);
        if (blocks.size() != channels.size()) {
            throw Failure.badInput(
                    "blocks", "one number for each of the %d stages".formatted(channels.size()), blocks.size());
        }
        dense.forEach(size -> positive("dense", size));
        channels.forEach(size -> positive("channels", size));
        places.forEach(size -> positive("places", size));
        probability("dropout", dropout);
        probability("inputDropout", inputDropout);
        if (family == Family.LINEAR && activation != null) {
            throw Failure.badInput("activation", "none with family linear", activation);
        }
        nonlinearity(family, activation);
    }

    private static void probability(String field, double value) {
        if (value < 0 || value >= 1) {
            throw Failure.badInput(field, "a probability in [0, 1)", value);
        }
    }

    private static void positive(String field, int size) {
        if (size < 1 || size > 8192) {
            throw Failure.badInput(field, "sizes from 1 to 8192", size);
        }
    }

    /** The nonlinearity between layers, of which a linear network has none. */
    private static Nonlinearity nonlinearity(Family family, String activation) {
        for (Nonlinearity kind : Nonlinearity.values()) {
            if (family == Family.LINEAR || kind.name().toLowerCase(Locale.ROOT).equals(activation)) {
                return kind;
            }
        }
        throw Failure.badInput("activation", "relu, elu, silu, gelu or tanh", activation);
    }

    /** From images of this shape to a code; the two heads give mu and log variance. */
    Network encoder(Shape shape, int dim) {
        return encoder(shape, dim, PosteriorRecipe.DIAGONAL);
    }

    /** From images of this shape to what the posterior wants, a head each. */
    Network encoder(Shape shape, int dim, PosteriorRecipe posterior) {
        List<Layer> layers = new ArrayList<>();
        int size = vector(layers, shape);
        return new Network("Encoder", layers, heads(size, dim, posterior));
    }

    /** From images of this shape to the logit that they are real. */
    Network discriminator(Shape shape) {
        List<Layer> layers = new ArrayList<>();
        layers.add(head(vector(layers, shape), 1));
        return new Network("Discriminator", layers, List.of());
    }

    /** Adds the layers from images to a vector, and returns its size. */
    private int vector(List<Layer> layers, Shape shape) {
        int size = shape.size();
        Nonlinearity act = nonlinearity(family, activation);
        layers.add(new Dropout(inputDropout));
        if (family == Family.CONV) {
            int in = shape.channels();
            Shape grid = shape;
            for (int s = 0; s < channels.size(); s++) {
                grid = halve(grid, channels.get(s));
                layers.add(new Convolution(in, channels.get(s), 4, 2, 1, act.gain(), false));
                layers.add(new Activation(act));
                residuals(layers, channels.get(s), blocks.get(s), act);
                in = channels.get(s);
            }
            size = grid.size();
        }
        layers.add(new Flatten(size));
        return dense(layers, size, act, 1);
    }

    private List<Layer> heads(int size, int dim, PosteriorRecipe posterior) {
        int count = posterior.components();
        return switch (posterior.family()) {
            case DIAGONAL -> List.of(head(size, dim), spread(size, dim));
            case POINT -> List.of(head(size, dim));
            case FIXED ->
                List.of(head(size, dim), new Constant(dim, 1, 2 * Math.log(posterior.sigma()), posterior.learned()));
            case FULL -> List.of(head(size, dim), new Sequence(List.of(spread(size, dim * dim), new Triangle(dim))));
            case FLOW -> List.of(head(size, dim), head(size, dim), couplings(size, dim, posterior));
            case MIXTURE ->
                List.of(
                        head(size, count),
                        // Components begin apart, or they would all get the same gradients.
                        new Sequence(
                                List.of(new Linear(size, count * dim, HEAD_GAIN, 1, true), new Grouped(count, dim))),
                        new Sequence(List.of(head(size, count * dim), new Grouped(count, dim))));
        };
    }

    /** Widths of a posterior; of a linear model they are those of all images, as in its exact posterior. */
    private Layer spread(int size, int numbers) {
        return family == Family.LINEAR ? new Constant(numbers, numbers, 0, true) : head(size, numbers);
    }

    /** Hidden units of the steps begin apart, and what they do to a code begins near nothing. */
    private static Layer couplings(int size, int dim, PosteriorRecipe flow) {
        int inner = flow.units() * (dim / 2 + 1);
        int outer = flow.units() * (dim / 2) * 2;
        Layer units = new Linear(size, flow.steps() * inner, HEAD_GAIN, 1, true);
        return new Beside(
                new Sequence(List.of(units, new Grouped(flow.steps(), inner))),
                new Sequence(List.of(head(size, flow.steps() * outer), new Grouped(flow.steps(), outer))));
    }

    /** From a code to the logits of images of this shape. */
    Network decoder(Shape shape, int dim) {
        List<Layer> layers = new ArrayList<>();
        Nonlinearity act = nonlinearity(family, activation);
        int size = dense(layers, dim, act, scale);
        if (family != Family.CONV) {
            layers.add(head(size, shape.size()));
            layers.add(new Unflatten(shape.channels(), shape.height(), shape.width()));
            return new Network("Decoder", layers, List.of());
        }
        Shape grid = shape;
        for (int s = 0; s < channels.size(); s++) {
            grid = halve(grid, channels.get(0));
        }
        grid(layers, size, grid, act);
        stages(layers, shape, act);
        return new Network("Decoder", layers, List.of());
    }

    /** From images of this shape to a vector of {@code dim} at each place of the grid that the last stage leaves. */
    Network gridEncoder(Shape shape, int dim) {
        requireGrid();
        List<Layer> layers = new ArrayList<>();
        Nonlinearity act = nonlinearity(family, activation);
        int in = shape.channels();
        for (int s = 0; s < channels.size(); s++) {
            layers.add(new Convolution(in, channels.get(s), 4, 2, 1, act.gain(), false));
            layers.add(new Activation(act));
            residuals(layers, channels.get(s), blocks.get(s), act);
            in = channels.get(s);
        }
        layers.add(new Convolution(in, dim, 1, 1, 0, 1, true));
        return new Network("Encoder", layers, List.of());
    }

    /** From a vector of {@code dim} at each place of the smallest grid to the logits of images of this shape. */
    Network gridDecoder(Shape shape, int dim) {
        requireGrid();
        List<Layer> layers = new ArrayList<>();
        Nonlinearity act = nonlinearity(family, activation);
        layers.add(new Convolution(dim, channels.get(0), 3, 1, 1, act.gain(), false));
        layers.add(new Activation(act));
        stages(layers, shape, act);
        return new Network("Decoder", layers, List.of());
    }

    /** The grid that the stages leave of an image. */
    Shape grid(Shape shape) {
        Shape grid = shape;
        for (int stage : channels) {
            grid = halve(grid, stage);
        }
        return grid;
    }

    private void requireGrid() {
        if (family != Family.CONV || !dense.isEmpty() || !places.isEmpty()) {
            throw Failure.badInput("family", "conv without dense layers and places, where there is a codebook", family);
        }
    }

    /** Adds the layers from the smallest grid of the decoder, of the first stage's channels, to the image. */
    private void stages(List<Layer> layers, Shape shape, Nonlinearity act) {
        for (int s = 0; s < channels.size(); s++) {
            boolean last = s == channels.size() - 1;
            residuals(layers, channels.get(s), blocks.get(s), act);
            int out = last ? shape.channels() : channels.get(s + 1);
            layers.add(new TransposedConvolution(channels.get(s), out, 4, 2, 1, last ? HEAD_GAIN : act.gain(), last));
            if (!last) {
                layers.add(new Activation(act));
            }
        }
    }

    /** Adds the layers from a vector to the smallest grid of the decoder. */
    private void grid(List<Layer> layers, int size, Shape grid, Nonlinearity act) {
        if (places.isEmpty()) {
            layers.add(new Linear(size, grid.size(), act.gain(), 0, false));
            layers.add(new Activation(act));
            layers.add(new Unflatten(grid.channels(), grid.height(), grid.width()));
            return;
        }
        int in = places.get(0);
        layers.add(new SpatialBroadcast(size, in, grid.height(), grid.width(), act.gain()));
        layers.add(new Activation(act));
        for (int i = 1; i <= places.size(); i++) {
            int out = i < places.size() ? places.get(i) : grid.channels();
            layers.add(new Convolution(in, out, 1, 1, 0, act.gain(), false));
            layers.add(new Activation(act));
            in = out;
        }
    }

    /** A last layer: small weights, so that training starts at the prior and at grey images, and in float32. */
    private static Linear head(int in, int out) {
        return new Linear(in, out, HEAD_GAIN, 0, true);
    }

    /** Adds the dense hidden layers and returns the output size of the last. */
    private int dense(List<Layer> layers, int size, Nonlinearity act, double firstScale) {
        int in = size;
        boolean scaled = firstScale != 1;
        for (int out : dense) {
            double gain = act.gain() * (scaled ? firstScale * firstScale : 1);
            layers.add(new Linear(in, out, gain, scaled ? firstScale : 0, scaled));
            layers.add(new Activation(act));
            layers.add(new Dropout(dropout));
            in = out;
            scaled = false;
        }
        return in;
    }

    private static void residuals(List<Layer> layers, int channels, int count, Nonlinearity act) {
        for (int i = 0; i < count; i++) {
            layers.add(new Residual(List.of(
                    new Activation(act),
                    new Convolution(channels, channels, 3, 1, 1, act.gain(), false),
                    new Activation(act),
                    new Convolution(channels, channels, 3, 1, 1, 0, false))));
        }
    }

    private static Shape halve(Shape shape, int channels) {
        if (shape.height() % 2 != 0 || shape.width() % 2 != 0) {
            throw Failure.badInput(
                            "channels",
                            "an image that each stage can halve",
                            "%d×%d".formatted(shape.height(), shape.width()))
                    .hint("use fewer stages");
        }
        return new Shape(channels, shape.height() / 2, shape.width() / 2);
    }
}
