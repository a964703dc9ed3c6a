package isthmus.convert.pt2;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import isthmus.Failure;
import isthmus.convert.ConvertedModel;
import isthmus.convert.Examples;
import isthmus.convert.ExamplesFile;
import isthmus.convert.graph.Graph;
import isthmus.convert.graph.Networks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads {@code .pt2} files, as torch.export.save writes them. Any thread. */
public final class Pt2File {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final String MODELS = "models/";

    /** As files had it up to PyTorch 2.6. */
    private static final String OLD_PROGRAM = "serialized_exported_program.json";

    private Pt2File() {}

    public static ConvertedModel read(Path file) {
        String where = String.valueOf(file.getFileName());
        try (Archive archive = new Archive(file)) {
            List<ConvertedModel> networks = new ArrayList<>();
            for (String part : archive.names().toList()) {
                int at = part.lastIndexOf(MODELS);
                String name = part.substring(at + MODELS.length());
                if (at >= 0 && (at == 0 || part.charAt(at - 1) == '/') && name.endsWith(".json")) {
                    String folder = part.substring(0, at);
                    networks.add(network(where, archive, folder, name.substring(0, name.length() - ".json".length())));
                }
            }
            if (archive.has(OLD_PROGRAM)) {
                networks.add(oldNetwork(where, archive));
            }
            return withExamples(joined(networks), archive);
        } catch (Failure e) {
            throw e.where().equals(where) ? e : e.at(where);
        } catch (ZipException e) {
            throw Failure.badInput(where, "a zip, as torch.export.save writes it", e.getMessage())
                    .causedBy(e);
        } catch (IOException e) {
            throw Failure.badInput(where, "a .pt2 file that can be read", e.getMessage())
                    .causedBy(e);
        }
    }

    /** Whether a file is one of these, by what is in it. */
    public static boolean recognises(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .anyMatch(name -> name.equals(OLD_PROGRAM) || name.matches("(.*/)?" + MODELS + "[^/]*\\.json"));
        } catch (IOException e) {
            return false;
        }
    }

    /** With the examples that our export script keeps beside the graph, which have outputs too. */
    private static ConvertedModel withExamples(ConvertedModel model, Archive archive) throws IOException {
        Optional<String> kept = archive.names()
                .filter(name -> name.endsWith("/" + ExamplesFile.NAME))
                .findFirst();
        return kept.isEmpty()
                ? model
                : new ConvertedModel(
                        model.encoder(),
                        model.decoder(),
                        model.image(),
                        model.pixels(),
                        Optional.of(ExamplesFile.read(archive.part(kept.get()))),
                        model.batch(),
                        model.remarks());
    }

    private static ConvertedModel network(String where, Archive archive, String folder, String name)
            throws IOException {
        Map<String, ExportedProgram.Stored> tensors = new HashMap<>();
        for (String kind : List.of("weights", "constants")) {
            String place = folder + "data/" + kind + "/";
            String config = place + name + "_" + kind + "_config.json";
            if (archive.has(config)) {
                read(archive, place, JSON.readTree(archive.part(config)).path("config"), tensors);
            } else { // the first files of this form have a pickle instead
                pickled(archive, tensors, place + name + ".pt");
            }
        }
        return network(
                where,
                archive,
                folder + MODELS + name + ".json",
                tensors,
                folder + "data/sample_inputs/" + name + ".pt");
    }

    private static ConvertedModel oldNetwork(String where, Archive archive) throws IOException {
        Map<String, ExportedProgram.Stored> tensors = new HashMap<>();
        pickled(archive, tensors, "serialized_state_dict.pt");
        pickled(archive, tensors, "serialized_state_dict.json"); // a pickle in spite of its name
        pickled(archive, tensors, "serialized_constants.pt");
        pickled(archive, tensors, "serialized_constants.json");
        return network(where, archive, OLD_PROGRAM, tensors, "serialized_example_inputs.pt");
    }

    private static ConvertedModel network(
            String where, Archive archive, String program, Map<String, ExportedProgram.Stored> tensors, String samples)
            throws IOException {
        ExportedProgram exported = new ExportedProgram(
                JSON.readTree(archive.part(program)), tensor -> Optional.ofNullable(tensors.get(tensor)));
        Graph graph = exported.graph();
        Optional<Examples> examples = !archive.has(samples)
                ? Optional.empty()
                : SavedTensors.onlyArgument(samples, archive)
                        .map(input -> new Examples(input.shape(), input.floats(), List.of()));
        return Networks.of(where, graph, examples, exported.remarks());
    }

    private static void pickled(Archive archive, Map<String, ExportedProgram.Stored> tensors, String name)
            throws IOException {
        if (archive.has(name)) {
            tensors.putAll(SavedTensors.named(name, archive));
        }
    }

    private static void read(
            Archive archive, String place, JsonNode config, Map<String, ExportedProgram.Stored> tensors)
            throws IOException {
        for (Map.Entry<String, JsonNode> one : config.properties()) {
            JsonNode payload = one.getValue();
            if (payload.path("use_pickle").asBoolean()) {
                continue; // an object of another kind, which fails where a node asks for it
            }
            JsonNode meta = payload.path("tensor_meta");
            ByteBuffer bytes = ByteBuffer.wrap(
                    archive.part(place + payload.path("path_name").asText()));
            tensors.put(
                    one.getKey(),
                    new ExportedProgram.Stored(
                            Payload.constant(archive, one.getKey(), bytes, meta), Payload.isTruth(meta)));
        }
    }

    /** One network, or an encoder and a decoder that were saved into one file. */
    private static ConvertedModel joined(List<ConvertedModel> networks) {
        if (networks.size() == 1) {
            return networks.get(0);
        }
        if (networks.isEmpty()) {
            throw Failure.badInput("", "an exported program, or an encoder and a decoder", "none");
        }
        List<ConvertedModel> encoders =
                networks.stream().filter(one -> one.decoder().isEmpty()).toList();
        List<ConvertedModel> decoders =
                networks.stream().filter(one -> one.encoder().isEmpty()).toList();
        if (networks.size() != 2 || encoders.size() != 1 || decoders.size() != 1) {
            throw Failure.badInput(
                    "", "an exported program, or an encoder and a decoder", networks.size() + " programs");
        }
        ConvertedModel encoder = encoders.get(0);
        ConvertedModel decoder = decoders.get(0);
        List<String> remarks = new ArrayList<>(encoder.remarks());
        remarks.addAll(decoder.remarks());
        return new ConvertedModel(
                encoder.encoder(),
                decoder.decoder(),
                encoder.image().or(decoder::image),
                Optional.empty(),
                encoder.examples(),
                encoder.batch().isPresent() ? encoder.batch() : decoder.batch(),
                remarks);
    }
}
