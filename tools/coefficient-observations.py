"""Writes the measurements of problems/coefficient-inverse.yaml: the exact solution at random points, with normal errors of 1 %.

    python tools/coefficient-observations.py problems/data/coefficient-inverse.csv [SEED]
"""

import sys

import numpy

POINTS = 400
NOISE = 0.01

seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
stream = numpy.random.default_rng(seed)
x = stream.uniform(0, 1, POINTS).round(6)
y = stream.uniform(0, 1, POINTS).round(6)
u = numpy.sin(numpy.pi * x) * numpy.sin(numpy.pi * y) + x
u += NOISE * numpy.sqrt((u**2).mean()) * stream.standard_normal(POINTS)
with open(sys.argv[1], "w") as file:
    file.write(f"# tools/coefficient-observations.py, seed {seed}: sin(pi x) sin(pi y) + x, errors of 1 %\n")
    file.write("x,y,u\n")
    file.writelines("%g,%g,%.5f\n" % row for row in zip(x, y, u))
