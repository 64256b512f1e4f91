"""Serves a model file with llama.cpp until it is killed: `serve.py FILE PORT`.

Runs in an environment of its own that has `xllamacpp`, and of the project needs nothing.
"""

import sys
import time

from xllamacpp import CommonParams, Server


def main(path: str, port: int) -> None:
    params = CommonParams()
    params.model.path = path
    params.port = port
    params.n_ctx = 8_192
    params.n_parallel = 1
    # One thread: two on a busy machine of two cores were 22 times slower.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.model_alias = {"smollm2"}
    server = Server(params)
    while server:
        time.sleep(1)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
