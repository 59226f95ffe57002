"""The window model in PyTorch: first parameters and minibatches come from gradlab, in a file; F1 on test goes back."""
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


best, kept = -1.0, None
for epoch, minibatches in enumerate(given["minibatches"]):
    optimizer = torch.optim.SGD(parameters, lr=given["rate"] / (1 + given["decay"] * epoch))
    for batch in minibatches:
        optimizer.zero_grad()
        labels = torch.tensor(batch["labels"], dtype=torch.long)
        loss = torch.nn.functional.cross_entropy(scores(windows(batch["words"]), windows(batch["cases"])), labels)
        loss.backward()
        optimizer.step()
    now = f1(given["dev"])
    if now > best:
        best, kept = now, [value.detach().clone() for value in parameters]
with torch.no_grad():
    for value, own in zip(parameters, kept):
        value.copy_(own)
print(json.dumps({"f1": f1(given["test"]), "dev": best}))
