"""Run the sandbox: `python -m ukg_wfm_sandbox --port 8321`."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import signal
import sys
import textwrap
from datetime import date

from ukg_wfm_sandbox.embedded import listen, server
from ukg_wfm_sandbox.live import SWITCHES, chosen
from ukg_wfm_sandbox.world import World


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


def _switches() -> str:
    lines = ["switches for --live, the default first:"]
    for switch in SWITCHES:
        lines.append(f"  {switch.key}={'|'.join(switch.values)}")
        lines += textwrap.wrap(
            switch.question, 80, initial_indent="      ", subsequent_indent="      "
        )
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m ukg_wfm_sandbox",
        description=__doc__,
        epilog=_switches(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=8321, help="0 picks a free one")
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="a loopback address")
    parser.add_argument("--employees", type=int, default=200)
    parser.add_argument("--days", type=int, default=90, help="of history before today")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--today", type=_date, help="YYYY-MM-DD instead of the real date")
    parser.add_argument(
        "--latency", type=_latency, default=(0, 0), metavar="BASE_MS,PER_EMPLOYEE_MS"
    )
    parser.add_argument("--max-concurrency", type=int, default=8)
    parser.add_argument("--token-seconds", type=float, default=1799)
    parser.add_argument("--spike-limit", type=int, default=10, help="token requests in 10 s")
    parser.add_argument(
        "--no-activities", dest="activities", action="store_false", help="a tenant without licence"
    )
    parser.add_argument(
        "--next-ping", type=int, default=60, help="seconds between looks at a payroll export"
    )
    parser.add_argument(
        "--live",
        action="append",
        default=[],
        type=_switch,
        metavar="KEY=VALUE",
        help="how this tenant differs from others, once per switch (below)",
    )
    parser.add_argument("--quiet", action="store_true", help="say only that it is ready")
    return parser


def main() -> int:
    """Serve until SIGTERM or SIGINT."""
    options = vars(_parser().parse_args())
    host, port, quiet = options.pop("host"), options.pop("port"), options.pop("quiet")
    # uvicorn raises the signal that ended it once more; that must not kill what ended well.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    options["live"] = dict(options["live"])
    world = World(**options)
    with listen(host, port) as socket:
        url = f"http://{host}:{socket.getsockname()[1]}"
        lines = [f"sandbox ready on {url}"]
        if not quiet:
            lines += [
                "  try it:",
                f"    curl -s {url}/_sandbox/clock",
                f"    curl -s '{url}/_sandbox/truth/punches?person_ids=1002'",
                f"    curl -s -d '{{\"days\": 1}}' {url}/_sandbox/advance",
                "  user, client and secrets: the constants of ukg_wfm_sandbox",
            ]
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()
        asyncio.run(server(world).serve(sockets=[socket]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
