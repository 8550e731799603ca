"""Writes the high-precision values the element-wise kernels are tested against (mpmath).

    python tools/elementwise-fixtures.py Tests/NumericsCoreTests/Elementwise

Each line: bits of x, bits of f(x) rounded to nearest, and how far the true value lies above that, in units in the last place.
"""
import math
import random
import struct
import sys
from mpmath import mp, mpf

mp.prec = 1300
random.seed(2026)


def bits(x):
    return struct.pack(">d", x).hex()


def either(x):
    return x if random.random() < 0.5 else -x


def uniform(a, b, count):
    return [random.uniform(a, b) for _ in range(count)]


def decades(a, b, count):
    return [either(10.0 ** random.uniform(a, b)) for _ in range(count)]


def around(points):
    return [y for x in points for y in (math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf))]


tiny = [5e-324, -5e-324, 1e-310, -2.2250738585072014e-308, 1e-300]
multiples = [float(mpf(q) * mp.pi / 2) for q in [1, 2, 3, 4, 5, 7, 22, 355, 710] + random.sample(range(1, 600000), 40)]
turns = multiples + [-x for x in multiples[:12]] + [6381956970095103 * 2.0**797, 1e22, 1.7e308, 2.0**20, 1048577.0]
halves = [k * math.log(2) / 2 for k in (1, -1, 3, -3)]

points = {
    "tanh": tiny + decades(-12, 0, 40) + uniform(-1, 1, 70) + uniform(-4, 4, 60) + uniform(-25, 25, 40)
    + around([math.log(2) / 4, 3 * math.log(2) / 4, 22.0, 19.1]) + [1e3, -1e308],
    "exp": tiny + decades(-18, 0, 30) + uniform(-1, 1, 60) + uniform(-708, 709, 80) + uniform(-745.2, -708, 20)
    + around(halves + [0.5, 1.0, -1.0, 709.782712893384, -708.3964185322641, -745.1332191019411]),
    "sin": tiny + decades(-9, 0, 30) + uniform(-7, 7, 70) + decades(1, 6, 50) + turns,
    "cos": tiny + decades(-9, 0, 30) + uniform(-7, 7, 70) + decades(1, 6, 50) + turns,
    "log": [abs(x) for x in tiny + decades(-323, 308, 60)] + uniform(0.5, 2, 70) + [1 + x for x in decades(-15, -1, 40)]
    + around([1.0, 0.5, 2.0, math.sqrt(0.5), math.sqrt(2), 2.2250738585072014e-308]) + [1.7976931348623157e308],
    "erf": tiny + decades(-12, 0, 40) + uniform(-1, 1, 60) + uniform(-6.2, 6.2, 80) + around([1.0, -1.0, 5.9, 6.0, 0.5])
    + [30.0, -1e308],
}
functions = {"tanh": mp.tanh, "exp": mp.exp, "sin": mp.sin, "cos": mp.cos, "log": mp.log, "erf": mp.erf}


def line(f, x):
    exact = f(mpf(x))
    nearest = float(exact)
    unit = math.ulp(nearest)
    rest = 0.0 if math.isinf(nearest) else float((exact - mpf(nearest)) / mpf(unit))
    return f"{bits(x)} {bits(nearest)} {rest:.3f}"


for name, xs in points.items():
    xs = [x for x in dict.fromkeys(xs) if not (name == "log" and x <= 0)]
    if name == "erf":
        mp.prec = 200
    text = "\n".join("        " + line(functions[name], x) for x in xs)
    with open(f"{sys.argv[1]}/ElementwiseFixture+{name.capitalize()}.swift", "w") as file:
        file.write(f"// Written by tools/elementwise-fixtures.py.\nextension ElementwiseFixture {{\n"
                   f'    static let {name} = """\n{text}\n        """\n}}\n')
    mp.prec = 1300
