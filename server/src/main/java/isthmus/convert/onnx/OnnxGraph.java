package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A GraphProto. */
record OnnxGraph(List<OnnxNode> nodes, List<OnnxTensor> initializers, List<OnnxValue> inputs, List<OnnxValue> outputs) {
    static OnnxGraph read(CodedInputStream in) throws IOException {
        OnnxGraph graph = new OnnxGraph(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> graph.nodes.add(Proto.message(in, OnnxNode::read));
                case 5 -> graph.initializers.add(Proto.message(in, OnnxTensor::read));
                case 11 -> graph.inputs.add(Proto.message(in, OnnxValue::read));
                case 12 -> graph.outputs.add(Proto.message(in, OnnxValue::read));
                default -> in.skipField(tag);
            }
        }
        return graph;
    }
}
