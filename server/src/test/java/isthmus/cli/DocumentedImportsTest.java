package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import isthmus.convert.Array;
import isthmus.convert.diffusers.ExactAutoencoder;
import isthmus.convert.onnx.OnnxBuilder;
import isthmus.convert.pt2.Pt2Builder;
import isthmus.image.PictureFiles;
import isthmus.image.Shape;
import isthmus.importing.ExactVae;
import isthmus.model.Catalogue;
import isthmus.model.ModelCard;
import isthmus.model.ModelFolder;
import isthmus.npz.NpzWriter;
import isthmus.torchscript.ScriptMethod;
import isthmus.torchscript.Tensor;
import isthmus.torchscript.TorchScript;
import isthmus.train.SmallModels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that models/README.md gives for each format, run on such files of one VAE. */
class DocumentedImportsTest {
    private static final Path PAGE =
            Path.of(System.getProperty("isthmus.root", "..")).resolve("models/README.md");
    private static final Shape SHAPE = new Shape(1, 12, 12);
    private static final ExactVae VAE = ExactVae.gaussian(SHAPE);
    private static final int COLOURS = 12; // pictures for the autoencoder of diffusers

    /** Weights of a layer that gives its bias. */
    private static final Array NOTHING = Array.fill(new int[] {ExactVae.DIM, SHAPE.size()}, place -> 0);

    @TempDir
    Path folder;

    private static Array array(Tensor tensor) {
        double[] values = new double[tensor.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.values()[i];
        }
        return Array.of(tensor.shape(), values);
    }

    /** The log variance, which is the same for each image of this VAE. */
    private static Array logVariance() {
        float[] bend = VAE.encoder().get(2).values();
        double[] logVariance = new double[ExactVae.DIM];
        for (int d = 0; d < ExactVae.DIM; d++) {
            double precision = 1;
            for (int v = 0; v < SHAPE.size(); v++) {
                precision += bend[d * SHAPE.size() + v];
            }
            logVariance[d] = -Math.log(precision);
        }
        return Array.of(new int[] {ExactVae.DIM}, logVariance);
    }

    @BeforeEach
    void writeFiles() throws IOException {
        writeImages();
        List<String> flat = List.of("x = torch.flatten(x, 1)");
        Path export = Files.createDirectory(folder.resolve("export"));
        VAE.writeEncoder(export.resolve("encoder.pt"), flat, "(mu, logvar)", SmallModels.TWO);
        VAE.writeDecoder(export.resolve("decoder.pt"), List.of("z = x"), "y", SmallModels.ONE);
        writeWholeScript();
        writeOnnx();
        writePt2();
        ExactAutoencoder.write(Files.createDirectory(folder.resolve("autoencoder")));
        Path colours = Files.createDirectory(folder.resolve("colours"));
        for (int i = 0; i < COLOURS; i++) {
            Files.write(colours.resolve(i + ".png"), ExactAutoencoder.picture(i));
        }
    }

    private void writeImages() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        byte[] all = new byte[VAE.images().length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) Math.round(255 * VAE.images()[i]);
        }
        for (int i = 0; i < ExactVae.COUNT; i++) {
            var image = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY);
            for (int p = 0; p < SHAPE.size(); p++) {
                image.getRaster().setSample(p % 12, p / 12, 0, all[i * SHAPE.size() + p] & 0xFF);
            }
            Files.write(pictures.resolve(i + ".png"), PictureFiles.file(image, "png"));
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("pictures.npz"))) {
            NpzWriter npz = new NpzWriter(out);
            npz.add("images", all, ExactVae.COUNT, 12, 12);
            npz.finish();
        }
    }

    private void writeWholeScript() {
        List<Tensor> tensors = new ArrayList<>(VAE.encoder());
        tensors.addAll(VAE.decoder());
        ScriptMethod encode = new ScriptMethod(
                "encode",
                List.of("x: Tensor"),
                List.of("f = torch.flatten(x, 1)", "p = torch.add(torch.linear(torch.ones_like(f), self.bend_w), 1.)"),
                "(torch.linear(f, self.mean_w, self.mean_b), torch.neg(torch.log(p)))",
                SmallModels.TWO);
        ScriptMethod decode = new ScriptMethod(
                "decode", List.of("z: Tensor"), List.of(), "torch.linear(z, self.out_w, self.out_b)", SmallModels.ONE);
        new TorchScript("Vae", tensors, List.of(encode, decode)).write(folder.resolve("vae.pt"));
    }

    private static OnnxBuilder encode(OnnxBuilder graph) {
        return graph.input("image", -1, 1, 12, 12)
                .constant("mean_w", array(VAE.encoder().get(0)))
                .constant("mean_b", array(VAE.encoder().get(1)))
                .constant("nothing", NOTHING)
                .constant("spread", logVariance())
                .node("Flatten", "image", "flat")
                .node("Gemm", "flat mean_w mean_b", "mu", "transB", 1)
                .node("Gemm", "flat nothing spread", "logvar", "transB", 1);
    }

    private static OnnxBuilder decode(OnnxBuilder graph, String code) {
        return graph.constant("out_w", array(VAE.decoder().get(0)))
                .constant("out_b", array(VAE.decoder().get(1)))
                .integers("sides", -1, 1, 12, 12)
                .node("Gemm", code + " out_w out_b", "pixels", "transB", 1)
                .node("Reshape", "pixels sides", "reconstruction")
                .output("reconstruction", -1, 1, 12, 12);
    }

    private void writeOnnx() {
        encode(new OnnxBuilder())
                .output("mu", -1, ExactVae.DIM)
                .output("logvar", -1, ExactVae.DIM)
                .write(folder.resolve("encoder.onnx"));
        decode(new OnnxBuilder().input("z", -1, ExactVae.DIM), "z").write(folder.resolve("decoder.onnx"));
        decode(encode(new OnnxBuilder()), "mu")
                .output("mu", -1, ExactVae.DIM)
                .output("logvar", -1, ExactVae.DIM)
                .write(folder.resolve("vae.onnx"));
    }

    private void writePt2() {
        new Pt2Builder()
                .weight("mean_w", array(VAE.encoder().get(0)))
                .weight("mean_b", array(VAE.encoder().get(1)))
                .weight("nothing", NOTHING)
                .weight("spread", logVariance())
                .input("image", -1, 1, 12, 12)
                .node("torch.ops.aten.flatten.using_ints", "flat", "self=image start_dim=1")
                .node("torch.ops.aten.linear.default", "mu", "input=flat weight=mean_w bias=mean_b")
                .node("torch.ops.aten.linear.default", "logvar", "input=flat weight=nothing bias=spread")
                .output("mu", -1, ExactVae.DIM)
                .output("logvar", -1, ExactVae.DIM)
                .write(folder.resolve("encoder.pt2"));
        new Pt2Builder()
                .weight("out_w", array(VAE.decoder().get(0)))
                .weight("out_b", array(VAE.decoder().get(1)))
                .input("z", -1, ExactVae.DIM)
                .node("torch.ops.aten.linear.default", "pixels", "input=z weight=out_w bias=out_b")
                .output("pixels", -1, SHAPE.size())
                .write(folder.resolve("decoder.pt2"));
    }

    @Test
    void eachCommandMakesTheSameModelOfItsFormat() throws IOException {
        Path models = folder.resolve("models");
        List<String> commands = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("isthmus import "))
                .map(line -> line.substring("isthmus import ".length()).replaceFirst(" *#.*", ""))
                .toList();
        assertEquals(6, commands.size());
        for (String command : commands) {
            List<String> words = new ArrayList<>();
            for (String word : command.split(" ")) {
                words.add(
                        Files.exists(folder.resolve(word))
                                ? folder.resolve(word).toString()
                                : word);
            }
            words.addAll(List.of("--models", models.toString(), "--replace"));
            StringWriter printed = new StringWriter();
            int status = new CommandLine(new ImportCommand())
                    .setOut(new PrintWriter(printed))
                    .setExecutionExceptionHandler((e, line, parsed) -> {
                        printed.append(e.getMessage());
                        return 1;
                    })
                    .execute(words.toArray(String[]::new));
            assertEquals(0, status, command + ": " + printed);
            assertTrue(printed.toString().contains("Imported"), printed.toString());
            boolean diffusers = command.startsWith("autoencoder");
            String id = diffusers
                    ? "autoencoder"
                    : command.contains("--id") ? command.replaceFirst(".*--id (\\S+).*", "$1") : "vae";
            ModelFolder model = Catalogue.read(models).model(id);
            ModelCard card = model.card();
            if (diffusers) {
                assertEquals(ExactAutoencoder.SHAPE, card.input().shape());
                assertEquals(List.of(3, 8, 8), card.latent().shape());
                assertEquals(COLOURS, card.atlas().count());
                continue;
            }
            assertEquals(SHAPE, card.input().shape(), command);
            assertEquals(ExactVae.SIGMA, card.likelihood().sigma().get(0), 0.003, command);
            assertEquals(ExactVae.COUNT, card.atlas().count(), command);
            assertEquals(ExactVae.COUNT, card.provenance().imported().images(), command);
        }
    }
}
