"""The framework as ``sprag dev`` runs it: corrected as in a build, and telling what went wrong.

A page whose ``load()`` or ``render()`` raises answers 500 with the problem as JSON, from which the
daemon makes the page that a person sees. What a build decided (entry modules, which surfaces need
the socket) comes as :class:`Facts` and can be replaced while the server runs.
"""

from __future__ import annotations

import json
import sys
import tempfile
import traceback

from . import corrections

PROBLEM = "application/vnd.spragd.problem+json"
# The framework's own 16 would be used up by as many open pages.
CONNECTIONS = 512


class Facts:
    """What the last build says of the surfaces."""

    def __init__(self, facts):
        self.replace(facts)

    def replace(self, facts):
        """``scripts``: paths of all entry modules; ``surfaces``: path, pattern and socket of each."""
        self._scripts = frozenset(facts["scripts"])
        self._sockets = {item["pattern"]: item["socket"] for item in facts["surfaces"]}
        paths = {}
        for item in facts["surfaces"]:
            paths.setdefault(item["pattern"], item["path"])
        self._paths = paths

    def script(self, kind, surface, path):
        """The module that boots a surface; all paths of one pattern need the same classes."""
        candidates = (path, self._paths.get(surface.path), surface.path)
        scripts = [corrections.entry_script(kind, candidate) for candidate in candidates if candidate]
        return next((script for script in scripts if script in self._scripts), scripts[0])

    def uses_socket(self, surface):
        return self._sockets.get(getattr(surface, "path", None))


def serve(app, listener, facts, reporter, ready):
    """Serve until ``ready``, which is called with the running server, returns."""
    from sprag.runtime.http import wsgi

    install(wsgi, facts, reporter)

    class Server(wsgi.WSGIServer):
        """Serves on the given listener whatever address the framework asks for."""

        def __init__(self, _address, application, **options):
            super().__init__(listener, application, error_log=None, **options)
            self._connections = 0

        def handle(self, connection, _address):
            # Clients of one machine's socket have no address; the framework keeps them by it.
            self._connections += 1
            super().handle(connection, ("127.0.0.1", self._connections))

        def serve_forever(self, stop_timeout=None):
            self.start()
            ready(self)

    wsgi.WSGIServer = Server
    with tempfile.TemporaryDirectory(prefix="spragd-empty-") as nothing:
        mode = "websocket" if has_websocket() else "wsgi"
        wsgi.serve_sprag_app(app, nothing, server_mode=mode, max_workers=CONNECTIONS)


def has_websocket():
    return "geventwebsocket.handler" in sys.modules


def install(wsgi, facts, reporter):
    from sprag.runtime.rendering import page

    corrections.install()
    wsgi.render_page = booted(wsgi.render_page, "route", facts)
    wsgi.render_mount = booted(wsgi.render_mount, "mount", facts)
    page.surface_socket_enabled = known_sockets(page.surface_socket_enabled, facts)
    page.load_controller_data = loading(lambda app, surface: app.controller_for_page(surface))
    page.load_mount_data = loading(lambda app, surface: app.controller_for_mount(surface))
    page.render_screen = render_screen
    wsgi.dispatch_controller_action = printing(wsgi.dispatch_controller_action)
    application = wsgi.SpragWSGIApp
    application.__call__ = corrections.answering_head(application.__call__)
    application._respond = telling(application._respond, reporter)


def booted(original, kind, facts):
    """Render with the entry module that the build made."""

    def render(surface, *, request, app, script_path):
        path = getattr(request, "path", surface.path).rstrip("/") or "/"
        return original(surface, request=request, app=app, script_path=facts.script(kind, surface, path))

    return render


def known_sockets(original, facts):
    def surface_socket_enabled(app=None, controller_cls=None, surface=None):
        known = facts.uses_socket(surface)
        return original(app, controller_cls, surface=surface) if known is None else known

    return surface_socket_enabled


def loading(controller_of):
    """``load()`` as the framework calls it; what it raises is not turned into text."""

    def load(surface, *, request=None, app=None):
        from sprag.runtime.rendering.page import inject_auth_data
        from sprag.runtime.server import ActionDispatchError, Redirect, authorize_controller_method, controller_context
        from sprag.runtime.session import hydrate_request

        request = hydrate_request(request, app=app)
        controller = controller_of(app, surface)
        try:
            data = {}
            if controller is not None:
                with controller_context(request=request, app=app):
                    authorize_controller_method(controller, "load")
                    data = controller.load()
        except Redirect as redirect:
            data = redirect
        except ActionDispatchError as error:
            return {}, str(error), None, error.status_code
        if isinstance(data, Redirect):
            return {}, None, data, 200
        return inject_auth_data(data, request, app=app), None, None, 200

    return load


def render_screen(page, data):
    """As the framework's, without turning what ``render()`` raises into text."""
    from sprag.runtime.rendering.tree import render_tree

    rendered = render_tree(page.screen(data=data).render(data))
    return rendered.html, rendered.hydration, None


def printing(original):
    """A failing action tells the browser little; the terminal has the whole of it."""

    def dispatch(*arguments, **options):
        try:
            return original(*arguments, **options)
        except Exception as error:
            text = getattr(error, "traceback_text", None)
            if text:
                print(text, file=sys.stderr, flush=True)
            raise

    return dispatch


def telling(original, reporter):
    """A crash becomes the problem that it is, in JSON, and its traceback is printed."""

    def respond(self, start_response, status, content_type, body, **options):
        error = sys.exc_info()[1]
        if status == 500 and error is not None:
            traceback.print_exception(type(error), error, error.__traceback__)
            problem = reporter.from_error("render", error)
            problem["traceback"] = reporter.without_root(
                "".join(traceback.format_exception(type(error), error, error.__traceback__))
            )
            body, content_type = json.dumps(problem).encode("utf-8"), PROBLEM
        return original(self, start_response, status, content_type, body, **options)

    return respond
