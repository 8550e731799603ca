"""Lets our evaluation and those of the peers take turns and prints medians and ratios.

    python compare.py OUR-PROGRAM [rounds]
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
PEERS = [(library, kind) for library in ("jax", "torch") for kind in ("nested", "taylor")]
# Threads that moved to one core while they waited need some tens of milliseconds to part: the first third of a turn is left out.
TURN = 30


def start(command):
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return process, json.loads(process.stdout.readline())


def turn(process):
    process.stdin.write(f"{TURN}\n")
    process.stdin.flush()
    return statistics.median(json.loads(process.stdout.readline())[TURN // 3:])


def peak_memory(process):
    lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


with tempfile.TemporaryDirectory() as folder:
    contestants = {"ours": start([sys.argv[1], "peers", folder])}
    for library, kind in PEERS:
        command = [sys.executable, HERE / f"burgers_{library}.py", kind, folder]
        contestants[f"{library} {kind}"] = start(command)
    times = {name: [] for name in contestants}
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 7):
        for name, (process, _) in contestants.items():
            times[name].append(turn(process))
    ours = contestants["ours"][1]
    print(f"{ours['points']} points, hidden layers {ours['hidden']}, {ours['threads']} threads, {ours['instructions']}")
    print(f"the products of hidden layers alone: {ours['products'] * 1e-9:.2f} Gflop; peak {ours['peak'] * 1e-9:.0f} Gflop/s")
    for name, (process, answer) in contestants.items():
        median = statistics.median(times[name])
        ratios = [other / own for other, own in zip(times[name], times["ours"])]
        print(
            f"{name:13} {1e3 * median:7.1f} ms ({1e3 * min(times[name]):.1f} to {1e3 * max(times[name]):.1f}),"
            f" {statistics.median(ratios):4.1f} times ours ({min(ratios):.1f} to {max(ratios):.1f}), {peak_memory(process):.0f} MB"
            + ("" if name == "ours" else f"; loss differs by {answer['loss']:.1e}, gradient by {answer['gradient']:.1e}"))
    share = ours["products"] / min(times["ours"]) / ours["peak"]
    print(f"ours, fastest turn: {100 * share:.0f} % of the peak")
    for process, _ in contestants.values():
        process.stdin.close()
        process.wait()
