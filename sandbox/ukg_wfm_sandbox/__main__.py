"""Run a simulated UKG Pro WFM tenant on this machine."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import signal
import sys
from datetime import date
from pathlib import Path

from ukg_wfm_sandbox.configuration import configuration, refusal, write
from ukg_wfm_sandbox.embedded import listen, server
from ukg_wfm_sandbox.live import chosen
from ukg_wfm_sandbox.manual import epilog
from ukg_wfm_sandbox.world import World

PORT = 8321


def _loopback(text: str) -> str:
    host = "127.0.0.1" if text == "localhost" else text
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError
    return host


def _date(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _latency(text: str) -> tuple[float, float]:
    base, _, each = text.partition(",")
    return float(base), float(each or 0)


def _switch(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    try:
        chosen({key: value})
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return key, value


def _writable(text: str) -> Path:
    path = Path(text)
    if refused := refusal(path):
        raise argparse.ArgumentTypeError(refused)
    return path


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(
        "python -m ukg_wfm_sandbox",
        description=__doc__,
        epilog=epilog(f"http://127.0.0.1:{PORT}"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "--port",
        type=int,
        default=PORT,
        help=f"port to listen on; 0 picks a free one (default: {PORT})",
    )
    made.add_argument(
        "--host",
        type=_loopback,
        default="127.0.0.1",
        help="loopback address to listen on (default: 127.0.0.1)",
    )
    made.add_argument(
        "--employees", type=int, default=200, help="employees at the start (default: 200)"
    )
    made.add_argument(
        "--days", type=int, default=90, help="days of history before today (default: 90)"
    )
    made.add_argument(
        "--seed",
        type=int,
        default=7,
        help="the same seed and date give the same company (default: 7)",
    )
    made.add_argument(
        "--today", type=_date, help="the tenant's first day, YYYY-MM-DD (default: the real date)"
    )
    made.add_argument(
        "--latency",
        type=_latency,
        default=(0, 0),
        metavar="BASE,EACH",
        help="milliseconds per request, and per employee in it (default: 0,0)",
    )
    made.add_argument(
        "--max-concurrency", type=int, default=8, help="concurrent requests before 429 (default: 8)"
    )
    made.add_argument(
        "--token-seconds",
        type=float,
        default=1799,
        help="lifetime of an access token (default: 1799)",
    )
    made.add_argument(
        "--spike-limit",
        type=int,
        default=10,
        help="token requests in 10 seconds before 503 (default: 10)",
    )
    made.add_argument(
        "--no-activities",
        dest="activities",
        action="store_false",
        help="a tenant without the Activities license",
    )
    made.add_argument(
        "--next-ping",
        type=int,
        default=60,
        help="nextPing of payroll exports, in seconds (default: 60)",
    )
    made.add_argument(
        "--live",
        action="append",
        default=[],
        type=_switch,
        metavar="KEY=VALUE",
        help="set a live switch (below); repeat for several",
    )
    made.add_argument(
        "--write-config",
        type=_writable,
        metavar="FILE",
        help="write a configuration for tap-ukg-wfm to this file",
    )
    made.add_argument("--quiet", action="store_true", help="print only the line with the URL")
    return made


def _greeting(url: str, file: Path | None) -> list[str]:
    return [
        f"sandbox ready on {url}",
        "  try it:",
        f"    curl -s {url}/_sandbox/clock",
        f"    curl -s '{url}/_sandbox/truth/punches?person_ids=1002'",
        f"    curl -s -d '{{\"days\": 1}}' {url}/_sandbox/advance",
        f"    tap-ukg-wfm --config {file} --check"
        if file
        else "  for tap-ukg-wfm, add --write-config config.json",
    ]


def main() -> int:
    """Serve until SIGTERM or SIGINT."""
    options = vars(parser().parse_args())
    host, port, quiet = options.pop("host"), options.pop("port"), options.pop("quiet")
    file: Path | None = options.pop("write_config")
    # uvicorn raises the signal again after it has stopped; exit with 0 then.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    options["live"] = dict(options["live"])
    world = World(**options)
    try:
        socket = listen(host, port)
    except OSError as error:
        sys.stderr.write(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port; 0 picks a free one.\n"
        )
        return 1
    with socket:
        url = f"http://{host}:{socket.getsockname()[1]}"
        if file:
            try:
                write(file, configuration(world, url))
            except OSError as error:
                sys.stderr.write(f"Cannot write {file}: {error.strerror}.\n")
                return 1
        sys.stderr.write("\n".join(_greeting(url, file)[: 1 if quiet else None]) + "\n")
        sys.stderr.flush()
        asyncio.run(server(world).serve(sockets=[socket]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
