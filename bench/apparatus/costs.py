"""What one request costs the processor, of the server and of the database, beside the cost of another."""

import statistics
from pathlib import Path

from bench.apparatus import load, server


def cpu_ms(
    port: int, leader: int, database: str, requests: dict[str, Path], *, runs: int, seconds: float
) -> dict[str, dict[str, float]]:
    """Kind of request → milliseconds of processor a request: "web", "postgres" and "all", the median of the runs, in
    which the kinds take turns. SystemExit when an answer was a refusal."""
    taken: dict[str, list[tuple[float, float]]] = {kind: [] for kind in requests}
    for run in range(runs + 1):
        for kind, file in requests.items():
            web, postgres = server.cpu_of_group(leader), server.cpu_of_database(database)
            done = load.fire(port, file, seconds if run else 2)
            if done.refused or done.broken:
                raise SystemExit(f"{kind}: not every answer was good: {done}")
            if not run:  # every process meets every kind once
                continue
            web = server.cpu_of_group(leader) - web
            postgres = server.cpu_of_database(database) - postgres
            taken[kind].append((web / done.requests * 1000, postgres / done.requests * 1000))
    return {kind: _medians(costs) for kind, costs in taken.items()}


def _medians(costs: list[tuple[float, float]]) -> dict[str, float]:
    web, postgres = (statistics.median(part) for part in zip(*costs, strict=True))
    return {"web": round(web, 2), "postgres": round(postgres, 2), "all": round(web + postgres, 2)}
