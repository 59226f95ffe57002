"""Executes notebooks as kernel-setup/lessons/execute.py does, each in a process of its own which has imported everything:
that takes longer than the rest of a short notebook.

A line of JSON asks for one, `[id, [source, target, parameters]]`; a line `[id, exit code]` says that it is done. What it wrote to
stderr lies beside the target, in `target.log`.
"""

import json
import os
import signal
import sys
from pathlib import Path

import nbclient  # noqa: F401
import nbformat

sys.path.insert(0, sys.argv[1])
import execute  # noqa: E402

# A notebook that is read has the schemas read as well, and what validates them.
nbformat.validate(nbformat.v4.new_notebook())
running: dict[int, str] = {}


def tell_ended(*_: object) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        print(json.dumps([running.pop(pid), os.waitstatus_to_exitcode(status)]), flush=True)


signal.signal(signal.SIGCHLD, tell_ended)
for line in sys.stdin:
    name, arguments = json.loads(line)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    pid = os.fork()
    if pid > 0:
        running[pid] = name
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
    if pid > 0:
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(f"{arguments[1]}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    execute.main(*arguments)
    sys.exit(0)
