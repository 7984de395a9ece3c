"""Serves this build: pages rendered on request, actions, sockets and the files in ``public/``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PUBLIC = ROOT / "public"


def main(arguments=None):
    build = json.loads((ROOT / "build.json").read_text(encoding="utf-8"))
    options = parse(arguments)
    require_python()
    # The app's relative paths mean what they mean in the project.
    os.chdir(ROOT)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))

    import sprag_corrections
    from sprag.runtime.http import serve_sprag_app
    from sprag.runtime.loader import load_app

    sprag_corrections.install_server(build, PUBLIC)
    target, app = load_app(build["app_target"])
    mode = server_mode(options.server_mode, build)
    serve_sprag_app(
        app,
        PUBLIC,
        host=options.host,
        port=options.port,
        server_mode=mode,
        banner=["{} ({}) at http://{}:{}/".format(target, mode, options.host, options.port)],
    )


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--server-mode", choices=["auto", "wsgi", "websocket"], default="auto")
    return parser.parse_args(arguments)


def require_python():
    if not (3, 9) <= sys.version_info[:2] <= (3, 12):
        version = "{}.{}".format(*sys.version_info[:2])
        sys.exit("The framework runs on Python 3.9 to 3.12; this is Python {}.".format(version))


def server_mode(wanted, build):
    """``auto`` is what the build found: the framework overlooks pages that only listen."""
    mode = build["server_mode"] if wanted == "auto" else wanted
    if mode != "auto":
        return mode
    uses_socket = any(entry.get("socket_bridge") for entry in build["routes"] + build["mounts"])
    return "websocket" if uses_socket else "wsgi"


if __name__ == "__main__":
    main()
