"""JAX, the whole step compiled by jit, on one thread; the word vectors are updated in place where they were looked up."""
import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
from work import BATCH, CLASSES, DIMENSION, HIDDEN, PRECISION, RATE, VOCABULARY, WINDOW, batches, serve

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", PRECISION == "f64")
real = jnp.float32 if PRECISION == "f32" else jnp.float64
random = np.random.default_rng(2)
parameters = {
    "W": jnp.asarray(random.uniform(-0.1, 0.1, (WINDOW * DIMENSION, HIDDEN)), real),
    "b": jnp.zeros(HIDDEN, real),
    "U": jnp.asarray(random.uniform(-0.2, 0.2, (HIDDEN, CLASSES)), real),
    "c": jnp.zeros(CLASSES, real),
}
L = jnp.asarray(random.uniform(-0.1, 0.1, (VOCABULARY, DIMENSION)), real)


def loss(parameters, X, labels):
    scores = jnp.tanh(X @ parameters["W"] + parameters["b"]) @ parameters["U"] + parameters["c"]
    return -jnp.mean(jax.nn.log_softmax(scores)[jnp.arange(BATCH), labels])


@jax.jit
def update(parameters, L, words, labels):
    X = L[words].reshape(BATCH, -1)
    value, (gradients, dX) = jax.value_and_grad(loss, argnums=(0, 1))(parameters, X, labels)
    parameters = jax.tree.map(lambda p, g: p - RATE * g, parameters, gradients)
    return parameters, L.at[words].add(-RATE * dX.reshape(BATCH, WINDOW, DIMENSION)), value


update = jax.jit(update, donate_argnums=(0, 1))
work = [(jnp.asarray(words), jnp.asarray(labels)) for words, labels in batches()]
at = 0


def step():
    global parameters, L, at
    words, labels = work[at % len(work)]
    at += 1
    parameters, L, value = update(parameters, L, words, labels)
    value.block_until_ready()


serve(step)
