"""Evaluates expressions that gradlab wrote as JSON, one a line, and compares value and gradients: the worst relative error."""
import json
import sys

import torch

torch.set_default_dtype(torch.float64)


def columns(numbers, rows, cols):
    return torch.tensor([float(n) for n in numbers]).reshape(cols, rows).T


def reshape(a, rows, cols):
    return a.T.reshape(cols, rows).T


def lookup(L, ids):
    return torch.cat([L[:, int(k)].reshape(-1, 1) for k in ids.flatten().tolist()], 1)


GATES = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "times": lambda a, b: a * b,
    "matmul": lambda a, b: a @ b,
    "addColumn": lambda z, b: z + b,
    "transpose": lambda a: a.T,
    "tanh": torch.tanh,
    "logistic": torch.sigmoid,
    "softplus": lambda a: torch.logaddexp(a, torch.zeros_like(a)),
    "exp": torch.exp,
    "square": lambda a: a * a,
    "sqrt": torch.sqrt,
    "reciprocal": lambda a: 1 / a,
    "softmax": lambda a: torch.softmax(a, 0),
    "logSoftmax": lambda a: torch.log_softmax(a, 0),
    "concatenate": lambda *a: torch.cat(a, 0),
    "vec": lambda a: reshape(a, a.numel(), 1),
    "rowSums": lambda a: a.sum(1, keepdim=True),
    "spread": lambda a, like: a.expand(like.shape),
    "mean": lambda a: a.mean().reshape(1, 1),
    "squaredError": lambda a, b: ((a - b) ** 2).sum().reshape(1, 1) / a.shape[1],
    "lookup": lookup,
    "relu": torch.relu,
    "log": torch.log,
    "maximum": torch.maximum,
    "max": lambda a: a.max().reshape(1, 1),
    "sum": lambda a: a.sum().reshape(1, 1),
    "columnSums": lambda a: a.sum(0, keepdim=True),
    "dot": lambda a, b: a.T @ b,
    "softmaxCrossEntropy": lambda s, y: torch.nn.functional.cross_entropy(s.T, y.flatten().long()).reshape(1, 1),
    "logisticCrossEntropy": lambda s, y: torch.nn.functional.binary_cross_entropy_with_logits(s, y).reshape(1, 1),
}
SETTINGS = {
    "scale": lambda a, factor: factor * a,
    "power": lambda a, p: a**p,
    "leakyRelu": lambda a, leak: torch.nn.functional.leaky_relu(a, leak),
    "slice": lambda a, first, last: a[int(first) : int(last)],
    "reshape": lambda a, rows, cols: reshape(a, int(rows), int(cols)),
}


def relative(found, wanted):
    scale = max(1.0, wanted.abs().max().item())
    return (found - wanted).abs().max().item() / scale


worst, seen = 0.0, set()
for line in sys.stdin:
    case = json.loads(line)
    values, parameters = [], {}
    for node in case["expression"]["nodes"]:
        if node["role"] != "operation":
            value = columns(node["numbers"], node["rows"], node["cols"])
            if node["role"] == "parameter":
                value = value.clone().requires_grad_()
                parameters[node["label"]] = value
            values.append(value)
            continue
        seen.add(node["gate"])
        operands = [values[k] for k in node["inputs"]]
        gate = GATES.get(node["gate"]) or SETTINGS[node["gate"]]
        values.append(gate(*operands, *node.get("settings", [])))
    values[-1].backward()
    worst = max(worst, relative(torch.tensor([[case["value"]]]), values[-1].detach()))
    for label, numbers in case["gradients"].items():
        wanted = parameters[label].grad
        if wanted is None:  # it lent its shape only
            wanted = torch.zeros_like(parameters[label])
        worst = max(worst, relative(columns(numbers, *wanted.shape), wanted))
print(json.dumps({"worst": worst, "gates": sorted(seen)}))
