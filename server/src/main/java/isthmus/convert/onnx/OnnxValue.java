package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import isthmus.convert.graph.Port;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A ValueInfoProto of a tensor: its name, and its sides, −1 where one is free; null where they are not stated. */
record OnnxValue(String name, List<Integer> sides) {
    static OnnxValue read(CodedInputStream in) throws IOException {
        String name = "";
        List<Integer> sides = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> name = in.readString();
                case 2 -> sides = Proto.message(in, type -> only(type, 1, tensor -> only(tensor, 2, OnnxValue::shape)));
                default -> in.skipField(tag);
            }
        }
        return new OnnxValue(name, sides);
    }

    /** The one field that counts of a message, or null. */
    private static <T> T only(CodedInputStream in, int field, Proto.Field<T> reader) throws IOException {
        T found = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == field) {
                found = Proto.message(in, reader);
            } else {
                in.skipField(tag);
            }
        }
        return found;
    }

    private static List<Integer> shape(CodedInputStream in) throws IOException {
        List<Integer> sides = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                sides.add(Proto.message(in, OnnxValue::side));
            } else {
                in.skipField(tag);
            }
        }
        return sides;
    }

    private static int side(CodedInputStream in) throws IOException {
        long side = -1;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 1) {
                side = in.readInt64();
            } else {
                in.skipField(tag);
            }
        }
        return side < 1 || side > Integer.MAX_VALUE ? -1 : (int) side;
    }

    Port port(String value) {
        return new Port(
                name,
                value,
                sides == null
                        ? null
                        : sides.stream().mapToInt(Integer::intValue).toArray());
    }
}
