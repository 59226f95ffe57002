"""PyTorch on one thread, with sparse gradients for the word vectors."""
from work import BATCH, CLASSES, DIMENSION, HIDDEN, PRECISION, RATE, VOCABULARY, WINDOW, batches, serve

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float32 if PRECISION == "f32" else torch.float64)
embedding = torch.nn.Embedding(VOCABULARY, DIMENSION, sparse=True)
net = torch.nn.Sequential(torch.nn.Linear(WINDOW * DIMENSION, HIDDEN), torch.nn.Tanh(), torch.nn.Linear(HIDDEN, CLASSES))
optimizer = torch.optim.SGD([*embedding.parameters(), *net.parameters()], lr=RATE)
work = [(torch.from_numpy(words), torch.from_numpy(labels)) for words, labels in batches()]
at = 0


def step():
    global at
    words, labels = work[at % len(work)]
    at += 1
    optimizer.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(embedding(words).view(BATCH, -1)), labels)
    loss.backward()
    optimizer.step()
    return loss


serve(step)
