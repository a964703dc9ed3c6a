package isthmus.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.data.DataSet;
import isthmus.image.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A recipe to begin with, for images that nobody has trained on before: sizes by the number and the size of the images,
 * and as many epochs as take some minutes on two cores. Any thread.
 *
 * @param count images of the training part, validation included
 * @param twoTone whether nearly all values are near 0 or 1, so that a Bernoulli likelihood says what they are
 * @param bright whether figures are bright on a dark ground
 */
public record FirstRecipe(int count, Shape shape, boolean twoTone, boolean bright) {
    private static final int LONGEST = 64; // pixels of a side that networks of some minutes can do
    private static final int SMALL = 32; // the same for very many images
    private static final int MANY = 20_000; // images
    private static final int UNIT = 8; // by which sides can be halved three times
    private static final int FLAT = 1024; // values of an image that dense layers alone can do
    private static final int STAGES = 3;
    private static final int EXTREME = 25; // levels from black or white that count as that
    private static final double MOSTLY = 0.85;
    private static final double SECONDS = 240;
    private static final double OPERATIONS =
            2.5e10; // a second in training, as measured, of convolutions rather less than of dense layers

    /** The shape that pictures are best fitted to: their own where it is small, else one of their proportions. */
    public static Shape shape(Shape median, boolean oneSize, int count) {
        int longest = Math.max(median.height(), median.width());
        int most = count > MANY ? SMALL : LONGEST;
        if (oneSize && longest <= most) {
            return median;
        }
        double by = Math.min(1, (double) most / longest);
        return new Shape(median.channels(), side(by * median.height()), side(by * median.width()));
    }

    private static int side(double pixels) {
        return UNIT * (int) Math.max(2, Math.round(pixels / UNIT));
    }

    /**
     * By what the images look like.
     *
     * @param count of the training part
     * @param some of them
     */
    public static FirstRecipe of(int count, DataSet some) {
        Shape shape = some.shape();
        long extreme = 0;
        long border = 0;
        long borders = 0;
        for (int i = 0; i < some.pixels().length; i++) {
            int value = some.pixels()[i] & 0xFF;
            int x = i % shape.width();
            int y = i / shape.width() % shape.height();
            extreme += value <= EXTREME || value >= 255 - EXTREME ? 1 : 0;
            if (x == 0 || y == 0 || x == shape.width() - 1 || y == shape.height() - 1) {
                border += value;
                borders++;
            }
        }
        boolean grey = shape.channels() == 1;
        return new FirstRecipe(
                count,
                shape,
                grey && extreme >= MOSTLY * some.pixels().length,
                grey && border < (1 - MOSTLY) * 255 * borders);
    }

    /** Latent dimensions: more images tell more apart, and what is not needed goes unused. */
    public int latent() {
        return count < 300 ? 8 : count < 3000 ? 16 : 32;
    }

    private int validation() {
        return Math.max(1, Math.min(1000, count / 10));
    }

    private int batch() {
        return count < 200 ? 16 : count < 5000 ? 64 : 128;
    }

    /** Channels of each convolutional stage of the encoder; none where dense layers do. */
    private List<Integer> stages() {
        List<Integer> channels = new ArrayList<>();
        int height = shape.height();
        int width = shape.width();
        while (shape.size() > FLAT
                && channels.size() < STAGES
                && height % 2 == 0
                && width % 2 == 0
                && Math.min(height, width) > 6) {
            height /= 2;
            width /= 2;
            channels.add(16 << Math.min(2, channels.size()));
        }
        return channels;
    }

    /** Epochs that take some minutes. */
    public int epochs() {
        double perImage = 3 * 2 * operations(); // backwards costs twice as much as forwards
        return (int) Math.max(10, Math.min(400, SECONDS * OPERATIONS / perImage / (count - validation())));
    }

    /** Multiplications of the encoder and the decoder for an image, about. */
    private double operations() {
        List<Integer> stages = stages();
        if (stages.isEmpty()) {
            return 2.0 * (shape.size() * 512.0 + 512 * 256);
        }
        double sum = 0;
        double area = (double) shape.height() * shape.width();
        int in = shape.channels();
        for (int channels : stages) {
            area /= 4;
            sum += 16.0 * in * channels * area;
            in = channels;
        }
        return 2 * (sum + in * area * 128);
    }

    /** The likelihood in words. */
    public String likelihood() {
        return twoTone ? "Bernoulli" : "Gaussian with a learned sigma";
    }

    /** The networks in words. */
    public String networks() {
        return stages().isEmpty() ? "dense layers" : "convolutions";
    }

    /**
     * The recipe as JSON.
     *
     * @param pictures whether the data are a folder of pictures, which are fitted to the shape
     */
    public String text(String id, String title, String data, boolean pictures) {
        List<Integer> stages = stages();
        List<Integer> back = new ArrayList<>(stages);
        Collections.reverse(back);
        boolean flat = stages.isEmpty();
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("id", id);
        recipe.put("title", title);
        recipe.put("description", "%d-D VAE of %s".formatted(latent(), title));
        recipe.put("data", data);
        if (pictures) {
            Map<String, Object> sides = new LinkedHashMap<>();
            sides.put("channels", shape.channels());
            sides.put("height", shape.height());
            sides.put("width", shape.width());
            recipe.put("pictures", sides);
        }
        recipe.put("validation", ordered("count", validation(), "random", true));
        recipe.put("invert", bright);
        recipe.put("encoder", network(flat ? List.of(512, 256) : List.of(128), stages));
        recipe.put("decoder", network(flat ? List.of(256, 512) : List.of(128), back));
        recipe.put("latent", latent());
        recipe.put(
                "likelihood",
                twoTone ? Map.of("family", "bernoulli") : ordered("family", "gaussian", "sigma", 0.1, "learned", true));
        recipe.put("beta", 1);
        recipe.put("warmup", Math.min(5, epochs() / 5));
        Map<String, Object> optimiser = ordered("rate", 0.001, "rise", 100, "beta1", 0.9, "beta2", 0.999);
        optimiser.put("encoderDecay", 0.05);
        optimiser.put("decoderDecay", 0.05);
        recipe.put("optimiser", optimiser);
        recipe.put("augmentation", ordered("shift", 1, "probability", 0.5, "inputOnly", true));
        recipe.put("batch", batch());
        recipe.put("epochs", epochs());
        recipe.put("seed", 1);
        recipe.put("precision", "float32");
        try {
            JsonMapper json = new JsonMapper();
            StringBuilder text = new StringBuilder("{");
            for (Map.Entry<String, Object> field : recipe.entrySet()) {
                String value = json.writeValueAsString(field.getValue())
                        .replace("\":", "\": ")
                        .replace(",", ", ");
                text.append(text.length() > 1 ? "," : "")
                        .append(String.format(Locale.ROOT, "%n  \"%s\": ", field.getKey()))
                        .append(field.getValue() instanceof Map ? value : json.writeValueAsString(field.getValue()));
            }
            return text.append("\n}\n").toString().replace("\r\n", "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> network(List<Integer> dense, List<Integer> channels) {
        Map<String, Object> network = ordered("family", channels.isEmpty() ? "mlp" : "conv", "dense", dense);
        if (!channels.isEmpty()) {
            network.put("channels", channels);
        }
        network.put("activation", "silu");
        network.put("dropout", 0.1);
        return network;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
