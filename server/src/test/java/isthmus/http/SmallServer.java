package isthmus.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import isthmus.Limit;
import isthmus.Meters;
import isthmus.TestSettings;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.image.Pixels;
import isthmus.image.Png;
import isthmus.image.Shape;
import isthmus.inference.Model;
import isthmus.inference.ModelStore;
import isthmus.inference.torch.TorchModel;
import isthmus.latent.PosteriorBatch;
import isthmus.model.Cards;
import isthmus.model.ModelCard;
import isthmus.model.ModelCard.Output;
import isthmus.model.ModelFolder;
import isthmus.model.PosteriorFamily;
import isthmus.model.Sha256;
import isthmus.train.SmallModels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** A real server on a free port over a folder of small real models, and a client to ask it. */
public final class SmallServer implements AutoCloseable {
    public static final Shape SHAPE = new Shape(1, 4, 5);
    public static final int DIM = 2;
    public static final int ROWS = 3; // of the atlas

    public final SmallModels.Linear model;
    public final Meters meters;
    public final ModelStore models;
    public final WebServer site;

    private final HttpClient client = HttpClient.newHttpClient();

    /** Writes the models: digits with an atlas, point with a point posterior, and broken, which is refused. */
    public static SmallModels.Linear write(Path folder) throws IOException {
        SmallModels.Linear model = SmallModels.Linear.drawn(SHAPE, DIM, 5);
        Path digits = networks(folder.resolve("digits"), model);
        AtlasFile.write(
                digits.resolve(ModelCard.ATLAS),
                new Atlas(
                        new PosteriorBatch(ROWS, DIM, new float[] {1, 2, 3, 4, 5, 6}, new float[ROWS * DIM]),
                        new byte[ROWS],
                        new int[] {0, 1, 2},
                        new float[] {1, 2, 4},
                        new float[] {2, 3, 5},
                        new byte[][] {{0, 2}, {1, 0}, {1, 1}},
                        new float[ROWS],
                        List.of("a/one.png", "a/two.png", "b/drei ß.png")));
        ModelCard card = Cards.card("digits", SHAPE, DIM, PosteriorFamily.DIAGONAL, Cards.BERNOULLI, Output.LOGITS);
        Map<String, String> files = new TreeMap<>(card.files());
        files.put(ModelCard.ATLAS, Sha256.of(digits.resolve(ModelCard.ATLAS)));
        Cards.write(
                digits,
                card.withAtlas(
                        new ModelCard.Atlas("data", "test", ROWS, List.of("shape", "size")), card.labels(), files));
        Path point = folder.resolve("point");
        Files.createDirectories(point);
        model.writeDecoder(point.resolve(ModelCard.DECODER));
        SmallModels.module(
                point.resolve(ModelCard.ENCODER),
                model.mu().tensors("mu"),
                List.of(),
                "torch.linear(torch.flatten(x, 1, -1), self.mu_w, self.mu_b)",
                SmallModels.ONE);
        Cards.write(point, Cards.card("point", SHAPE, DIM, PosteriorFamily.POINT, Cards.BERNOULLI, Output.LOGITS));
        Files.createDirectories(folder.resolve("broken"));
        return model;
    }

    private static Path networks(Path folder, SmallModels.Linear model) throws IOException {
        Files.createDirectories(folder);
        model.writeEncoder(folder.resolve(ModelCard.ENCODER));
        model.writeDecoder(folder.resolve(ModelCard.DECODER));
        return folder;
    }

    /** A server over a folder that is written first. */
    public SmallServer(Path folder, Consumer<TestSettings> change) throws IOException {
        this(folder, change, TorchModel::new);
    }

    public SmallServer(Path folder, Consumer<TestSettings> change, Function<ModelFolder, ? extends Model> opener)
            throws IOException {
        model = write(folder);
        TestSettings settings = new TestSettings();
        settings.models = folder;
        settings.limit(Limit.QUEUE_JOBS, 16);
        change.accept(settings);
        site = WebServer.open(settings.settings(), opener);
        meters = site.meters();
        models = site.models();
        models.lease("digits").join().close(); // so that no test waits for it to open
    }

    /** A PNG of the model's own shape, dark with one bright pixel at a place. */
    public static byte[] png(int bright) {
        byte[] values = new byte[SHAPE.size()];
        values[bright] = (byte) 255;
        return Png.of(new Pixels(SHAPE, values), 1);
    }

    HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(site.address() + path));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = at(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = at(path).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Names and files as a form with this boundary. */
    public static byte[] form(String boundary, List<String> names, List<byte[]> files) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int i = 0; i < names.size(); i++) {
            String head = "--%s\r\nContent-Disposition: form-data; name=\"image\"; filename=\"%s\"\r\n\r\n";
            body.write(head.formatted(boundary, names.get(i)).getBytes(UTF_8));
            body.write(files.get(i));
            body.write("\r\n".getBytes(UTF_8));
        }
        body.write("--%s--\r\n".formatted(boundary).getBytes(UTF_8));
        return body.toByteArray();
    }

    /** The model's logits at a code, computed one number at a time. */
    public double[] mean(float... z) {
        return Arrays.stream(model.output().apply(z, 0))
                .map(logit -> 1 / (1 + Math.exp(-logit)))
                .toArray();
    }

    @Override
    public void close() {
        site.close();
    }

    public URI address() {
        return site.address();
    }
}
