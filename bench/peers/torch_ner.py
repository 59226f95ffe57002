"""
The window model in PyTorch: first parameters and minibatches come from gradlab, in a file; F1 on test goes back. Left to
itself it takes from them the sizes and the windows of the first epoch, and none of what else gradlab does.
"""
import json
import sys

import torch

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
torch.set_num_threads(1)
window, classes = given["window"], given["classes"]


def parameter(name):
    value = given["parameters"][name]
    return torch.tensor(value["numbers"], dtype=torch.float32).reshape(value["cols"], value["rows"]).T.contiguous().requires_grad_()


L, K, W, b, U, c = parameters = [parameter(name) for name in "LKWbUc"]


def windows(numbers):
    return torch.tensor(numbers, dtype=torch.long).reshape(-1, window)


def scores(words, cases):
    x = torch.cat([L.T[words].flatten(1), K.T[cases].flatten(1)], 1)
    return torch.tanh(x @ W.T + b.T) @ U.T + c.T


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
    with torch.no_grad():
        best = scores(windows(split["words"]), windows(split["cases"])).argmax(1)
    names = [classes[k] for k in best.tolist()]
    right = found = there = at = 0
    for gold in split["gold"]:
        own = names[at : at + len(gold)]
        at += len(gold)
        tags = ["O" if n == "O" else f"{'I' if k > 0 and own[k - 1] == n else 'B'}-{n}" for k, n in enumerate(own)]
        a, b = spans(gold), spans(tags)
        right, found, there = right + len(a & b), found + len(b), there + len(a)
    return 200 * right / max(1, found + there)


alone = given["how"] == "left to itself"
epochs = given["minibatches"]
if alone:
    torch.manual_seed(given["seed"])
    bounds = [(K, 0.1), *((own, own.shape[1] ** -0.5) for own in (W, U))]
    if not given["pretrained"]:
        bounds.append((L, 0.1))
    for value, bound in bounds:
        torch.nn.init.uniform_(value, -bound, bound)
    every = {name: torch.tensor([n for batch in epochs[0] for n in batch[name]]) for name in ("words", "cases", "labels")}

steps, every_few = 0, 2 * int(given["span"] / 50 / 2) + 1
means = [value.detach().clone() for value in parameters]


def average():
    """As src/nn/average.ts has it."""
    global steps
    steps += 1
    if steps % every_few == 0:
        share = max(2 / (steps / every_few + 1), every_few / given["span"])
        for mean, value in zip(means, parameters):
            mean.lerp_(value.detach(), share)


def minibatches(epoch):
    if not alone:
        yield from ((windows(b["words"]), windows(b["cases"]), torch.tensor(b["labels"], dtype=torch.long)) for b in epochs[epoch])
        return
    words, cases = windows(every["words"].tolist()), windows(every["cases"].tolist())
    for chosen in torch.randperm(len(words)).split(given["batchSize"]):
        yield words[chosen], cases[chosen], every["labels"][chosen].long()


best, kept, devs = -1.0, None, []
for epoch in range(given["epochs"]):
    optimizer = torch.optim.SGD(parameters, lr=0.2 if alone else given["rate"] / (1 + given["decay"] * epoch))
    for words, cases, labels in minibatches(epoch):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(scores(words, cases), labels).backward()
        optimizer.step()
        average()
    now = [value.detach().clone() for value in parameters]
    with torch.no_grad():
        if not alone:
            for value, mean in zip(parameters, means):
                value.copy_(mean)
        devs.append(f1(given["dev"]))
        if devs[-1] > best:
            best, kept = devs[-1], [value.detach().clone() for value in parameters]
        for value, own in zip(parameters, now):
            value.copy_(own)
with torch.no_grad():
    for value, own in zip(parameters, kept):
        value.copy_(own)
print(json.dumps({"f1": f1(given["test"]), "dev": best, "devs": devs}))
