"""Writes the measurements of problems/burgers-inverse.yaml: the exact solution at random points, with normal errors of 1 %.

    python tools/burgers-observations.py problems/data/burgers-inverse.csv [SEED]

The solution is that of Cole and Hopf, u = -I(f sin(pi y)) / I(f) with f = exp(-cos(pi y) / (2 pi nu)), y = x - sqrt(4 nu t) g, where I
is the Gauss-Hermite rule in g, here of order 200.
"""

import sys

import numpy

POINTS = 2000
NOISE = 0.01
NU = 0.01 / numpy.pi


def solution(x, t, nodes, weights):
    y = x - numpy.sqrt(4 * NU * t) * nodes
    exponent = -numpy.cos(numpy.pi * y) / (2 * numpy.pi * NU)
    factor = weights * numpy.exp(exponent - exponent.max())
    return -(factor * numpy.sin(numpy.pi * y)).sum() / factor.sum()


def main(path, seed):
    stream = numpy.random.default_rng(seed)
    x = stream.uniform(-1, 1, POINTS).round(6)
    t = stream.uniform(0, 1, POINTS).round(6)
    rule = numpy.polynomial.hermite.hermgauss(200)
    values = numpy.array([solution(*point, *rule) for point in zip(x, t)])
    deviation = NOISE * numpy.sqrt((values**2).mean())
    values += deviation * stream.standard_normal(POINTS)
    with open(path, "w") as file:
        file.write(f"# tools/burgers-observations.py, seed {seed}: u_t + u u_x = 0.01/pi u_xx from u = -sin(pi x), errors of 1 %\n")
        file.write("x,t,u\n")
        file.writelines("%g,%g,%.5f\n" % row for row in zip(x, t, values))


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
