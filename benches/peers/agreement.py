"""Whether two tables say the same: nothing is timed before they do."""

TOLERANCE = 1e-9  # relative
NEAR_ZERO = 1e-11  # absolute, for values that are what cancellation leaves of larger ones
# Its percentiles lie among values that are equal up to rounding (docs/PARITY.md).
UNDETERMINED = ("lbp-3D-m2_firstorder_RobustMeanAbsoluteDeviation",)


class Disagreement(Exception):
    pass


def check(case, reference, ours):
    """Raises unless both tables, lists of (name, text), have the same names and equal values."""
    names = [[name for name, _ in table] for table in (reference, ours)]
    if names[0] != names[1]:
        differing = sorted(set(names[0]) ^ set(names[1])) or "their order"
        raise Disagreement(f"{case}: the columns differ: {differing}")
    for (name, want), (_, got) in zip(reference, ours):
        if not name.endswith(UNDETERMINED) and "_Versions_" not in name and not equal(want, got):
            raise Disagreement(f"{case}: {name}: PyRadiomics has {want}, voxomics {got}")


def equal(want, got):
    if want == got:
        return True
    try:
        want, got = float(want), float(got)
    except ValueError:
        return False
    return abs(want - got) <= max(TOLERANCE * max(abs(want), abs(got)), NEAR_ZERO)
