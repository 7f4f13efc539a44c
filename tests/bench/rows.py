# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured, against what, and what is to be reached. Used by tests/bench/run."""
import json
import math
import os
import re
import statistics
import tempfile
from pathlib import Path

from measure import GB, PROFILES, SERIES, Failure, run

# pprof can take a machine down with it.
PPROF = {"limit": min(20 * GB, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 85 // 100), "seconds": 400}
ALWAYS = 10**6


def output(command, **limits):
    """What a command prints, or None if it fails."""
    with tempfile.TemporaryFile() as out:
        if not run(command, out=out, **limits).good:
            return None
        out.seek(0)
        return out.read()


def figures(text):
    """A report without the line that says when the profile was taken, which each version of pprof writes in its own way."""
    return [line for line in text.splitlines() if not line.startswith(b"Time:")]


def same_numbers(bench, what, arguments):
    """Whether Proflens prints what pprof prints, and the same with one processor as with all."""
    ours = output([bench.program, *arguments])
    if not ours:
        raise Failure(f"proflens prints nothing for {what}")
    if output([bench.program, *arguments], cores={min(os.sched_getaffinity(0))}) != ours:
        bench.wrong.append(f"{what} differs with the number of processors")
    if bench.has_pprof:
        theirs = output(bench.pprof(*arguments), **PPROF)
        if theirs is None:
            bench.wrong.append(f"pprof cannot read {what}")
        elif figures(theirs) != figures(ours):
            bench.wrong.append(f"{what} is not what pprof prints")


def top(bench):
    """Loading a profile and printing its whole top table, as a process."""
    reach_gzip = {"L": 0.85, "XL": 0.8}
    reach_pprof = {"L": (1 / 50, 1 / 14), "L0": (1 / 25, 1 / 6)}
    for name in ["S", "M"] if bench.short else ["S", "M", "L", "L0", "XL"]:
        path = bench.profile(name)
        samples = PROFILES[name][0]
        print(f"\n{name}: {samples:,} samples, {path.stat().st_size / 1e6:.1f} MB packed")
        if samples <= 200_000:
            same_numbers(bench, f"-top of {name}", ["-top", path])
        commands = {"gzip -dc": (["gzip", "-dc", path], {}, ALWAYS), "proflens -top": ([bench.program, "-top", path], {}, ALWAYS)}
        if samples <= 2_000_000:
            times = ALWAYS if samples <= 10_000 else 1 if samples > 200_000 or bench.short else 3
            if bench.has_pprof:
                commands["pprof -top"] = (bench.pprof("-top", path), PPROF, times)
            if bench.speedscope and name != "L0":
                script = Path(__file__).resolve().parent / "speedscope.mjs"
                command = ["node", "--max-old-space-size=14000", script, bench.speedscope, path]
                commands["speedscope"] = (command, {"seconds": 300}, times)
        for command, limits, _ in list(commands.values())[:2]:
            run(command, **limits)  # once unmeasured, to have the file and the program in memory
        found = bench.turns(commands)
        bench.say(found)
        gzip, ours, pprof = found["gzip -dc"], found["proflens -top"], found.get("pprof -top", [])
        if not gzip or not ours:
            raise Failure(f"gzip or proflens failed on {path}")
        bench.results["times"][name] = {
            what: {"samples": samples, "seconds": [r.seconds for r in runs], "peak_mb": max(r.peak_mb for r in runs)}
            for what, runs in found.items() if runs}
        bench.against(f"{name}: -top, time against gzip -dc", reach_gzip.get(name), ours, gzip)
        if name == "XL":
            bench.row("XL: -top, peak memory", 650, value=max(r.peak_mb for r in ours), unit="MB", form="{:.0f}")
        if samples <= 2_000_000:
            time, memory = reach_pprof.get(name, (None, None))
            why = "pprof needs more than it gets" if bench.has_pprof else "no pprof"
            bench.against(f"{name}: -top, time against pprof", time, ours, pprof, form="{:.4f}", why=why)
            bench.against(f"{name}: -top, memory against pprof", memory, ours, pprof, key="peak_mb", form="{:.3f}", why=why)


def diff(bench):
    """The top table of a difference."""
    now, base = ("S", "S2") if bench.short else ("L", "L2")
    arguments = ["-top", f"-diff_base={bench.profile(base)}", bench.profile(now)]
    print(f"\n{now}: -top -diff_base")
    same_numbers(bench, "-top -diff_base of S", ["-top", f"-diff_base={bench.profile('S2')}", bench.profile("S")])
    commands = {"proflens": ([bench.program, *arguments], {}, ALWAYS)}
    if bench.has_pprof:
        commands["pprof"] = (bench.pprof(*arguments), PPROF, 1)
    found = bench.turns(commands)
    bench.say(found)
    if not found["proflens"]:
        raise Failure("proflens -diff_base failed")
    for key, word, reach in (("seconds", "time", 1 / 50), ("peak_mb", "memory", 1 / 10)):
        bench.against(f"{now}: -top -diff_base, {word} against pprof", reach, found["proflens"], found.get("pprof", []), key,
                      "{:.4f}", "pprof needs more than it gets" if bench.has_pprof else "no pprof")


def merge(bench):
    """Many profiles that are merged."""
    if bench.short:
        return
    count = len(SERIES)
    print(f"\n{count} profiles merged: -top")
    paths = [bench.profile(name) for name in SERIES]
    few = paths[::10]
    same_numbers(bench, f"-top of {len(few)} profiles merged", ["-top", *few])
    commands = {"gzip -dc": (["gzip", "-dc", *paths], {}, ALWAYS), "proflens": ([bench.program, "-top", *paths], {}, ALWAYS),
                "proflens, the same": ([bench.program, "-top", *few * 10], {}, ALWAYS)}
    if bench.has_pprof and bench.left() > 300:
        commands["pprof"] = (bench.pprof("-top", *paths), PPROF, 1)
    found = bench.turns(commands)
    bench.say(found)
    gzip, ours, pprof = found["gzip -dc"], found["proflens"], found.get("pprof", [])
    if not gzip or not ours:
        raise Failure("gzip or proflens failed on profiles to merge")
    why = "pprof needs more than it gets" if "pprof" in commands else "no time was left" if bench.has_pprof else "no pprof"
    bench.against(f"{count} merged: -top, time against gzip -dc", None, ours, gzip)
    for what, runs in ((f"{count} merged", ours), (f"{len(few)} merged ten times", found["proflens, the same"])):
        bench.row(f"{what}: -top, peak memory", None, value=max((r.peak_mb for r in runs), default=None), unit="MB", form="{:.0f}")
    bench.against(f"{count} merged: -top, time against pprof", None, ours, pprof, form="{:.4f}", why=why)
    bench.against(f"{count} merged: -top, memory against pprof", None, ours, pprof, key="peak_mb", form="{:.3f}", why=why)


def real(bench):
    """Every profile of a real program."""
    what = "Real profiles: -top, time against pprof, geometric mean"
    folder = bench.options.real
    paths = sorted(p for p in folder.iterdir() if p.suffix != ".txt" or p.name.startswith("legacy")) if folder.is_dir() else []
    if not paths or not bench.has_pprof:
        bench.row(what, 1 / 8, note="no pprof" if paths else "no profiles given (--real)")
        return
    print(f"\n{len(paths)} profiles of real programs")
    ratios = {}
    for path in paths[:8] if bench.short else paths:
        commands = {"proflens": ([bench.program, "-top", path], {}, ALWAYS), "pprof": (bench.pprof("-top", path), PPROF, ALWAYS)}
        if not run(commands["pprof"][0], **PPROF).good:
            continue  # not all are for pprof
        if not run(commands["proflens"][0]).good:
            bench.wrong.append(f"proflens cannot read {path.name}, pprof can")
            continue
        found = bench.turns(commands, 1 if bench.short else 3)
        if found["proflens"] and found["pprof"]:
            ratios[path.name] = statistics.median(a.seconds / b.seconds for a, b in zip(found["proflens"], found["pprof"]))
    if not ratios:
        bench.row(what, 1 / 8, note="pprof reads none of them")
        return
    slowest = max(ratios, key=ratios.get)
    bench.row(what, 1 / 8, value=math.exp(statistics.mean(math.log(r) for r in ratios.values())), form="{:.4f}",
              note=f"of {len(ratios)} profiles")
    bench.row("Real profiles: -top, time against pprof, the slowest of them", 1, value=ratios[slowest], note=slowest)
    bench.results["real"] = ratios


def window_rows(bench, name, wanted, runs=None):
    """What bench_window says of a profile: row by name. Nothing where it is not built."""
    if not bench.window.exists():
        return {}
    command = [bench.window, "--rows", wanted, "--program", bench.program]
    if runs:
        command += ["--runs", str(runs)]
    text = output([*command, bench.profile(name)], seconds=900)
    if text is None:
        raise Failure(f"bench_window failed on {name}")
    said = [json.loads(line) for line in text.decode().splitlines() if line.startswith("{")]
    return {row["row"]: row for row in said}


def percentile(values, share):
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def ready(bench):
    """The window, from its start until a profile is painted and every pane has what it needs."""
    print("\nThe window until it is painted")
    for name, reach in (("S", None),) if bench.short else (("S", None), ("L", 1.3)):
        path = bench.profile(name)
        times, gzip, peak = [], [], 0
        for _ in range(bench.runs if bench.window.exists() else 0):
            gzip.append(run(["gzip", "-dc", path]).seconds)
            row = window_rows(bench, name, "ready", 1)["ready"]
            times.append(row["ms"][0] / 1000)
            peak = max(peak, row.get("peak_kb", 0) / 1024)
        why = "" if times else "bench_window is not built"
        if name == "S":
            bench.row("S: from start to the first paint", 150, value=1000 * statistics.median(times) if times else None,
                      unit="ms", form="{:.0f}", note=why)
            continue
        bench.row(f"{name}: window painted, time against gzip -dc", reach, [a / b for a, b in zip(times, gzip)], note=why)
        if times:
            bench.painted = {name: (statistics.median(times), statistics.median(gzip))}
        bench.row(f"{name}: window painted, peak memory", 400, value=peak if times else None, unit="MB", form="{:.0f}", note=why)


def window(bench):
    """What somebody does in the window."""
    def p95(ms):
        return percentile(ms, 0.95)

    # Rows by name, what is taken of their milliseconds, and the most there should be.
    judged = [
        (r"gui\.busy\..*", max, {"M": 10, "L": 10}),
        (r"flame\.frame\.4k", p95, {"M": 10, "L": 10, "XL": 10}),
        (r"flame\.frame", p95, {"M": 5, "L": 5, "XL": 5}),
        (r"top\.scroll", p95, {"M": 1000 / 60, "L": 1000 / 60}),
        (r"top\.(sort|filter)", statistics.median, {"M": 30, "L": 30}),
        (r"graph\.(first|80)", max, {"M": 200, "L": 200}),
        (r"graph\.500", max, {"M": 5000, "L": 5000}),
        (r"ready\.pane\..*", max, {}),
    ]
    switches = ("switch.sampletype", "switch.unit", "switch.filter.add", "switch.filter.remove", "switch.granularity")
    print("\nIn the window")
    if not bench.window.exists():
        bench.row("Switches, frames, tables and graphs in the window", None, note="bench_window is not built")
        return
    everything = "ready.pane,switch,gui.busy,flame.frame,top,graph"
    for name, wanted in [("S", "switch,top.sort")] if bench.short else [("M", everything), ("L", everything), ("XL", "flame.frame")]:
        if bench.left() < 120 and not bench.short:
            bench.row(f"{name}: in the window", None, note="no time was left")
            continue
        said = {row: what for row, what in window_rows(bench, name, wanted).items() if what["ms"]}
        bench.results.setdefault("window", {})[name] = said
        # Panes that nobody sees are made when they are shown; all of them, one after the other:
        if name in getattr(bench, "painted", {}):
            painted, gzip = bench.painted[name]
            behind = sum(what["ms"][0] for row, what in said.items() if row.startswith("ready.pane.")) / 1000
            bench.row(f"{name}: every pane painted, one after the other, time against gzip -dc", 1.3,
                      value=(painted + behind) / gzip)
        for switch in switches:
            # Of filters and granularities, the slowest kind.
            kinds = {row: statistics.median(what["ms"]) for row, what in said.items() if row == switch or row.startswith(switch + ".")}
            if kinds:
                slowest = max(kinds, key=kinds.get)
                bench.row(f"{name}: {switch}", {"M": 25, "L": 120}.get(name), value=kinds[slowest], unit="ms", form="{:.1f}",
                          note=slowest.removeprefix(switch + ".") if slowest != switch else "")
                # Medians do not show what is done once only: stacks that were not sorted that way before are sorted anew.
                firsts = {row: what["ms"][0] for row, what in said.items() if row in kinds}
                slowest = max(firsts, key=firsts.get)
                bench.row(f"{name}: {switch}, the first time", {"M": 25, "L": 120}.get(name), value=firsts[slowest], unit="ms",
                          form="{:.1f}", note=slowest.removeprefix(switch + ".") if slowest != switch else "")
        for pattern, take, reach in judged:
            for row, what in said.items():
                if re.fullmatch(pattern, row):
                    bench.row(f"{name}: {row}", reach.get(name), value=take(what["ms"]), unit="ms", form="{:.1f}",
                              note=f"{what['count']:,} in all" if "count" in what else "")


def memory(bench):
    """A machine with little memory."""
    if bench.short:
        return
    print("\nWith 1 GB of memory")
    path = bench.profile("L")
    found = run([bench.program, "-top", path], data=GB)
    bench.row("L: -top with 1 GB of memory", None, value=1 if found.good else 0, form="{:.0f}",
              note=f"works, in {found.seconds:.2f} s" if found.good else "fails")
    if bench.has_pprof:
        theirs = run(bench.pprof("-top", path), data=GB, seconds=400)
        print(f"  pprof with as much: " + ("works" if theirs.good else f"ends with status {theirs.status}"))
    if not found.good:
        bench.results["rows"][-1]["met"] = False


def threads(bench):
    """How it gets faster with the processors it may use."""
    name = "M" if bench.short else "L"
    cores = sorted(os.sched_getaffinity(0))
    counts = sorted({1, *(2**i for i in range(1, 10) if 2**i < len(cores)), len(cores)})
    path = bench.profile(name)
    print(f"\n{name}: -top by processors")
    commands = {str(n): ([bench.program, "-top", path], {"cores": set(cores[:n])}, ALWAYS) for n in counts}
    found = bench.turns(commands)
    bench.say({f"{n} processors": runs for n, runs in found.items()})
    bench.results["threads"] = {"profile": name, "seconds": {n: [r.seconds for r in runs] for n, runs in found.items()}}


PARTS = {"top": top, "diff": diff, "merge": merge, "real": real, "ready": ready, "window": window, "memory": memory, "threads": threads}
