"""Fits the polynomials of the element-wise kernels and writes Sources/CKernels/coefficients.h.

Remez's exchange in 60 digits (mpmath), with a weight so that the error is relative to the function that is computed in
the end. Coefficients are then rounded one after the other, lowest order first, and the rest is fitted again.

    python tools/kernel-coefficients.py > Sources/CKernels/coefficients.h
"""
import sys
from mpmath import mp, mpf, matrix, lu_solve, cos, pi, exp, sin, log, erf, erfc, sqrt, expm1

mp.dps = 60


def chebyshev(a, b, count):
    return [(a + b) / 2 - (b - a) / 2 * cos(pi * k / (count - 1)) for k in range(count)]


def polynomial(coefficients, x):
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def remez(f, weight, a, b, degree, first=0):
    """Coefficients of x^first ... x^degree that minimise max |weight (f - p)|, and that maximum."""
    a, b = mpf(a), mpf(b)
    count = degree - first + 2
    nodes = chebyshev(a, b, count)
    samples = chebyshev(a, b, 40 * count)
    values = [(x, f(x), weight(x)) for x in samples]
    for _ in range(12):
        system, right = matrix(count, count), matrix(count, 1)
        for row, x in enumerate(nodes):
            for k in range(first, degree + 1):
                system[row, k - first] = x**k
            system[row, count - 1] = (-1)**row / weight(x)
            right[row] = f(x)
        solution = lu_solve(system, right)
        coefficients = [mpf(0)] * first + [solution[k] for k in range(count - 1)]
        errors = [w * (y - polynomial(coefficients, x)) for x, y, w in values]
        # One extremum per stretch of equal sign.
        extrema, start = [], 0
        for k in range(1, len(errors) + 1):
            if k == len(errors) or errors[k] * errors[start] < 0:
                extrema.append(max(range(start, k), key=lambda i: abs(errors[i])))
                start = k
        if len(extrema) < count:
            break
        while len(extrema) > count:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        nodes = [samples[k] for k in extrema]
    return coefficients[first:], max(abs(e) for e in errors)


def rounded(f, weight, a, b, degree):
    """Coefficients as doubles: fix the lowest, fit the others to what is left."""
    fixed = []
    while len(fixed) <= degree:
        rest = lambda x, fixed=tuple(fixed): f(x) - polynomial(list(fixed), x)
        fitted, _ = remez(rest, weight, a, b, degree, first=len(fixed))
        fixed.append(mpf(float(fitted[0])))
    error = max(abs(weight(x) * (f(x) - polynomial(fixed, x))) for x in chebyshev(mpf(a), mpf(b), 400))
    return [float(c) for c in fixed], error


def emit(name, comment, f, weight, a, b, degree):
    coefficients, error = rounded(f, weight, a, b, degree)
    print(f"// {comment}")
    print(f"// Largest error relative to the function computed: {mp.nstr(error, 2)}.")
    print(f"INLINE double {name}(double x) {{")
    print(f"    double p = {coefficients[-1].hex()};")
    for c in reversed(coefficients[:-1]):
        print(f"    p = FUSED(p, x, {c.hex()});")
    print("    return p;\n}\n")
    print(name, degree, mp.nstr(error, 3), file=sys.stderr)


print("// Written by tools/kernel-coefficients.py; included by elementary.h.\n")
half = log(2) / 2 * mpf("1.0001")
tiny = mpf(10)**-15
emit("exp_tail", "(e^x - 1 - x) / x^2 on [-log(2)/2, log(2)/2]",
     lambda x: sum(x**k / mp.factorial(k + 2) for k in range(40)), lambda x: x**2 / (1 + abs(x)) + tiny, -half, half, 10)

quarter = (pi / 4)**2 * mpf("1.0001")
emit("sin_tail", "(sin(r) - r) / r^3 with x = r^2, on [0, (pi/4)^2]",
     lambda x: sum((-1)**(k + 1) * x**k / mp.factorial(2 * k + 3) for k in range(30)),
     lambda x: x + tiny, 0, quarter, 5)
emit("cos_tail", "(cos(r) - 1 + r^2/2) / r^4 with x = r^2, on [0, (pi/4)^2]",
     lambda x: sum((-1)**k * x**k / mp.factorial(2 * k + 4) for k in range(30)),
     lambda x: x**2 + tiny, 0, quarter, 5)

edge = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1))**2 * mpf("1.0001")
emit("log_tail", "(log((1 + s) / (1 - s)) / s - 2) / s^2 with x = s^2, on [0, (3 - sqrt(8))^2]",
     lambda x: sum(2 * x**k / (2 * k + 3) for k in range(60)), lambda x: x + tiny, 0, edge, 6)

slope = 2 / sqrt(pi)
emit("erf_tail", "(erf(r) / r - c) / r^2 with x = r^2 and c = 2/sqrt(pi), on [0, 1]",
     lambda x: slope * sum((-1)**(k + 1) * x**k / (mp.factorial(k + 1) * (2 * k + 3)) for k in range(60)),
     lambda x: x + tiny, 0, 1, 12)
emit("log_erfc", "log(erfc(1 + x)) on [0, 5]; weighted by erfc / erf because it is used in 1 - exp(.)",
     lambda x: log(erfc(1 + x)), lambda x: erfc(1 + x) + mpf(10)**-21, 0, 5, 18)
