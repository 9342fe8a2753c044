"""Tails of distributions in 40-digit arithmetic: `python3 make_tails.py > tails.txt` (mpmath 1.3).

Each line: distribution, arguments, P(X <= x), P(X > x). The arguments are exact doubles.
Integrals over the density on the scale of logarithms (chi-squared) or log odds (the others), piece by piece, tail by tail.
"""
from mpmath import mp, mpf, quad, exp, log, expm1, log1p, sqrt, loggamma, erfc, inf

mp.dps = 40


def decay(h, width):
    """∫ exp(-h) from 0, in pieces that double, until nothing is added."""
    total, left, piece = mpf(0), mpf(0), width
    while True:
        part = quad(lambda v: exp(-h(v)), [left, left + piece])
        total += part
        if part < total * mpf(10) ** -38:
            return total
        left += piece
        if left > 8 * width:
            piece = min(2 * piece, mpf(2))


def gamma_tails(a, x):
    density = exp(a * log(x) - x - loggamma(a))
    width = min(1 / sqrt(x), mpf(2))
    sign = 1 if x >= a else -1
    tail = density * decay(lambda v: x * expm1(sign * v) - sign * a * v, width)
    return (1 - tail, tail) if sign > 0 else (tail, 1 - tail)


def beta_tails(a, b, x, y):
    if x < a / (a + b):
        lower, upper = beta_tails(b, a, y, x)
        return upper, lower
    density = exp(a * log(x) + b * log(y) - loggamma(a) - loggamma(b) + loggamma(a + b))
    width = min(1 / sqrt((a + b) * x * y), mpf(2))
    tail = density * decay(lambda v: (a + b) * log1p(x * expm1(v)) - a * v, width)
    return 1 - tail, tail


def show(name, arguments, tails):
    if min(tails) > mpf(10) ** -300:
        print(name, *map(repr, arguments), mp.nstr(tails[0], 20), mp.nstr(tails[1], 20))


DEVIATIONS = [-36.5, -20, -8, -3, -1.5, -0.3, -0.001, 0.0, 0.01, 0.5, 1, 2.5, 6, 15, 30]
for z in DEVIATIONS + [-1e-9, 0.1, 3.7, 10.3, 25.7, 36.9]:
    show("normal", [z], (erfc(-mpf(z) / sqrt(mpf(2))) / 2, erfc(mpf(z) / sqrt(mpf(2))) / 2))
for df in [0.1, 0.5, 1.0, 2.0, 3.0, 7.7, 15.9, 16.1, 30.0, 120.5, 1e3, 1e5, 1e7, 1e10]:
    points = [df + z * (2 * df) ** 0.5 for z in DEVIATIONS] + [df * f for f in (1e-100, 1e-9, 1e-3, 0.1, 0.9, 3.0, 20.0, 600.0)]
    for x in sorted({float(x) for x in points if x > 0}):
        show("chi-squared", [x, df], gamma_tails(mpf(df) / 2, mpf(x) / 2))
for df in [0.3, 1.0, 1.5, 2.7, 10.0, 55.3, 500.0, 1e6, 1e10]:
    for t in [1e-9, 0.01, 0.3, 0.999, 1.0, 1.001, 2.1, 5.3, 13.0, 36.0, 1e3, 1e20]:
        d, t2 = mpf(df), mpf(t) ** 2
        lower, _ = beta_tails(d / 2, mpf(1) / 2, d / (d + t2), t2 / (d + t2))
        show("t", [t, df], (1 - lower / 2, lower / 2))
for a, b in [(0.5, 0.5), (0.2, 3.0), (1.0, 1e7), (2.0, 9999999.0), (0.5, 121.5), (5.0, 6.0), (9.0, 9.5), (38.0, 20.0), (100.0, 1.0), (40123.0, 3322.0), (1e6, 1e6), (1e10, 3e9), (7.5, 1e10)]:
    mean, sd = a / (a + b), (a * b / (a + b + 1)) ** 0.5 / (a + b)
    points = [mean + z * sd for z in DEVIATIONS] + [mean * 1e-30, mean * 1e-3, mean * 0.4, 1 - (1 - mean) * 0.03]
    for x in sorted({float(x) for x in points if 0 < x < 1}):
        show("beta", [x, a, b], beta_tails(mpf(a), mpf(b), mpf(x), 1 - mpf(x)))
for df1, df2 in [(1.0, 1.0), (1.0, 119.0), (2.0, 7.3), (4.0, 1e6), (57.0, 1000.0), (1e5, 1e5), (1e10, 1e10)]:
    for f in [1e-6, 0.1, 0.7, 0.99999, 1.0, 1.00002, 1.5, 4.7, 60.0, 1e5]:
        a, b, w = mpf(df1) / 2, mpf(df2) / 2, mpf(df1) * mpf(f)
        show("f", [f, df1, df2], beta_tails(a, b, w / (w + mpf(df2)), mpf(df2) / (w + mpf(df2))))
