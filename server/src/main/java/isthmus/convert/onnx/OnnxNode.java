package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A NodeProto. An input that is left out has an empty name. */
record OnnxNode(
        String name,
        String domain,
        String operator,
        List<String> inputs,
        List<String> outputs,
        Map<String, OnnxAttribute> attributes) {
    static OnnxNode read(CodedInputStream in) throws IOException {
        String name = "";
        String domain = "";
        String operator = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> inputs.add(in.readString());
                case 2 -> outputs.add(in.readString());
                case 3 -> name = in.readString();
                case 4 -> operator = in.readString();
                case 5 -> {
                    OnnxAttribute attribute = Proto.message(in, OnnxAttribute::read);
                    attributes.put(attribute.name(), attribute);
                }
                case 7 -> domain = in.readString();
                default -> in.skipField(tag);
            }
        }
        return new OnnxNode(name, domain, operator, inputs, outputs, attributes);
    }

    /** Where it stands, for people. */
    String place() {
        String called = name.isEmpty() ? "a node" : "node '%s'".formatted(name);
        return outputs.isEmpty() ? called : "%s, which gives '%s'".formatted(called, outputs.get(0));
    }
}
