package isthmus.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import isthmus.Failure;
import isthmus.Limit;
import isthmus.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes requests out of frames, and refuses what is none in a sentence. Any thread. */
public final class RequestReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Limits limits;

    public RequestReader(Limits limits) {
        this.limits = limits;
    }

    /** The question in a text that has the fields of its operation, and those alone. */
    public Question read(Op op, String text) {
        Fields fields = fields(text);
        if (fields.isAddressed()) {
            throw Failure.badInput("expected the fields of %s, found one of id, op, model and lane".formatted(op));
        }
        return op.question(fields);
    }

    private Fields fields(String text) {
        Fields fields = new Fields(limits);
        try (JsonParser json = JSON.createParser(text)) {
            fields.read(json);
        } catch (IOException e) {
            throw malformed(e);
        }
        return fields;
    }

    /** A request in a text frame. */
    public Request read(String text) {
        Fields fields = fields(text);
        if (!fields.arrays().isEmpty()) {
            throw Failure.badInput("arrays: expected them in a binary frame, found them in a text frame");
        }
        placeFiles(null, fields, List.of());
        return fields.request();
    }

    /** A request in a binary frame, of whose bytes nothing is kept. */
    public Request read(ByteBuffer bytes) {
        FrameReader frame = new FrameReader(bytes);
        Fields fields = new Fields(limits);
        try (JsonParser json = JSON.createParser(frame.head())) {
            fields.read(json);
        } catch (IOException e) {
            throw malformed(e);
        }
        if (fields.id() != null && fields.id() != frame.id()) {
            throw Failure.badInput("id: expected the frame's own, %d, found %d".formatted(frame.id(), fields.id()));
        }
        fields.setId(frame.id());
        place(frame, fields);
        return fields.request();
    }

    /** Puts the arrays where fields of their names would be. */
    private void place(FrameReader frame, Fields fields) {
        Set<String> names = new HashSet<>();
        List<FrameReader.Array> files = new ArrayList<>();
        for (FrameReader.Array array : fields.arrays()) {
            String name = array.part().name();
            if (!names.add(name)) {
                throw Failure.badInput(
                        "arrays: expected names that differ, found %s twice".formatted(Printable.shown(name)));
            }
            if (name.matches("file \\d{1,4}")) {
                files.add(array);
            } else {
                switch (name) {
                    case "codes", "keyframes" -> fields.put(name, frame.matrix(array));
                    case "z" -> fields.put(name, frame.floats(array));
                    case "images" ->
                        fields.put(
                                name,
                                images(
                                        array.part().type() == ArrayType.U1
                                                ? frame.shares(array)
                                                : frame.matrix(array)));
                    case "mask" -> fields.put(name, frame.mask(array));
                    default ->
                        throw Failure.badInput(
                                "arrays: expected codes, keyframes, z, images, mask or file 0 and on, found "
                                        + Printable.shown(name));
                }
            }
        }
        placeFiles(frame, fields, files);
    }

    private Matrix images(Matrix images) {
        Fields.atMost("images", "images", images.rows(), limits.get(Limit.MAX_IMAGES_PER_REQUEST));
        for (float value : images.values()) {
            if (value < 0 || value > 1) {
                throw Failure.badInput("images: expected values from 0 to 1, found " + value);
            }
        }
        return images;
    }

    /**
     * @param frame null where there are no arrays
     */
    private static void placeFiles(FrameReader frame, Fields fields, List<FrameReader.Array> arrays) {
        List<?> named = fields.value("files", List.class, List.of());
        List<Question.Encode.File> files = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String name = "file " + i;
            FrameReader.Array array = arrays.stream()
                    .filter(one -> one.part().name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Failure.badInput("files: expected an array \"%s\", found none".formatted(name)));
            if (array.part().type() != ArrayType.U1) {
                throw Failure.badInput("%s: expected an array u1, found %s"
                        .formatted(name, array.part().type()));
            }
            files.add(new Question.Encode.File((String) named.get(i), frame.bytes(array)));
        }
        if (files.size() != arrays.size()) {
            throw Failure.badInput("files: expected an array for each file and no more, found %d for %d"
                    .formatted(arrays.size(), files.size()));
        }
        fields.replaceFiles(files);
    }

    /** The id in a frame that is refused, or null where none can be read. */
    public static Long idIn(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            return id(json);
        } catch (IOException e) {
            return null;
        }
    }

    /** The id in a frame that is refused, or null where none can be read. */
    public static Long idIn(ByteBuffer bytes) {
        try {
            return new FrameReader(bytes).id();
        } catch (Failure e) {
            return null;
        }
    }

    private static Long id(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals("id");
            json.nextToken();
            if (found) {
                try {
                    return Values.whole(json, 0, Request.MOST);
                } catch (Failure e) {
                    return null;
                }
            }
            json.skipChildren();
        }
        return null;
    }

    private static Failure malformed(IOException e) {
        String reason = e instanceof JsonProcessingException wrong ? wrong.getOriginalMessage() : e.toString();
        return new Failure(Failure.Kind.BAD_INPUT, "expected JSON, found: " + Printable.shown(reason), e);
    }
}
