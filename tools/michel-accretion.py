"""Writes the reference of problems/michel-accretion.yaml: transonic accretion from its first integral, at equally spaced radii.

    python tools/michel-accretion.py problems/data/michel-accretion.npz

With M = 1 and a constant V^2 the flow conserves F = (1 - 2/r + u^2) (u r^2)^(-2 V^2) (Michel 1972). At the critical radius u^2 = V^2 / (1 + 3 V^2)
= 1 / (2 r); there two curves with the same F cross, and the one that grows inwards is accretion. Roots by bisection in 50 digits: F has a double root there.
"""

import sys
from decimal import Decimal, getcontext

import numpy

getcontext().prec = 50
V2 = Decimal("0.1")
CRITICAL_SQUARE = V2 / (1 + 3 * V2)
CRITICAL_RADIUS = 1 / (2 * CRITICAL_SQUARE)
LOWER, UPPER, COUNT = 4, 16, 241


def integral(r, u):
    return (1 - 2 / r + u * u).ln() - 2 * V2 * (u * r * r).ln()


CRITICAL = integral(CRITICAL_RADIUS, CRITICAL_SQUARE.sqrt())


def velocity(r):
    """The root above the minimum of F along u inside the critical radius, below it outside."""
    lowest = (V2 * (1 - 2 / r) / (1 - V2)).sqrt()
    near, far = lowest, lowest * 20 if r < CRITICAL_RADIUS else lowest / 1000
    for _ in range(150):
        middle = (near + far) / 2
        if integral(r, middle) > CRITICAL:
            far = middle
        else:
            near = middle
    return near


radii = [LOWER + Decimal(UPPER - LOWER) * k / (COUNT - 1) for k in range(COUNT)]
values = [velocity(r) for r in radii]
print("u at", UPPER, "is", values[-1])
numpy.savez(sys.argv[1], x=numpy.array([float(r) for r in radii]), u=numpy.array([float(u) for u in values]))
