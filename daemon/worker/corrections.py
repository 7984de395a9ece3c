"""Corrections of the installed framework, applied while building and while serving.

Compiled browser code means what its Python means. Where the framework's server would show something
else for the same source, or would publish what is not meant for the public, these wrappers step in.
Each replaces one function of the framework by one that handles the case and leaves the rest to the
original; none is needed for the app to run. ``install`` is for build and server, ``install_server``
for the server alone. This file is shipped in a full build as ``sprag_corrections.py``.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

RAW_TEXT_TAGS = frozenset({"script", "style"})
#: HTML drops a line break that is the first thing in these.
TAGS_WITHOUT_FIRST_BREAK = frozenset({"listing", "pre", "textarea"})


def install():
    """Make the server render what the browser shows; safe to call twice."""
    from sprag.runtime import shell
    from sprag.runtime.rendering import page, tree

    if getattr(tree, "_is_corrected", False):
        return
    tree._is_corrected = True
    tree._render_node = corrected_render_node(tree, tree._render_node)
    tree._attrs_to_html = corrected_attributes(tree._attrs_to_html)
    page.json = ScriptSafeJson
    page.inject_auth_data = without_session_id(page.inject_auth_data)
    shell.effective_shell = corrected_effective_shell(shell, shell.effective_shell)


# -- the tree ---------------------------------------------------------------------------------


def corrected_render_node(tree, original):
    """Children that are lists, iterators or components; raw text elements; two-argument renderers."""
    from sprag.runtime.browser import Component
    from sprag.runtime.ui import ElementNode, ForNode, HTMLNode

    def render_node(node, hydration, context):
        if is_collection(node):
            return "".join(tree._render_node(child, hydration, context) for child in node)
        if isinstance(node, Component):
            return tree._render_node(node.render(node.props), hydration, context)
        if isinstance(node, ForNode):
            node = with_positions(node)
        elif isinstance(node, ElementNode) and node.tag in RAW_TEXT_TAGS:
            node = dataclasses.replace(node, children=[HTMLNode(raw_text(node))])
        elif isinstance(node, ElementNode):
            node = with_content_attributes(node, HTMLNode)
            if node.tag == "select":
                node = with_selection(node, ElementNode)
            elif node.tag in TAGS_WITHOUT_FIRST_BREAK and first_text(node.children).startswith("\n"):
                node = dataclasses.replace(node, children=["\n", *node.children])
        return original(node, hydration, context)

    return render_node


def is_collection(node):
    """Whether a child stands for what it holds: lists, sets, ranges, views of dicts, generators."""
    return isinstance(node, Iterable) and not isinstance(node, (str, bytes, Mapping))


def with_positions(node):
    """``render=lambda item, index: …`` gets the position too; an iterator of items becomes a list."""
    items = list(node.items or [])
    if not takes_position(node.render):
        return dataclasses.replace(node, items=items)
    rendered = [node.render(item, index) for index, item in enumerate(items)]
    nodes = iter(rendered)
    return dataclasses.replace(node, items=items, render=lambda _item: next(nodes))


def takes_position(render):
    if render is None or inspect.isclass(render):
        return False
    try:
        parameters = inspect.signature(render).parameters.values()
    except (TypeError, ValueError):
        return False
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    required = [item for item in parameters if item.kind in kinds and item.default is item.empty]
    return len(required) > 1


def raw_text(node):
    """What scripts and styles hold is not markup; only their own end tag would end them."""
    text = "".join(child.html if hasattr(child, "html") else str(child) for child in flat(node.children))
    return re.sub(r"</(?={})".format(node.tag), r"<\\/", text, flags=re.IGNORECASE)


def flat(children):
    for child in children:
        if is_collection(child):
            yield from flat(child)
        elif child is not None:
            yield child


def first_text(children):
    first = next((child for child in flat(children) if child != ""), "")
    return first if isinstance(first, str) else ""


def with_selection(node, element):
    """The value of a ``select`` says which options are selected; several, if it takes several."""
    attributes = dict(node.attrs)
    value = attributes.pop("value", None)
    children = list(flat(node.children))
    if value is None:
        return dataclasses.replace(node, attrs=attributes, children=children)
    several = attributes.get("multiple") and isinstance(value, (list, tuple))
    values = {str(each) for each in (value if several else [value])}

    def selected(child):
        if not isinstance(child, element):
            return child
        if child.tag != "option":
            return dataclasses.replace(child, children=[selected(each) for each in flat(child.children)])
        own = child.attrs.get("value")
        text = " ".join("".join(str(each) for each in flat(child.children)).split())
        is_selected = (text if own is None else str(own)) in values
        return dataclasses.replace(child, attrs={**child.attrs, "selected": is_selected})

    return dataclasses.replace(node, attrs=attributes, children=[selected(child) for child in children])


def with_content_attributes(node, raw):
    """``innerHTML``, ``textContent`` and a text area's ``value`` are content, not attributes."""
    attributes = dict(node.attrs)
    children = node.children
    if attributes.get("innerHTML") is not None:
        children = [raw(str(attributes["innerHTML"]))]
    elif attributes.get("textContent") is not None:
        children = [str(attributes["textContent"])]
    elif node.tag == "textarea" and attributes.get("value") is not None:
        children = [str(attributes["value"])]
        del attributes["value"]
    attributes.pop("innerHTML", None)
    attributes.pop("textContent", None)
    return dataclasses.replace(node, attrs=attributes, children=children)


def corrected_attributes(original):
    """Attributes mean what they mean to the browser: False is absence, collections have a meaning."""

    def attributes_to_html(attributes):
        plain = {}
        for key, value in attributes.items():
            name = key.rstrip("_") if not key.startswith("_") else key
            if value is False:
                continue
            if name == "class" and isinstance(value, (list, tuple, set, frozenset)):
                value = " ".join(str(item) for item in value if item)
            elif name == "style" and isinstance(value, dict):
                value = style_text(value)
            elif name == "dataset" and isinstance(value, dict):
                plain.update(("data-" + hyphenated(item), text) for item, text in value.items())
                continue
            plain[key] = value
        return original(plain)

    return attributes_to_html


def style_text(styles):
    """CSS for a dict of properties by CSS name (``font-size``) or DOM name (``fontSize``)."""
    parts = (
        "{}: {}".format(name if "-" in name else hyphenated(name), value)
        for name, value in styles.items()
        if value is not None and value is not False
    )
    return "; ".join(parts)


def hyphenated(name):
    return re.sub("[A-Z]", lambda letter: "-" + letter.group().lower(), name)


# -- documents --------------------------------------------------------------------------------


class ScriptSafeJson:
    """The module ``json`` as documents use it: what it writes cannot end a script element."""

    @staticmethod
    def dumps(*arguments, **options):
        return json.dumps(*arguments, **options).replace("<", "\\u003c")


def without_session_id(original):
    """The session id is the value of an HttpOnly cookie: no document shows it."""

    def inject_auth_data(data, request, *, app=None):
        result = original(data, request, app=app)
        result["__sprag_auth__"]["session"] = {"id": None}
        return result

    return inject_auth_data


def corrected_effective_shell(shell, original):
    """A surface that only adds stylesheets to the app's shell keeps the slot of that shell."""

    def effective_shell(app_shell, surface_shell):
        effective = original(app_shell, surface_shell)
        if app_shell is None or surface_shell is None:
            return effective
        surface = shell._coerce_shell(surface_shell)
        if surface.template or surface.slot != shell.DEFAULT_SLOT:
            return effective
        return dataclasses.replace(effective, slot=shell._coerce_shell(app_shell).slot)

    return effective_shell


# -- the server -------------------------------------------------------------------------------


def install_server(build, public):
    """Make the server fit a build: ``build`` is its ``build.json``, ``public`` its web root."""
    from sprag.runtime.http import wsgi
    from sprag.runtime.rendering import page

    install()
    entries = EntryScripts(build, public)
    sockets = socket_surfaces(build)
    wsgi.render_page = served(wsgi.render_page, lambda surface, path: entries.of("route", surface, path))
    wsgi.render_mount = served(wsgi.render_mount, lambda surface, path: entries.of("mount", surface, path))
    page.surface_socket_enabled = known_sockets(page.surface_socket_enabled, sockets)
    application = wsgi.SpragWSGIApp
    application.__call__ = answering_head(application.__call__)
    application._respond = without_tracebacks(application._respond)
    application._handle_static = inside_folder(application._handle_static, Path(public).resolve())


class EntryScripts:
    """Which module boots a surface.

    The framework asks for one by the requested path, but a build has them for the paths that
    ``static_paths`` listed. All paths of one pattern need the same classes, so any of them serves.
    """

    def __init__(self, build, public):
        self._public = Path(public)
        self._by_pattern = {}
        for entry in build.get("routes", []):
            self._by_pattern.setdefault(entry.get("pattern", entry["path"]), entry["path"])

    def of(self, kind, surface, path):
        candidates = (path, self._by_pattern.get(surface.path), surface.path)
        for candidate in candidates:
            script = entry_script(kind, candidate) if candidate else None
            if script and (self._public / script.lstrip("/")).is_file():
                return script
        return entry_script(kind, path)


def entry_script(kind, path):
    return "/surfaces/{}__{}.js".format(kind, path.strip("/").replace("/", "__") or "index")


def served(original, script_of):
    """Render with the right entry; a surface that fails answers 500 and tells nothing about why."""
    from sprag.runtime.rendering import build_status_html

    def render(surface, *, request, app, script_path):
        path = getattr(request, "path", surface.path)
        result = original(surface, request=request, app=app, script_path=script_of(surface, path.rstrip("/") or "/"))
        if result.data_error is None and getattr(result, "render_error", None) is None:
            return result
        status = result.status if result.status != 200 else 500
        message = "Internal Server Error" if status == 500 else result.data_error
        return dataclasses.replace(result, status=status, html=build_status_html(status, message))

    return render


def socket_surfaces(build):
    """Pattern → whether its pages connect to the socket, as the build decided."""
    surfaces = build.get("routes", []) + build.get("mounts", [])
    return {
        entry.get("pattern", entry["path"]): entry["socket_bridge"]
        for entry in surfaces
        if "socket_bridge" in entry
    }


def known_sockets(original, known):
    """The original parses source files at each request to find this out."""
    answers = dict(known)

    def surface_socket_enabled(app=None, controller_cls=None, surface=None):
        path = getattr(surface, "path", None)
        if path not in answers:
            answers[path] = original(app, controller_cls, surface=surface)
        return answers[path]

    return surface_socket_enabled


def answering_head(original):
    """HEAD is GET without a body."""

    def call(self, environ, start_response):
        if environ.get("REQUEST_METHOD") != "HEAD":
            return original(self, environ, start_response)
        original(self, {**environ, "REQUEST_METHOD": "GET"}, start_response)
        return [b""]

    return call


def without_tracebacks(original):
    """A crash is in the server's log; the client is told that there was one."""

    def respond(self, start_response, status, content_type, body, **options):
        if status == 500 and b"Traceback (most recent call last)" in body:
            body = b"Internal Server Error"
            content_type = "text/plain; charset=utf-8"
        return original(self, start_response, status, content_type, body, **options)

    return respond


def inside_folder(original, folder):
    """A file is served only if it lies in the folder, not beside one whose name begins the same."""

    def handle_static(self, environ, start_response, path):
        try:
            (folder / path.lstrip("/")).resolve().relative_to(folder)
        except (OSError, ValueError):
            return self._respond(start_response, 404, "text/plain", b"Not Found")
        return original(self, environ, start_response, path)

    return handle_static
