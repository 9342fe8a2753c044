"""Runs a command for measure.py; its last line says CPU seconds, wall seconds and peak bytes.

A process inherits, as its peak memory, that of the process which starts it. So a process of its own
starts the command, with nothing imported that is not needed; its own few MiB are the least that can
be seen: `python3 -I -S cost.py COMMAND ...`.
"""

import posix
import sys
import time

start = time.perf_counter()
_, status, usage = posix.wait4(posix.posix_spawnp(sys.argv[1], sys.argv[1:], posix.environ), 0)
wall = time.perf_counter() - start
unit = 1 if sys.platform == "darwin" else 1024
print(f"\n{usage.ru_utime + usage.ru_stime} {wall} {usage.ru_maxrss * unit}")
sys.exit(status != 0)
