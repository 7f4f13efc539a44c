# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs commands in turns, keeps what they took, and compares it. Used by tests/bench/run."""
import contextlib
import os
import platform
import resource
import shutil
import signal
import statistics
import subprocess
import threading
import time

GB = 1 << 30
# The arguments of bench_generate: samples, functions, share of samples with a stack of their own, sample types, share of
# samples with labels, seed of the program, seed of its samples.
PROFILES = {
    "S": (10_000, 3_000, 0.6, 2, 0.3, 1, 1),
    "M": (200_000, 22_000, 0.6, 2, 0.3, 1, 1),
    "L": (2_000_000, 63_000, 0.6, 4, 0.4, 1, 1),
    "L0": (2_000_000, 63_000, 0.6, 4, 0, 1, 1),
    "L2": (2_000_000, 63_000, 0.6, 4, 0.4, 1, 2),  # the base of L: the same program on another day
    "S2": (10_000, 3_000, 0.6, 2, 0.3, 1, 2),
    "XL": (10_000_000, 63_000, 0.3, 4, 0.4, 1, 1),
}
# Those that are merged: one program, again and again.
SERIES = [f"series/{seed}" for seed in range(1, 501)]
PROFILES |= {name: (2_000, 3_000, 0.6, 2, 0.3, 1, seed) for seed, name in enumerate(SERIES, 1)}


class Failure(Exception):
    """Something that is always there could not be measured."""


class Run:
    """What one run of a command took."""

    def __init__(self, seconds, cpu, peak_mb, status):
        self.seconds, self.cpu, self.peak_mb, self.status = seconds, cpu, peak_mb, status

    @property
    def good(self):
        return self.status == 0


@contextlib.contextmanager
def inherited(limit, data, cores):
    """Gives this process the limits and processors that the next one shall have, and takes them back."""
    limits = {resource.RLIMIT_AS: limit, resource.RLIMIT_DATA: data}
    before = {kind: resource.getrlimit(kind) for kind in limits}
    own = os.sched_getaffinity(0)
    try:
        for kind, bytes_ in limits.items():
            if bytes_:
                resource.setrlimit(kind, (bytes_, before[kind][1]))
        if cores:
            os.sched_setaffinity(0, cores)
        yield
    finally:
        for kind, old in before.items():
            resource.setrlimit(kind, old)
        os.sched_setaffinity(0, own)


def run(command, limit=None, data=None, seconds=None, cores=None, out=None):
    """Runs a command whose output is thrown away, or goes to the file `out`.

    limit: bytes of addresses it may have, data: bytes of memory of its own; seconds: after which it is killed;
    cores: the only ones it may use. What it starts is killed and counted with it.
    """

    env = dict(os.environ, TZ="UTC", QT_QPA_PLATFORM="offscreen", PPROF_TMPDIR="/tmp")
    # What the command shall have is set here and inherited: a function that is called between fork and exec would make
    # Python copy itself first, which takes longer than small profiles do.
    with inherited(limit, data, cores):
        begin = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out or subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=env, process_group=0)
    timer = threading.Timer(seconds, lambda: os.killpg(process.pid, signal.SIGKILL)) if seconds else None
    if timer:
        timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - begin
    if timer:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode)


def spread(values, form="{:.2f}"):
    middle = form.format(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({form.format(min(values))} to {form.format(max(values))})"


class Bench:
    """One run of the benchmark: its options, its profiles, and its results."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.short, self.runs = options.short, options.runs
        self.deadline = time.monotonic() + options.minutes * 60
        self.program = options.program or options.build / "app/proflens"
        self.window = options.build / "tests/bench/bench_window"
        self.profiles = options.profiles or folder
        self.wrong = []
        self.results = {"machine": {"cores": len(os.sched_getaffinity(0)), "processor": processor(), "system": platform.platform()},
                        "short": self.short, "runs": self.runs, "rows": [], "times": {}, "threads": {}}
        self.build()
        self.has_pprof = not options.no_pprof and pprof_works()
        self.speedscope = speedscope(folder, fetch=not self.short)
        if not self.has_pprof:
            print("pprof is left out." if options.no_pprof else "go is not installed, so pprof is not measured.")

    def build(self):
        targets = ["bench_generate", "proflens"]
        known = subprocess.run(["cmake", "--build", self.options.build, "--target", "help"], capture_output=True, text=True)
        if known.returncode != 0:
            raise Failure(f"{self.options.build} is no build folder; packaging/build test makes build/test")
        if "bench_window" in known.stdout:
            targets.append("bench_window")
        command = ["cmake", "--build", self.options.build, "--target", *targets]
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            raise Failure("the program to measure does not build")

    def left(self):
        """Seconds until everything should be over."""
        return self.deadline - time.monotonic()

    def profile(self, name):
        """The path of a generated profile, which is made if it is not there."""
        path = self.profiles / f"{name}.pb.gz"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = self.profiles / f"{name}.part"
            made = run([self.options.build / "tests/bench/bench_generate", part, *PROFILES[name]])
            if not made.good:
                raise Failure(f"the profile {name} could not be made")
            part.rename(path)
        return path

    def pprof(self, *arguments):
        return ["go", "tool", "pprof", "-symbolize=none", *arguments]

    def turns(self, commands, runs=None):
        """Runs each command in turn, again and again. commands: by name (command, options of run(), most runs).

        What fails is not run again. Stops early when time is up, though not before the first turn is over.
        """
        found = {name: [] for name in commands}
        failed = set()
        for turn in range(runs or self.runs):
            if turn > 0 and self.left() < 0:
                break
            for name, (command, limits, most) in commands.items():
                if name in failed or turn >= most or (turn > 0 and self.left() < 0):
                    continue
                result = run(command, **limits)
                if not result.good:
                    print(f"  {name} failed with status {result.status} after {result.seconds:.1f} s")
                    failed.add(name)
                found[name].append(result)
        return {name: [r for r in results if r.good] for name, results in found.items()}

    def say(self, results):
        for name, runs in results.items():
            if runs:
                print(f"  {name:22} {spread([r.seconds for r in runs], '{:.3f}'):26} s   processor "
                      f"{statistics.median(r.cpu for r in runs):7.2f} s   peak {max(r.peak_mb for r in runs):6.0f} MB")

    def row(self, what, reach, ratios=None, value=None, unit="", note="", form="{:.2f}"):
        """Adds a row to the table. ratios: of each turn; value: a figure of its own; neither: it was not measured."""
        row = {"what": what, "reach": reach}
        text = "not measured" + (f": {note}" if note else "")
        if ratios:
            row |= {"ratio": statistics.median(ratios), "least": min(ratios), "most": max(ratios), "turns": len(ratios)}
            text = spread(ratios, form)
        elif value is not None:
            row |= {"value": value, "unit": unit}
            text = form.format(value) + (f" {unit}" if unit else "")
        if note and (ratios or value is not None):
            text += f"; {note}"
        if note:
            row["note"] = note
        measured = row.get("ratio", row.get("value"))
        if measured is not None and reach is not None and not self.short:
            row["met"] = measured <= reach
            text += f"   (reach {form.format(reach)})" + ("" if row["met"] else "   MISSED")
        self.results["rows"].append(row)
        print(f"  -> {what}: {text}")

    def markdown(self):
        """The table as text for the README."""
        lines = ["| What | Measured | Spread | To reach |", "|---|---:|---:|---:|"]
        for row in self.results["rows"]:
            measured = row.get("ratio", row.get("value"))
            unit = f" {row['unit']}" if row.get("unit") else ""
            figure = "not measured" if measured is None else f"{measured:.3g}{unit}"
            if row.get("met") is False:
                figure = f"**{figure}**"
            between = f"{row['least']:.3g} to {row['most']:.3g}" if row.get("turns", 0) > 1 else ""
            reach = f"{row['reach']:.3g}{unit}" if row["reach"] is not None else ""
            lines.append(f"| {row['what']} | {figure} | {between} | {reach} |")
        return "\n".join(lines) + "\n"

    def against(self, what, reach, ours, theirs, key="seconds", form="{:.2f}", why=""):
        """A row of ratios: turn by turn where both have as many, else ours of each turn to their median."""
        if not ours or not theirs:
            self.row(what, reach, note=why)
            return
        mine = [getattr(r, key) for r in ours]
        other = [getattr(r, key) for r in theirs]
        if len(mine) != len(other):
            other = [statistics.median(other)] * len(mine)
        self.row(what, reach, [a / b for a, b in zip(mine, other)], form=form)


def processor():
    try:
        with open("/proc/cpuinfo") as info:
            return next(line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def pprof_works():
    return shutil.which("go") is not None and run(["go", "tool", "pprof", "-h"]).status in (0, 2)


def speedscope(folder, fetch):
    """The release folder of speedscope's npm package, or None where it cannot be had."""
    version = "1.25.0"
    release = folder / f"speedscope-{version}/package/dist/release"
    if shutil.which("node") is None:
        return None
    if release.is_dir() or not fetch or shutil.which("npm") is None:
        return release if release.is_dir() else None
    target = folder / f"speedscope-{version}"
    target.mkdir(parents=True, exist_ok=True)
    if subprocess.run(["npm", "pack", "--silent", f"speedscope@{version}"], cwd=target, stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL).returncode != 0:
        return None
    subprocess.run(["tar", "xf", f"speedscope-{version}.tgz"], cwd=target, check=False)
    return release if release.is_dir() else None
