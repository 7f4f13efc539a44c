#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what tests/bench/run measured: plot.py RESULTS.json FOLDER writes speed.svg and threads.svg."""
import json
import math
import statistics
import sys
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 92, 120, 46, 56
INK, FAINT, PAPER = "#333333", "#dddddd", "#ffffff"


class Axes:
    """A plot with logarithmic axes from least to most."""

    def __init__(self, title, x_title, y_title, xs, ys):
        self.parts = []
        self.x_range = self.widened(xs)
        self.y_range = self.widened(ys)
        self.text(LEFT, 26, title, size=16, weight="bold")
        self.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, x_title, anchor="middle")
        self.text(16, (TOP + HEIGHT - BOTTOM) / 2, y_title, anchor="middle",
                  more=f' transform="rotate(-90 16 {(TOP + HEIGHT - BOTTOM) / 2:.1f})"')

    @staticmethod
    def widened(values):
        low, high = math.log10(min(values)), math.log10(max(values))
        room = max(0.08 * (high - low), 0.05)
        return low - room, high + room

    def x(self, value):
        low, high = self.x_range
        return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value):
        low, high = self.y_range
        return HEIGHT - BOTTOM - (math.log10(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def add(self, part):
        self.parts.append(part)

    def text(self, x, y, text, anchor="start", size=13, weight="normal", color=INK, more=""):
        self.add(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
                 f'fill="{color}"{more}>{escape(text)}</text>')

    def x_tick(self, value, label):
        at = self.x(value)
        self.add(f'<line x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{HEIGHT - BOTTOM}" stroke="{FAINT}"/>')
        self.text(at, HEIGHT - BOTTOM + 18, label, anchor="middle")

    def y_tick(self, value, label):
        at = self.y(value)
        self.add(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="{FAINT}"/>')
        self.text(LEFT - 8, at + 4, label, anchor="end")

    def line(self, points, color, dash="", mark="circle"):
        """points: (x, median, least, most)."""
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y, _, _ in points)
        self.add(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"{dash}/>')
        for x, y, least, most in points:
            at, middle = self.x(x), self.y(y)
            self.add(f'<line x1="{at:.1f}" y1="{self.y(least):.1f}" x2="{at:.1f}" y2="{self.y(most):.1f}" stroke="{color}"/>')
            if mark == "circle":
                self.add(f'<circle cx="{at:.1f}" cy="{middle:.1f}" r="4" fill="{color}"/>')
            elif mark == "square":
                self.add(f'<rect x="{at - 4:.1f}" y="{middle - 4:.1f}" width="8" height="8" fill="{color}"/>')
            else:
                self.add(f'<path d="M{at:.1f} {middle - 5:.1f} l5 9 h-10 z" fill="{color}"/>')

    def svg(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
                f'font-family="sans-serif">\n<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>\n'
                + "\n".join(self.parts) + "\n</svg>\n")


def span(values):
    return statistics.median(values), min(values), max(values)


def short(number):
    for size, letter in ((1_000_000, " M"), (1_000, " k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"


def seconds(value):
    return f"{value * 1000:g} ms" if value < 1 else f"{value:g} s"


def speed(results):
    """Time to a top table against the number of samples."""
    styles = {"pprof -top": ("pprof", "#c44e52", ' stroke-dasharray="6 3"', "square"),
              "speedscope": ("speedscope", "#8172b3", ' stroke-dasharray="2 3"', "triangle"),
              "gzip -dc": ("gzip -dc", "#777777", ' stroke-dasharray="8 3 2 3"', "square"),
              "proflens -top": ("Proflens", "#1f6fb4", "", "circle")}
    lines = {}
    for name, tools in results["times"].items():
        if name != "L0":
            for tool, said in tools.items():
                lines.setdefault(tool, []).append((said["samples"], *span(said["seconds"])))
    points = [point for line in lines.values() for point in line]
    if not points:
        return None
    axes = Axes("Time to a top table", "samples in the profile", "time, whole process", [p[0] for p in points],
                [v for p in points for v in p[1:]])
    for samples in sorted({p[0] for p in points}):
        axes.x_tick(samples, short(samples))
    for power in range(math.ceil(axes.y_range[0]), math.floor(axes.y_range[1]) + 1):
        axes.y_tick(10.0**power, seconds(10.0**power))
    ends = []
    for tool, (label, color, dash, mark) in styles.items():
        if tool in lines:
            line = sorted(lines[tool])
            axes.line(line, color, dash, mark)
            ends.append([axes.y(line[-1][1]), axes.x(line[-1][0]), label, color])
    # Names beside the ends of their lines, one below the other where these are close.
    ends.sort()
    for above, end in zip(ends, ends[1:]):
        if abs(end[1] - above[1]) < 100:
            end[0] = max(end[0], above[0] + 16)
    for y, x, label, color in ends:
        axes.text(x + 10, y + 4, label, color=color, weight="bold")
    return axes.svg()


def threads(results):
    """How many times as fast as on one processor."""
    said = {int(n): times for n, times in results["threads"].get("seconds", {}).items() if times}
    if 1 not in said or len(said) < 2:
        return None
    one = statistics.median(said[1])
    points = [(n, *span([one / time for time in times])) for n, times in sorted(said.items())]
    most = max(said)
    axes = Axes(f"Speed of -top of profile {results['threads']['profile']}", "processors", "times as fast as on one",
                list(said), [1, most, *(v for p in points for v in p[1:])])
    for n in said:
        axes.x_tick(n, str(n))
        axes.y_tick(n, str(n))
    axes.line([(n, n, n, n) for n in sorted(said)], FAINT, mark="circle")
    axes.line(points, "#1f6fb4")
    axes.text(axes.x(most) + 10, axes.y(points[-1][1]) + 4, "Proflens", color="#1f6fb4", weight="bold")
    axes.text(axes.x(most) + 10, axes.y(most) + 4, "ideal", color="#777777")
    return axes.svg()


def draw(results, folder):
    """Writes the plots that the results are enough for; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for name, make in (("speed.svg", speed), ("threads.svg", threads)):
        svg = make(results)
        if svg:
            (folder / name).write_text(svg)
            drawn.append(folder / name)
    return drawn


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    for path in draw(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])):
        print(path)


if __name__ == "__main__":
    main()
