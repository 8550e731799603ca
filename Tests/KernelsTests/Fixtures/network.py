"""Writes network.txt: mixed derivatives of network kernels in two coordinates, computed with mpmath at 50 digits.

The closed forms of E[f(u) f(v)] are checked against quadrature of the definition first; derivatives are numerical, with 50 digits.
Each line: kernel, depth, x1 x2 y1 y2, orders in x and y, value.
"""
import numpy as np
from mpmath import mp, mpf, asin, acos, sqrt, pi, exp, sin, cos, diff, erf

mp.dps = 50
SW, SB = mpf("1.7"), mpf("0.6")
RATE = mpf("1.3")


def erf_pair(a, b, c):
    r = (1 + 2 * a) * (1 + 2 * b)
    return 2 / pi * asin(2 * c / sqrt(r)), 4 / pi / sqrt(r - 4 * c * c)


def sin_pair(a, b, c):
    s = RATE ** 2
    p, m = exp(s * (c - (a + b) / 2)), exp(-s * (c + (a + b) / 2))
    return (p - m) / 2, s * (p + m) / 2


def gelu_pair(a, b, c):
    p = (1 + a) * (1 + b)
    d = p - c * c
    angle = asin(c / sqrt(p))
    value = c / 4 + (c * angle + (c * c + a * b * d) / (p * sqrt(d))) / (2 * pi)
    slope = mpf(1) / 4 + (angle + c / sqrt(d) * (1 / d + (1 - a * b) / p + 1)) / (2 * pi)
    return value, slope


def J(n, t):
    return [lambda: pi - t, lambda: sin(t) + (pi - t) * cos(t), lambda: 3 * sin(t) * cos(t) + (pi - t) * (1 + 2 * cos(t) ** 2)][n]()


def arc_pair(a, b, c):
    n = 2
    t = acos(c / sqrt(a * b))
    return sqrt(a * b) ** n * J(n, t) / pi, n * n * sqrt(a * b) ** (n - 1) * J(n - 1, t) / pi


PAIRS = {"erf": erf_pair, "sin": sin_pair, "gelu": gelu_pair, "arc-cosine-2": arc_pair}


def check():
    nodes, weights = np.polynomial.hermite_e.hermegauss(120)
    weights = weights / np.sqrt(2 * np.pi)
    from math import erf as e
    verf = np.vectorize(e)
    a, b, c = 0.8, 1.1, 0.3
    u = np.sqrt(a) * nodes[:, None] + 0 * nodes[None, :]
    v = c / np.sqrt(a) * nodes[:, None] + np.sqrt(b - c * c / a) * nodes[None, :]
    w = weights[:, None] * weights[None, :]
    phi = lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
    Phi = lambda x: 0.5 * (1 + verf(x / np.sqrt(2)))
    r = float(RATE)
    functions = {
        "erf": (verf, lambda x: 2 / np.sqrt(np.pi) * np.exp(-x * x)), "sin": (lambda x: np.sin(r * x), lambda x: r * np.cos(r * x)),
        "gelu": (lambda x: x * Phi(x), lambda x: Phi(x) + x * phi(x)),
        "arc-cosine-2": (lambda x: np.sqrt(2) * np.maximum(x, 0) ** 2, lambda x: 2 * np.sqrt(2) * np.maximum(x, 0)),
    }
    for name, (f, g) in functions.items():
        value, slope = PAIRS[name](mpf(a), mpf(b), mpf(c))
        found = float((w * f(u) * f(v)).sum()), float((w * g(u) * g(v)).sum())
        tolerance = 1e-2 if name.startswith("arc") else 1e-9
        assert abs(found[0] - float(value)) < tolerance and abs(found[1] - float(slope)) < tolerance, (name, found, value, slope)


def kernel(name, depth, tangent):
    pair = PAIRS[name]

    def k(x1, x2, y1, y2):
        x = ((x1 - mpf("0.5")) / mpf("0.5"), (x2 - 1) / mpf(1))
        y = ((y1 - mpf("0.5")) / mpf("0.5"), (y2 - 1) / mpf(1))
        dot = lambda p, q: SB + SW * (p[0] * q[0] + p[1] * q[1]) / 2
        a, b, c = dot(x, x), dot(y, y), dot(x, y)
        t = c
        for _ in range(depth):
            value, slope = pair(a, b, c)
            # Phi(a, a, a): the arc-cosine kernel of a point with itself is 3 a^2 for order 2.
            a = SB + SW * (3 * a * a if name.startswith("arc") else pair(a, a, a)[0])
            b = SB + SW * (3 * b * b if name.startswith("arc") else pair(b, b, b)[0])
            c = SB + SW * value
            t = c + SW * slope * t
        return t if tangent else c
    return k


check()
ORDERS = [((0, 0), (0, 0)), ((2, 0), (0, 0)), ((1, 0), (0, 1)), ((0, 1), (2, 0)), ((2, 0), (2, 0)), ((2, 0), (0, 2)), ((1, 1), (1, 1))]
with open(__file__.replace(".py", ".txt"), "w") as out:
    for name in PAIRS:
        for tangent in (False, True):
            for depth in (1, 2):
                for point in (["0.2", "0.7", "0.9", "1.6"], ["0.6", "1.2", "0.55", "1.3"]):
                    k = kernel(name, depth, tangent)
                    for alpha, beta in ORDERS:
                        value = diff(k, tuple(mpf(float(p)) for p in point), alpha + beta)
                        print(("ntk-" if tangent else "nngp-") + name, depth, *point, *alpha, *beta, mp.nstr(value, 18), file=out)
