package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the messages of ONNX have in common on the wire. */
final class Proto {
    /** Reads one value of a message. */
    interface Field<T> {
        T read(CodedInputStream in) throws IOException;
    }

    private Proto() {}

    /** A message within another. */
    static <T> T message(CodedInputStream in, Field<T> reader) throws IOException {
        int end = in.pushLimit(in.readRawVarint32());
        T message = reader.read(in);
        in.popLimit(end);
        return message;
    }

    /** A number, or a run of them. */
    static <T> void numbers(CodedInputStream in, boolean packed, Field<T> reader, List<T> into) throws IOException {
        if (!packed) {
            into.add(reader.read(in));
            return;
        }
        int end = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            into.add(reader.read(in));
        }
        in.popLimit(end);
    }

    static String entry(CodedInputStream in, Map<String, String> into) throws IOException {
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> key = in.readString();
                case 2 -> value = in.readString();
                default -> in.skipField(tag);
            }
        }
        into.put(key, value);
        return key;
    }
}
