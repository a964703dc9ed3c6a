package isthmus.convert.onnx;

import isthmus.convert.graph.Argument;

/** The types of numbers that converted networks compute in, by PyTorch's numbers for them. */
final class Types {
    static final Argument FLOAT = Argument.of(6);
    static final Argument INTEGER = Argument.of(4); // of 64 bits
    static final Argument BOOL = Argument.of(11);

    private Types() {}

    /** What stands for one of ONNX's types: real ones are all float32. */
    static Argument of(long onnx) {
        return switch ((int) onnx) {
            case 1, 10, 11, 16 -> FLOAT;
            case 9 -> BOOL;
            default -> INTEGER;
        };
    }
}
