package isthmus.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import isthmus.Failure;
import isthmus.Limits;
import isthmus.wire.FieldDeserializer.Input;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Makes requests out of frames, and refuses in a sentence what is none. The JSON is read twice, first for the fields that
 * all requests have: they say what the others are, and may come last. Any thread.
 */
public final class RequestReader {
    private static final ObjectReader ENVELOPE = Json.STRICT.readerFor(Envelope.class);

    private final Limits limits;
    private final ObjectReader envelopes;

    public RequestReader(Limits limits) {
        this.limits = limits;
        envelopes = ENVELOPE.withAttribute(Input.class, new Input(null, limits));
    }

    /** The question in a text that has the fields of its operation, and those alone. */
    public Question read(Op op, String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        Envelope envelope = envelope(json);
        if (!envelope.isEmpty()) {
            throw Failure.badInput("", "the fields of " + op, "one of " + String.join(", ", Envelope.NAMES));
        }
        return question(op, envelope, json, ByteBuffer.allocate(0));
    }

    /** A request in a text frame. */
    public Request read(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        Envelope envelope = envelope(json);
        if (envelope.arrays() != null) {
            throw Failure.badInput("arrays", "them in a binary frame", "them in a text frame");
        }
        if (envelope.id() == null) {
            throw Failure.badInput("id", "a whole number from 0 to " + Request.MAX_ID, "none");
        }
        return request(envelope.id(), envelope, json, ByteBuffer.allocate(0));
    }

    /** A request in a binary frame, of whose bytes nothing is kept. */
    public Request read(ByteBuffer bytes) {
        FrameReader frame = new FrameReader(bytes);
        byte[] head = frame.head();
        Envelope envelope = envelope(head);
        if (envelope.id() != null && envelope.id() != frame.id()) {
            throw Failure.badInput("id", "the frame's own, " + frame.id(), envelope.id());
        }
        return request(frame.id(), envelope, head, frame.payload());
    }

    private Envelope envelope(byte[] json) {
        return Json.read(envelopes, Envelope.class, json);
    }

    private Request request(long id, Envelope envelope, byte[] json, ByteBuffer payload) {
        Op op = envelope.op();
        if (op == null) {
            throw Failure.badInput("op", Json.words(Op.class), "none");
        }
        Question question = question(op, envelope, json, payload);
        return new Request(id, op, envelope.model(), envelope.version(), envelope.lane(), question);
    }

    private Question question(Op op, Envelope envelope, byte[] json, ByteBuffer payload) {
        envelope.checkFields(op);
        FrameArrays arrays = new FrameArrays(payload, Objects.requireNonNullElse(envelope.arrays(), List.of()));
        ObjectReader reader = op.reader().withAttribute(Input.class, new Input(arrays, limits));
        Question question = Json.read(reader, Question.class, json).within(limits);
        arrays.checkAllTaken(op);
        return question;
    }

    /** The id in a frame that is refused, or null where none can be read. */
    public static Long idIn(String text) {
        try (JsonParser json = Json.STRICT.createParser(text)) {
            return json.nextToken() == JsonToken.START_OBJECT ? id(json) : null;
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
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals("id");
            if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && found) {
                long id = json.getLongValue();
                return id >= 0 && id <= Request.MAX_ID ? id : null;
            } else if (found) {
                return null;
            }
            json.skipChildren();
        }
        return null;
    }
}
