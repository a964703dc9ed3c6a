package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A FunctionProto: an operator that the file defines by others. */
record OnnxFunction(
        String domain,
        String name,
        List<String> inputs,
        List<String> outputs,
        List<OnnxNode> nodes,
        Map<String, OnnxAttribute> defaults) {
    static OnnxFunction read(CodedInputStream in) throws IOException {
        String domain = "";
        String name = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<OnnxNode> nodes = new ArrayList<>();
        Map<String, OnnxAttribute> defaults = new LinkedHashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> name = in.readString();
                case 4 -> inputs.add(in.readString());
                case 5 -> outputs.add(in.readString());
                case 7 -> nodes.add(Proto.message(in, OnnxNode::read));
                case 10 -> domain = in.readString();
                case 11 -> {
                    OnnxAttribute attribute = Proto.message(in, OnnxAttribute::read);
                    defaults.put(attribute.name(), attribute);
                }
                default -> in.skipField(tag);
            }
        }
        return new OnnxFunction(domain, name, inputs, outputs, nodes, defaults);
    }

    /** The function's own nodes in place of a call, with the call's values and attributes. */
    List<OnnxNode> body(OnnxNode call) {
        List<OnnxNode> body = new ArrayList<>();
        String within = call.outputs().isEmpty() ? call.name() : call.outputs().get(0);
        for (OnnxNode node : nodes) {
            Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
            node.attributes().forEach((key, attribute) -> {
                OnnxAttribute meant = attribute.reference().isEmpty()
                        ? attribute
                        : call.attributes().getOrDefault(attribute.reference(), defaults.get(attribute.reference()));
                if (meant != null) {
                    attributes.put(key, meant.named(key));
                }
            });
            body.add(new OnnxNode(
                    node.name().isEmpty() ? call.name() : call.name() + "/" + node.name(),
                    node.domain(),
                    node.operator(),
                    node.inputs().stream()
                            .map(one -> renamed(one, call, within))
                            .toList(),
                    node.outputs().stream()
                            .map(one -> renamed(one, call, within))
                            .toList(),
                    attributes));
        }
        return body;
    }

    private String renamed(String value, OnnxNode call, String within) {
        int given = inputs.indexOf(value);
        if (value.isEmpty() || given >= call.inputs().size()) {
            return "";
        }
        int result = outputs.indexOf(value);
        return given >= 0
                ? call.inputs().get(given)
                : result >= 0 && result < call.outputs().size() ? call.outputs().get(result) : within + "/" + value;
    }
}
