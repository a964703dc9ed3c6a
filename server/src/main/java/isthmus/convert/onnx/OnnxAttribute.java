package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An AttributeProto: one of its parts has the value.
 *
 * @param reference the attribute of the function around it whose value is meant, or empty
 */
record OnnxAttribute(
        String name,
        double real,
        long integer,
        String text,
        OnnxTensor tensor,
        List<Double> reals,
        List<Long> integers,
        String reference) {
    static OnnxAttribute read(CodedInputStream in) throws IOException {
        String name = "";
        double real = 0;
        long integer = 0;
        String text = "";
        OnnxTensor tensor = null;
        List<Double> reals = new ArrayList<>();
        List<Long> integers = new ArrayList<>();
        String reference = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean packed = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> name = in.readString();
                case 2 -> real = in.readFloat();
                case 3 -> integer = in.readInt64();
                case 4 -> text = in.readBytes().toStringUtf8();
                case 5 -> tensor = Proto.message(in, OnnxTensor::read);
                case 7 -> Proto.numbers(in, packed, stream -> (double) stream.readFloat(), reals);
                case 8 -> Proto.numbers(in, packed, CodedInputStream::readInt64, integers);
                case 21 -> reference = in.readString();
                default -> in.skipField(tag);
            }
        }
        return new OnnxAttribute(name, real, integer, text, tensor, reals, integers, reference);
    }

    OnnxAttribute named(String other) {
        return new OnnxAttribute(other, real, integer, text, tensor, reals, integers, "");
    }
}
