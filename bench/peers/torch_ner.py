"""The window model in PyTorch, on windows that gradlab wrote: the same sizes, rates, and choice of the best epoch."""
import json
import math
import sys

import torch

EPOCHS, RATE, DECAY, BATCH, UNKNOWN_RATE, HIDDEN, CASES, CASE_DIMENSION, PATIENCE = 10, 0.2, 0.3, 32, 0.1, 100, 6, 4, 10

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
torch.manual_seed(given["seed"])
torch.set_num_threads(1)
window, dimension, classes = given["window"], given["dimension"], given["classes"]


def tensors(split):
    data = given[split]
    shape = (-1, window)
    words, cases = (torch.tensor(data[name], dtype=torch.long).reshape(shape) for name in ("words", "cases"))
    return words, cases, torch.tensor(data["labels"], dtype=torch.long)


L = torch.nn.Embedding.from_pretrained(torch.tensor(given["vectors"]).reshape(-1, dimension), freeze=False)
K = torch.nn.Embedding(CASES, CASE_DIMENSION)
torch.nn.init.uniform_(K.weight, -0.1, 0.1)
W = torch.nn.Linear(window * (dimension + CASE_DIMENSION), HIDDEN)
U = torch.nn.Linear(HIDDEN, len(classes))
for layer in (W, U):
    torch.nn.init.xavier_uniform_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
modules = torch.nn.ModuleList([L, K, W, U])


def scores(words, cases):
    x = torch.cat([L(words).flatten(1), K(cases).flatten(1)], 1)
    return U(torch.tanh(W(x)))


def spans(tags):
    found, start = set(), None
    for k, tag in enumerate([*tags, "O"]):
        if start is not None and tag != f"I-{tags[start][2:]}":
            found.add((start, k, tags[start][2:]))
            start = None
        if start is None and tag != "O":
            start = k
    return found


def f1(split):
    words, cases, _ = tensors(split)
    with torch.no_grad():
        names = [classes[k] for k in scores(words, cases).argmax(1).tolist()]
    right = found = there = at = 0
    for gold in given[split]["gold"]:
        own = names[at : at + len(gold)]
        at += len(gold)
        tags = ["O" if c == "O" else f"{'I' if k > 0 and own[k - 1] == c else 'B'}-{c}" for k, c in enumerate(own)]
        a, b = spans(gold), spans(tags)
        right, found, there = right + len(a & b), found + len(b), there + len(a)
    return 200 * right / max(1, found + there)


words, cases, labels = tensors("train")
optimizer = torch.optim.SGD(modules.parameters(), lr=RATE)
best, state = -1.0, None
for epoch in range(EPOCHS):
    for group in optimizer.param_groups:
        group["lr"] = RATE / (1 + DECAY * epoch)
    for batch in torch.randperm(len(labels)).tensor_split(math.ceil(len(labels) / BATCH)):
        own = words[batch]
        own = torch.where(torch.rand(own.shape) < UNKNOWN_RATE, given["unknown"], own)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(scores(own, cases[batch]), labels[batch]).backward()
        optimizer.step()
    now = f1("dev")
    if now > best:
        best, state = now, {name: value.clone() for name, value in modules.state_dict().items()}
modules.load_state_dict(state)
print(json.dumps({"f1": f1("test"), "dev": best}))
