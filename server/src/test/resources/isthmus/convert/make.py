"""Makes the files beside it, with PyTorch 1.13: python3 make.py"""

import io
import json
import zipfile

import torch
from torch import nn

torch.manual_seed(7)


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(2, channels)
        self.qkv = nn.Conv2d(channels, 3 * channels, 1)

    def forward(self, x):
        b, c, h, w = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(b, 3, c, h * w).unbind(1)
        weights = torch.softmax(q.transpose(1, 2) @ k * c**-0.5, -1)
        return x + (v @ weights.transpose(1, 2)).view(b, c, h, w)


class Vae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(3, 4, 3, 2, 1), nn.BatchNorm2d(4), nn.LeakyReLU(0.2), Attention(4),
            nn.Conv2d(4, 4, 3, 2, 1), nn.GELU(), nn.Flatten(), nn.Linear(16, 6))
        self.start = nn.Linear(3, 16)
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(4, 4, 4, 2, 1), nn.BatchNorm2d(4), nn.SiLU(),
            nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(4, 3, 3, 1, 1), nn.Sigmoid())
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                nn.init.normal_(module.running_mean, 0, 0.3)
                nn.init.uniform_(module.running_var, 0.5, 2)

    def encode(self, x):
        return self.encoder(x).chunk(2, 1)

    def decode(self, z):
        return self.decoder(self.start(z).view(z.shape[0], 4, 2, 2))

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)
        return self.decode(z), mu, logvar


def numbers(name, *tensors):
    with open(name, "w") as out:
        for tensor in tensors:
            print(*tensor.shape, file=out)
            print(*["%.8g" % value for value in tensor.detach().flatten().tolist()], file=out)


vae = Vae().eval()
names = ["reconstruction", "mu", "logvar"]
torch.onnx.export(
    vae, torch.rand(2, 3, 8, 8), "vae.onnx", opset_version=13, input_names=["image"], output_names=names,
    dynamic_axes={name: {0: "batch"} for name in ["image"] + names})
torch.onnx.export(
    vae, torch.rand(1, 3, 8, 8), "vae-one.onnx", opset_version=16, input_names=["image"], output_names=names)
x, z = torch.rand(3, 3, 8, 8), torch.randn(3, 3)
numbers("vae.txt", x, z, vae.decode(z), *vae.encode(x))

# An exported program in the archive of PyTorch 2.1 to 2.6: its graph by hand as the schema has it, its tensors by torch.save.
net = nn.Linear(4, 9)


def saved(value):
    buffer = io.BytesIO()
    torch.save(value, buffer)
    return buffer.getvalue()


def meta(*sizes):
    return {"dtype": 7, "sizes": [{"as_int": side} if side else {"as_expr": {"expr_str": "s0"}} for side in sizes]}


def tensor(name):
    return {"as_tensor": {"name": name}}


program = {
    "graph_module": {
        "graph": {
            "nodes": [{
                "target": "torch.ops.aten.linear.default",
                "inputs": [
                    {"name": "input", "arg": tensor("z")},
                    {"name": "weight", "arg": tensor("p_weight")},
                    {"name": "bias", "arg": tensor("p_bias")}],
                "outputs": [tensor("linear")],
                "metadata": {}}],
            "tensor_values": {"z": meta(0, 4), "linear": meta(0, 9)}},
        "signature": {
            "input_specs": [
                {"parameter": {"arg": {"name": "p_weight"}, "parameter_name": "weight"}},
                {"parameter": {"arg": {"name": "p_bias"}, "parameter_name": "bias"}},
                {"user_input": {"arg": tensor("z")}}],
            "output_specs": [{"user_output": {"arg": tensor("linear")}}]}}}
z = torch.randn(2, 4)
with zipfile.ZipFile("linear.pt2", "w") as archive:
    archive.writestr("serialized_exported_program.json", json.dumps(program))
    archive.writestr("serialized_state_dict.pt", saved(net.state_dict()))
    archive.writestr("serialized_constants.pt", saved({}))
    archive.writestr("serialized_example_inputs.pt", saved(((z,), {})))
    archive.writestr("version", "8.2")
numbers("linear.txt", z, net(z))
