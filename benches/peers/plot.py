"""A plot of cost against size, both axes logarithmic, as SVG."""

from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 150, 20, 50
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # told apart by colour-blind eyes too
MARKS = ("circle", "square", "diamond", "circle")


def svg(lines):
    """`lines`: lists of (voxels, seconds) by name."""
    points = [point for line in lines.values() for point in line]
    x = Axis([voxels for voxels, _ in points], LEFT, WIDTH - RIGHT)
    y = Axis([seconds for _, seconds in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        "<title>CPU time of an extraction against voxels of the region</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        *(vertical(x.at(10**k), label(k)) for k in x.decades()),
        *(horizontal(y.at(10**k), label(k)) for k in y.decades()),
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "voxels of the region", "middle"),
        f'<text transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">CPU time, s</text>',
    ]
    for (name, line), colour, mark in zip(lines.items(), COLOURS, MARKS):
        places = [(x.at(voxels), y.at(seconds)) for voxels, seconds in line]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.extend(marked(a, b, mark, colour) for a, b in places)
        end = places[-1]
        parts.append(text(end[0] + 10, end[1] + 4, name, "start", colour))
    return "\n".join([*parts, "</svg>"]) + "\n"


class Axis:
    """Whole decades from `start` to `end` on the page."""

    def __init__(self, values, start, end):
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)) - 0.02)
        self.start, self.end = start, end

    def at(self, value):
        share = (log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def decades(self):
        return range(self.low, self.high + 1)


def label(k):
    return f'10<tspan dy="-5" font-size="9">{k}</tspan>'


def vertical(x, name):
    line = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
    return line + text(x, HEIGHT - BOTTOM + 18, name, "middle")


def horizontal(y, name):
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
    return line + text(LEFT - 8, y + 4, name, "end")


def text(x, y, content, anchor, colour="black"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{content}</text>'


def marked(x, y, mark, colour):
    if mark == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    turn = f' transform="rotate(45 {x:.1f} {y:.1f})"' if mark == "diamond" else ""
    return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{colour}"{turn}/>'
