"""Serves an AWS account: MiniStack with its gaps closed.

    emulator.py            serves on port 4566, and on 443 for what runs in the VPC; what comes in at the interfaces of
                           load balancers arrives at a socket of the shared volume
    emulator.py --ready    ends with 0 when it serves

Variables: WITHOUT_CURES, names of gaps that stay open, or "all"; INTERFACE_IMAGE, the image of network interfaces;
DATABASE_IMAGE, the image of databases of RDS; GROUNDTRUTH_RUN, GROUNDTRUTH_OWNER and GROUNDTRUTH_EXPIRES, labels of all
containers.
"""

import asyncio
import json
import os
import sys
import urllib.request
from importlib.metadata import version
from typing import Any, Callable

PORT = 4566
GAPS_PATH = "/_groundtruth/gaps"


def label_containers() -> None:
    """Whoever sweeps knows containers by these labels."""
    from ministack.core import container_reaper

    labels = {
        f"dev.groundtruth.{name}": os.environ[variable]
        for name, variable in (
            ("run", "GROUNDTRUTH_RUN"),
            ("owner", "GROUNDTRUTH_OWNER"),
            ("expires", "GROUNDTRUTH_EXPIRES"),
        )
        if variable in os.environ
    }
    own = container_reaper.own_labels
    container_reaper.own_labels = lambda service, **extra: {**own(service, **extra), **labels}


def close_gaps() -> list[dict[str, Any]]:
    import gaps

    left_open = set(filter(None, os.environ.get("WITHOUT_CURES", "").split(",")))
    unknown = left_open - {"all"} - {gap.name for gap in gaps.GAPS}
    if unknown:
        raise SystemExit(f"WITHOUT_CURES names {', '.join(sorted(unknown))}, which is no gap")
    for gap in gaps.GAPS:
        if not left_open & {"all", gap.name}:
            gap.cure()
    return [
        {"name": gap.name, "what": gap.what, "closed": not left_open & {"all", gap.name}} for gap in gaps.GAPS
    ]


def telling(app: Callable[..., Any], answer: dict[str, Any]) -> Callable[..., Any]:
    """The application, and what this emulator is at GAPS_PATH."""
    body = json.dumps(answer).encode()

    async def tell(scope: dict, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] != GAPS_PATH:
            await app(scope, receive, send)
            return
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return tell


def serve() -> None:
    label_containers()
    closed = close_gaps()
    from gaps import FRONT
    from hypercorn.asyncio import serve as serve_app
    from hypercorn.config import Config
    from ministack.app import app

    config = Config()
    config.bind = [f"0.0.0.0:{port}" for port in (PORT, 443)]
    if os.path.isdir(os.path.dirname(FRONT)):
        config.bind.append(f"unix:{FRONT}")
    config.keep_alive_timeout = 75
    config.loglevel = os.environ.get("LOG_LEVEL", "INFO")
    answer = {"name": "MiniStack", "version": version("ministack"), "gaps": closed}
    asyncio.run(serve_app(telling(app, answer), config))


def is_ready() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_ministack/ready", timeout=3) as response:
            return response.status == 200
    except OSError:
        return False


if __name__ == "__main__":
    if sys.argv[1:] == ["--ready"]:
        sys.exit(0 if is_ready() else 1)
    serve()
