"""Times PyAMG on the matrices and right sides that `MultigridBenchmarks stencils FOLDER` left as .npz files, on one thread.

    pip install pyamg numpy scipy
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python compare-pyamg.py FOLDER

Each archive holds a matrix by compressed rows (`starts`, `columns`, `values`), `right`, and `seconds`: our set-up and our
solve to a residual of 1e-8 relative to the right side. The classical and the smoothed-aggregation hierarchies are PyAMG's
defaults, accelerated by its conjugate gradients to the same residual. Processor time, the least of three runs, as ours.
"""
import pathlib
import sys
import time

import numpy
import pyamg
import scipy.sparse


def least(repeats, body):
    times, result = [], None
    for _ in range(repeats):
        start = time.process_time()
        result = body()
        times.append(time.process_time() - start)
    return min(times), result


def compare(path):
    archive = numpy.load(path)
    count = len(archive["right"])
    matrix = scipy.sparse.csr_matrix(
        (archive["values"], archive["columns"].astype("int32"), archive["starts"].astype("int32")), shape=(count, count)
    )
    right = archive["right"]
    ours = archive["seconds"]
    print(f"{path.stem}: ours {1e3 * ours[0]:.1f} + {1e3 * ours[1]:.1f} ms")
    for name, build in [
        ("ruge_stuben", pyamg.ruge_stuben_solver),
        ("smoothed_aggregation", pyamg.smoothed_aggregation_solver),
    ]:
        setup, hierarchy = least(3, lambda: build(matrix))
        residuals = []

        def solve():
            residuals.clear()
            return hierarchy.solve(right, tol=1e-8, accel="cg", residuals=residuals, maxiter=500)

        seconds, x = least(3, solve)
        reached = numpy.linalg.norm(right - matrix @ x) / numpy.linalg.norm(right)
        print(
            f"  {name}: {1e3 * setup:.0f} + {1e3 * seconds:.0f} ms, {len(residuals) - 1} steps to {reached:.1e};"
            f" {(setup + seconds) / ours.sum():.1f} times ours, solve alone {seconds / ours[1]:.1f} times"
        )


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.npz")):
    compare(path)
