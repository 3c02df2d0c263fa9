"""NumPy's linear algebra on one thread: a host has one core, and its matrices are too small to share.

Import this before NumPy: OpenBLAS reads these variables when it loads, and child processes inherit them.
"""

import os

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

for variable in THREADS:
    os.environ[variable] = "1"


def check() -> None:
    """Raise RuntimeError if the loaded linear algebra would use more than one thread."""
    import threadpoolctl  # type: ignore[import-untyped]

    for library in threadpoolctl.threadpool_info():
        if library["num_threads"] != 1:
            raise RuntimeError(
                f"{library['internal_api']} was loaded with {library['num_threads']} threads, "
                "because NumPy was imported before app.trainer.blas"
            )
