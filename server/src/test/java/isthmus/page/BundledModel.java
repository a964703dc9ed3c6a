package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import isthmus.atlas.Atlas;
import isthmus.atlas.AtlasFile;
import isthmus.atlas.Density;
import isthmus.latent.Plane;
import isthmus.latent.PrincipalComponents;
import isthmus.model.ModelFolder;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * What the page is held against: a bundled model's atlas as it is on the disk, and what the server says of codes and
 * pictures over HTTP, by which the page asks for neither.
 */
final class BundledModel {
    private static final Map<String, Atlas> ATLASES = new ConcurrentHashMap<>(); // read once in a test run
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI api;
    private final Atlas atlas;

    BundledModel(URI site, String id) {
        api = site.resolve("/api/models/" + id + "/");
        atlas = ATLASES.computeIfAbsent(id, BundledModel::read);
    }

    private static Atlas read(String id) {
        try {
            return AtlasFile.read(ModelFolder.read(BundledSite.ROOT.resolve("models/" + id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Atlas atlas() {
        return atlas;
    }

    /** The mean of q(z|x) of a row, (dim). */
    float[] mu(int row) {
        return Arrays.copyOfRange(atlas.mu(), row * atlas.dim(), (row + 1) * atlas.dim());
    }

    /** The log variances of q(z|x) of a row, (dim). */
    float[] logvar(int row) {
        return Arrays.copyOfRange(atlas.posteriors().logvar(), row * atlas.dim(), (row + 1) * atlas.dim());
    }

    /** The plane that the map shows where no other was chosen. */
    Plane plane() {
        int dim = atlas.dim();
        return dim == 2
                ? Plane.axes(new double[2], 0, 1)
                : Plane.principal(PrincipalComponents.of(atlas.mu(), atlas.count(), dim));
    }

    /** Where the data of two dimensions are densest beside the lines of the axes, so that nothing fades there. */
    float[] densest() {
        float[] some = new float[2 * 400];
        IntStream.range(0, 400).forEach(i -> System.arraycopy(mu(25 * i), 0, some, 2 * i, 2));
        float[] density = Density.of(atlas).at(some, 0, 400);
        int best = IntStream.range(0, 400)
                .filter(i -> Math.min(Math.abs(some[2 * i]), Math.abs(some[2 * i + 1])) > 0.25)
                .reduce((a, b) -> density[b] > density[a] ? b : a)
                .getAsInt();
        return Arrays.copyOfRange(some, 2 * best, 2 * best + 2);
    }

    /** A mean of two dimensions, so far from the origin at most, that has no other nearer than so much. */
    float[] alone(double most, double room) {
        return IntStream.range(0, atlas.count())
                .mapToObj(this::mu)
                .filter(z -> Math.max(Math.abs(z[0]), Math.abs(z[1])) < most)
                .filter(z -> IntStream.range(0, atlas.count())
                                .filter(row -> distance(z, row) < room)
                                .count()
                        == 1)
                .findFirst()
                .orElseThrow();
    }

    /** The row whose mean is nearest to a code, by looking at each. */
    int nearest(float[] z) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < atlas.count(); row++) {
            double distance = distance(z, row);
            if (distance < least) {
                least = distance;
                best = row;
            }
        }
        return best;
    }

    /** From a code to the mean of a row. */
    double distance(float[] z, int row) {
        double sum = 0;
        for (int d = 0; d < z.length; d++) {
            double offset = (double) atlas.mu()[row * z.length + d] - z[d];
            sum += offset * offset;
        }
        return Math.sqrt(sum);
    }

    /** The decoded image of a grey model, (height, width), 0 to 255. */
    int[] decode(float[] z) {
        try {
            String code = Arrays.toString(z).replaceAll("[\\[\\] ]", "");
            HttpRequest request =
                    HttpRequest.newBuilder(api.resolve("decode?z=" + code)).build();
            HttpResponse<byte[]> answer = HTTP.send(request, BodyHandlers.ofByteArray());
            assertEquals(200, answer.statusCode(), request.uri().toString());
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
            Raster raster = image.getRaster();
            return raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** log p(x|z) of an image of values in [0,1], where the pixels are Bernoulli: by the mean that is decoded. */
    double logLikelihood(double[] x, double... z) {
        try {
            String code = Arrays.toString(z).replaceAll("[\\[\\] ]", "");
            HttpRequest request = HttpRequest.newBuilder(api.resolve("decode?z=" + code))
                    .header("Accept", "application/json")
                    .build();
            JsonNode mean = JSON.readTree(
                            HTTP.send(request, BodyHandlers.ofByteArray()).body())
                    .get("mean");
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double p = mean.get(i).asDouble();
                sum += (x[i] > 0 ? x[i] * Math.log(p) : 0) + (x[i] < 1 ? (1 - x[i]) * Math.log1p(-p) : 0);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the server says of a picture's bytes. */
    JsonNode encode(byte[] file, String query) {
        return posted(file, "encode" + query).get("images").get(0);
    }

    /** The server's report on a picture's bytes. */
    JsonNode report(byte[] file, String query) {
        return posted(file, "report" + query);
    }

    private JsonNode posted(byte[] file, String path) {
        try {
            BodyPublisher body = BodyPublishers.ofByteArray(file);
            HttpRequest request =
                    HttpRequest.newBuilder(api.resolve(path)).POST(body).build();
            HttpResponse<byte[]> answer = HTTP.send(request, BodyHandlers.ofByteArray());
            assertEquals(200, answer.statusCode(), request.uri().toString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
