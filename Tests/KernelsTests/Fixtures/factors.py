"""Writes factors.txt: derivatives of correlation functions by z, computed with mpmath at 100 digits.

Each line: name of the case, parameter (-1: the function itself, else the derivative by the logarithm of that parameter), z, then the
derivatives of the orders ORDERS.
"""
from mpmath import mp, mpf, exp, cos, sin, sqrt, pi, factorial

mp.dps = 100
ORDERS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16]
POINTS = ["0.13", "-0.4", "1.7"]


def matern(p, length):
    def k(z):
        s = sqrt(mpf(2 * p + 1)) * z / length
        s = s if mp.re(s) > 0 else -s  # |s|, continued to complex numbers
        return factorial(p) / factorial(2 * p) * exp(-s) * sum(
            factorial(p + i) / (factorial(i) * factorial(p - i)) * (2 * s) ** (p - i) for i in range(p + 1))
    return k


def gaussian(length):
    return lambda z: exp(-z * z / (2 * length ** 2))


def rational(length, a):
    return lambda z: (1 + z * z / (2 * a * length ** 2)) ** (-a)


def periodic(length, period):
    return lambda z: exp(-2 * sin(pi * z / period) ** 2 / length ** 2)


def mixture(envelope):
    def make(*values):
        def k(z):
            total = mpf(0)
            rest = list(values)
            for still in (True, False):
                w, l = rest[0], rest[1]
                rest = rest[2:]
                mu = mpf(0)
                if not still:
                    mu, rest = rest[0], rest[1:]
                total += w * envelope(l)(z) * cos(2 * pi * mu * z)
            return total
        return k
    return make


CASES = {
    "squared-exponential": (gaussian, ["0.7"]),
    **{f"matern-{2 * p + 1}/2": ((lambda p: lambda l: matern(p, l))(p), ["0.9"]) for p in range(6)},
    "rational-quadratic": (rational, ["0.8", "1.3"]),
    "periodic": (periodic, ["1.1", "2.5"]),
    "mixture-gaussian": (mixture(gaussian), ["0.6", "0.5", "1.2", "0.3", "0.9"]),
    "mixture-t": (mixture(lambda l: matern(3, l)), ["0.6", "0.5", "1.2", "0.3", "0.9"]),
    "sum": (lambda a, b, l, m: (lambda z: a * gaussian(l)(z) + b * matern(4, m)(z)), ["0.25", "1.5", "0.6", "1.4"]),
    "product": (lambda l, q, p: (lambda z: matern(4, l)(z) * periodic(q, p)(z)), ["1.2", "0.9", "1.9"]),
}


def derivatives(make, values, z):
    f = make(*values)
    # Cauchy's integral on a small circle: spectrally accurate, and the functions are analytic there on one side of 0.
    radius, count = abs(z) / 2, 256
    total = [mpf(0)] * (max(ORDERS) + 1)
    for j in range(count):
        w = mp.expjpi(mpf(2 * j) / count)
        value = f(z + radius * w)
        for n in range(len(total)):
            total[n] += value * w ** (-n)
    return [(total[n] / count / radius ** n).real * factorial(n) for n in ORDERS]


with open(__file__.replace(".py", ".txt"), "w") as out:
    for name, (make, texts) in CASES.items():
        values = [mpf(t) for t in texts]
        for z in map(mpf, POINTS):
            rows = [(-1, derivatives(make, values, z))]
            step = mpf(10) ** -20
            for index in range(len(values)):
                up, down = list(values), list(values)
                up[index] *= exp(step)
                down[index] *= exp(-step)
                rows.append((index, [
                    (a - b) / (2 * step)
                    for a, b in zip(derivatives(make, up, z), derivatives(make, down, z))]))
            for index, row in rows:
                print(name, index, mp.nstr(z, 17), *[mp.nstr(v, 18) for v in row], file=out)
