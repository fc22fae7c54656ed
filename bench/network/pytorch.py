"""The reference autoencoder in PyTorch, driven line by line: one JSON task in, one JSON answer out.

Arguments: a .npy file of float32 images N x 1 x H x W in [0, 1], and the device: cpu or cuda.
"""

import json
import signal
import sys
import time

import numpy as np
import torch
from torch import nn

# A terminal sends Ctrl-C here too, but the end of the input is what ends this process.
signal.signal(signal.SIGINT, signal.SIG_IGN)

images = torch.from_numpy(np.load(sys.argv[1])).to(sys.argv[2])
synchronize = torch.cuda.synchronize if images.is_cuda else lambda: None


def block(channels):
    return [nn.Conv2d(channels, 32, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(32)]


def upsample():
    return nn.Upsample(scale_factor=2, mode="nearest")


torch.manual_seed(0)
encoder = nn.Sequential(*block(1), nn.MaxPool2d(2), *block(32), nn.MaxPool2d(2))
output = [nn.Conv2d(32, 1, 3, padding=1), nn.Sigmoid()]
decoder = nn.Sequential(upsample(), *block(32), upsample(), *block(32), *output)
model = nn.Sequential(encoder, decoder).to(images.device)
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
loss_of = nn.MSELoss()


def train(steps, batch):
    model.train()
    order = torch.randperm(len(images), device=images.device)
    for step in range(steps):
        start = step * batch % (len(images) - batch + 1)
        x = images[order[start : start + batch]]
        loss = loss_of(model(x), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return steps * batch


def over(part, rows, batch):
    model.eval()
    with torch.no_grad():
        torch.cat([part(rows[start : start + batch]) for start in range(0, len(rows), batch)])
    return len(rows)


def encode(batch):
    return over(encoder, images, batch)


def decode(batch):
    return over(decoder, latents, batch)


tasks = {"training": train, "encode": encode, "decode": decode}
latents = torch.randn(len(images), 32, images.shape[2] // 4, images.shape[3] // 4, device=images.device)
hardware = torch.cuda.get_device_name() if images.is_cuda else f"CPU, {torch.get_num_threads()} threads"
print(json.dumps({"version": torch.__version__, "hardware": hardware}), flush=True)
for line in sys.stdin:
    task = json.loads(line)
    run = tasks[task.pop("task")]
    synchronize()
    start = time.perf_counter()
    done = run(**task)
    synchronize()
    print(json.dumps({"images": done, "seconds": time.perf_counter() - start}), flush=True)
