"""Exports an autoencoder from PyTorch 2.5 or newer, so that Isthmus can import it without its code.

    python export.py --model vae.py:VAE --arguments '{"latent": 20}' --checkpoint vae.pth --images some-images
    isthmus import export

It writes encoder.pt2 and decoder.pt2. The encoder gives what the model's encode method gives, the mean of the code
first; the decoder takes that mean. Each file keeps eight inputs and what the model made of them, by which the import is
checked.
"""

import argparse
import base64
import importlib
import importlib.util
import json
import pathlib
import pickle
import struct
import sys

import torch

# What is known of the model; options of the same names say otherwise.
MODEL = ""  # module:Class or file.py:Class; an instance does as well as a class
ARGUMENTS = "{}"  # of the class, as JSON
CHECKPOINT = ""  # what torch.save wrote; none for a model that has its weights
KEY = ""  # of the model in the checkpoint, where that holds more
WHOLE = False  # whether the checkpoint holds a module rather than a state dict
ENCODE = "encode"  # method that takes images
DECODE = "decode"  # method that takes codes
SHAPE = [1, 28, 28]  # channels, height and width of an image
CODE = 0  # numbers in a code, where they are known
RANGE = [0.0, 1.0]  # black and white, as the model was trained

EXAMPLES = "isthmus-examples.json"
COUNT = 8  # examples; more than one, or the batch would not be taken for a dimension that varies
PREFIXES = ("module.", "_orig_mod.", "model.", "net.", "network.", "vae.", "autoencoder.")


def fail(sentence):
    sys.exit("export.py: " + sentence)


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--model", default=MODEL, help="module:Class or file.py:Class")
    parser.add_argument("--arguments", default=ARGUMENTS, help="of the class, as JSON")
    parser.add_argument("--checkpoint", default=CHECKPOINT, help="what torch.save wrote")
    parser.add_argument("--key", default=KEY, help="of the model in the checkpoint")
    parser.add_argument("--whole", action="store_true", default=WHOLE, help="the checkpoint holds a module")
    parser.add_argument("--trust", action="store_true", help="run the code that a checkpoint names")
    parser.add_argument("--encode", default=ENCODE, help="method that takes images")
    parser.add_argument("--decode", default=DECODE, help="method that takes codes")
    parser.add_argument("--images", help="folder of pictures such as the model was trained on")
    parser.add_argument("--shape", nargs=3, type=int, default=SHAPE, metavar=("CHANNELS", "HEIGHT", "WIDTH"))
    parser.add_argument("--range", nargs=2, type=float, default=RANGE, metavar=("BLACK", "WHITE"))
    parser.add_argument("--out", default="export", help="folder to write")
    return parser.parse_args()


def named(name):
    """The class, function or instance of module:name or file.py:name."""
    place, _, attribute = name.rpartition(":")
    if not place:
        fail("expected --model module:Class or file.py:Class, found " + repr(name))
    if place.endswith(".py"):
        file = pathlib.Path(place).resolve()
        sys.path.insert(0, str(file.parent))
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        sys.modules[file.stem] = module
        spec.loader.exec_module(module)
    else:
        module = importlib.import_module(place)
    return getattr(module, attribute)


def weights(model, state):
    """Loads a state dict, whose names may have a word before them that a training program put there."""
    own = set(model.state_dict())
    for prefix in PREFIXES:
        if set(state) != own and all(name.startswith(prefix) for name in state):
            state = {name[len(prefix) :]: value for name, value in state.items()}
    model.load_state_dict(state)


def load(asked):
    if asked.whole and not asked.trust:
        fail(asked.checkpoint + " holds a module, and to load it runs the code that it names; --trust allows it")
    checkpoint = None
    if asked.checkpoint:
        try:
            checkpoint = torch.load(asked.checkpoint, map_location="cpu", weights_only=not asked.trust)
        except pickle.UnpicklingError as error:
            fail("%s holds more than weights; --trust runs the code that it names: %s" % (asked.checkpoint, error))
        if asked.key:
            checkpoint = checkpoint[asked.key]
    if asked.whole:
        return checkpoint
    found = named(asked.model)
    model = found if isinstance(found, torch.nn.Module) else found(**json.loads(asked.arguments))
    if checkpoint is not None:
        weights(model, checkpoint)
    return model


def pictures(asked):
    """Images (count, channels, height, width), scaled as the model takes them."""
    channels, height, width = asked.shape
    if not asked.images:
        print("Without --images, noise is what is kept; its range tells less than that of images.")
        images = torch.rand(COUNT, channels, height, width)
    else:
        from PIL import Image

        known = Image.registered_extensions()
        files = sorted(file for file in pathlib.Path(asked.images).rglob("*") if file.suffix.lower() in known)
        if len(files) < 2:
            fail("expected two or more pictures in %s, found %d" % (asked.images, len(files)))
        rows = []
        for file in files[:: max(1, len(files) // COUNT)][:COUNT]:
            image = Image.open(file).convert({1: "L", 3: "RGB", 4: "RGBA"}[channels])
            if image.size != (width, height):
                print("%s is scaled from %dx%d to %dx%d." % ((file,) + image.size + (width, height)))
                image = image.resize((width, height))
            levels = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
            rows.append(levels.reshape(height, width, channels).permute(2, 0, 1) / 255)
        images = torch.stack(rows)
    black, white = asked.range
    return images * (white - black) + black


def tensors(output):
    """The tensors of what a method gives; those of a Gaussian are its mean and log variance."""
    if isinstance(output, torch.Tensor):
        return [output]
    if isinstance(output, torch.distributions.Independent):
        return tensors(output.base_dist)
    if isinstance(output, torch.distributions.Normal):
        return [output.loc, 2 * torch.log(output.scale)]
    if isinstance(output, torch.distributions.Distribution):
        return [output.mean]
    for name in ("latent_dist", "latents", "sample"):
        inner = getattr(output, name, None)
        if inner is not None and not callable(inner):
            return tensors(inner)
    if isinstance(getattr(output, "logvar", None), torch.Tensor):
        return [output.mean, output.logvar]
    if isinstance(output, dict):
        output = list(output.values())
    if isinstance(output, (tuple, list)):
        return [tensor for part in output if part is not None for tensor in tensors(part)]
    return []  # such as a loss as a number


class Method(torch.nn.Module):
    """One method of a model as a module of its own, which gives some of the method's tensors."""

    def __init__(self, model, method):
        super().__init__()
        self.model = model
        self.method = method
        self.kept = None  # numbers of the outputs; all before it is set

    def forward(self, x):
        outputs = tensors(getattr(self.model, self.method)(x))
        return tuple(outputs if self.kept is None else [outputs[i] for i in self.kept])


def keep_certain(half, inputs):
    """Keeps the outputs that have a row for each input and are the same under another seed: no samples, no losses."""
    torch.manual_seed(1)
    first = half(inputs)
    torch.manual_seed(2)
    second = half(inputs)
    half.kept = [
        i
        for i, (one, other) in enumerate(zip(first, second))
        if one.dim() > 1 and len(one) == len(inputs) and torch.equal(one, other)
    ]
    if not half.kept:
        fail("%s gives nothing but random draws; name a method that gives the mean of the code" % half.method)
    if len(half.kept) < len(first):
        print("Of %d outputs of %s, %s are kept." % (len(first), half.method, [i + 1 for i in half.kept]))


def packed(tensor):
    """Shape and little-endian numbers, row by row."""
    numbers = tensor.detach().to(torch.float32).flatten().tolist()
    data = struct.pack("<%df" % len(numbers), *numbers)
    return {"shape": list(tensor.shape), "float32": base64.b64encode(data).decode()}


def export(half, inputs, file):
    outputs = half(inputs)
    program = torch.export.export(
        half, (inputs,), dynamic_shapes=({0: torch.export.Dim("batch")},), strict=False
    )
    for count in (len(inputs), 2):
        for expected, found in zip(outputs, program.module()(inputs[:count])):
            difference = (expected[:count] - found).abs().max().item()
            if not difference <= 1e-3 * max(1.0, expected.abs().max().item()):
                fail("%s of %d rows differs from the model by %g" % (file.name, count, difference))
    # Inputs and outputs are kept in an extra file, as text: what the archive itself keeps of inputs is a pickle, and it
    # has no outputs.
    examples = json.dumps({"inputs": packed(inputs), "outputs": [packed(output) for output in outputs]})
    torch.export.save(program, str(file), extra_files={EXAMPLES: examples})
    shapes = ", ".join("x".join(str(side) for side in output.shape[1:]) for output in outputs)
    print("%s: %s to %s" % (file, "x".join(str(side) for side in inputs.shape[1:]), shapes))


def main():
    asked = options()
    sys.path.insert(0, "")  # classes are often beside one
    model = load(asked)
    if not isinstance(model, torch.nn.Module):
        fail("expected a torch.nn.Module, found a " + type(model).__name__)
    model = model.float().cpu().eval()
    for method in (asked.encode, asked.decode):
        if not hasattr(model, method):
            fail("%s has no method %s; name one with --encode or --decode" % (type(model).__name__, method))
    out = pathlib.Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        images = pictures(asked)
        encoder = Method(model, asked.encode).eval()
        keep_certain(encoder, images)
        codes = encoder(images)[0]
        if CODE and codes[0].numel() != CODE:
            print("A code has %d numbers, where %d were guessed from the weights." % (codes[0].numel(), CODE))
        decoder = Method(model, asked.decode).eval()
        keep_certain(decoder, codes)
        decoder.kept = decoder.kept[:1]
        export(encoder, images, out / "encoder.pt2")
        export(decoder, codes, out / "decoder.pt2")
    print("Import it with: isthmus import " + str(out))


if __name__ == "__main__":
    main()
