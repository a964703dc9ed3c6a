package isthmus.convert.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A ModelProto.
 *
 * @param version of ONNX's own operators
 */
record OnnxModel(OnnxGraph graph, int version, List<OnnxFunction> functions) {
    static OnnxModel read(CodedInputStream in) throws IOException {
        OnnxGraph graph = null;
        int version = 1;
        List<OnnxFunction> functions = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 7 -> graph = Proto.message(in, OnnxGraph::read);
                case 8 -> version = Math.max(version, Proto.message(in, OnnxModel::version));
                case 25 -> functions.add(Proto.message(in, OnnxFunction::read));
                default -> in.skipField(tag);
            }
        }
        return new OnnxModel(graph, version, functions);
    }

    private static int version(CodedInputStream in) throws IOException {
        String domain = "";
        long version = 1;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> domain = in.readString();
                case 2 -> version = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        return isOwn(domain) ? (int) version : 1;
    }

    /** Whether operators of this domain are ONNX's own. */
    static boolean isOwn(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
