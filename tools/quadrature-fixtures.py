"""Prints high-precision quadrature points and weights for Tests/NumericsCoreTests/Quadrature/QuadratureFixture.swift (mpmath)."""
from mpmath import mp, mpf, findroot, legendre, sqrt, log, pi, diff
import numpy as np
from scipy.special import roots_legendre, roots_hermite

mp.dps = 40


def legendre_pair(n, x):
    previous, current = mpf(1), x
    for k in range(1, n):
        previous, current = current, ((2 * k + 1) * x * current - k * previous) / (k + 1)
    return current, n * (previous - x * current) / (1 - x * x)


def hermite_pair(n, x):
    """Orthonormal p_n and p_(n-1)."""
    previous, current = mpf(0), pi ** mpf(-0.25)
    for k in range(n):
        previous, current = current, x * sqrt(mpf(2) / (k + 1)) * current - sqrt(mpf(k) / (k + 1)) * previous
    return current, previous


def legendre_row(n, index):
    x = mpf(roots_legendre(n)[0][index])
    for _ in range(4):
        value, slope = legendre_pair(n, x)
        x -= value / slope
    slope = legendre_pair(n, x)[1]
    return x, 2 / ((1 - x * x) * slope**2)


def hermite_row(n, index):
    x = mpf(roots_hermite(n)[0][index])
    for _ in range(4):
        value, previous = hermite_pair(n, x)
        x -= value / (sqrt(2 * mpf(n)) * previous)
    return x, -log(n) - 2 * log(abs(hermite_pair(n, x)[1]))


rows = {
    "legendre": (legendre_row, [(2, 0), (5, 1), (16, 0), (64, 63), (64, 40), (257, 0), (257, 100), (1000, 0), (1000, 777), (2000, 1)]),
    "hermite": (hermite_row, [(2, 1), (5, 0), (20, 19), (64, 40), (256, 0), (256, 200), (500, 499), (1000, 0), (1000, 600)]),
}
for name, (row, places) in rows.items():
    meaning = "weight" if name == "legendre" else "natural logarithm of the weight"
    print(f"    /// Points and {'weights' if name == 'legendre' else 'logarithms of the weights'}.")
    print(f"    static let {name} = [")
    for n, index in places:
        x, w = row(n, index)
        print(f"        QuadratureFixture(n: {n}, index: {index}, point: {mp.nstr(x, 20)}, weight: {mp.nstr(w, 20)}),")
    print("    ]")
