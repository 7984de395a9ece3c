"""Rendering one surface at one path, as the framework would, with the errors kept.

The steps and their order are those of a request; they are made one by one because the framework's
own entry points turn exceptions into text. Nothing that is random or private leaves: the session id
of the build is replaced by null before any user code renders with it.
"""

from __future__ import annotations

import json

SESSION = "sprag-build"


class Failed(Exception):
    """Carries the problem of a surface that cannot be rendered."""

    def __init__(self, problem):
        super().__init__(problem["message"])
        self.problem = problem


class Renderer:
    def __init__(self, app, reporter, stores, environment):
        """``environment`` is what the browser may see of the environment, in every payload."""
        self._app = app
        self._reporter = reporter
        self._stores = stores
        self._environment = script_json(environment)
        # That of the stores when the last payload was made.
        self.state = stores.state()

    def page(self, page, path, params):
        controller = lambda: self._app.controller_for_page(page)
        return self._render(page, path, params, controller, page.controller, "routeData")

    def mount(self, mount):
        controller = (lambda: self._app.controller_for_mount(mount)) if mount.boot else None
        return self._render(mount, mount.path, {}, controller, mount.boot, "boot")

    def _render(self, surface, path, params, controller, controller_class, data_name):
        from sprag.runtime.request import Request
        from sprag.runtime.routing import normalize_route_path
        from sprag.runtime.server import ActionDispatchError, Redirect

        path = normalize_route_path(path)
        request = Request(path=path, params=dict(params), method="BUILD", session_id=SESSION)
        load = getattr(controller_class, "load", None)
        try:
            try:
                data = self._load(controller, request)
            except Redirect as redirect:
                data = redirect
            except ActionDispatchError as error:
                return {"status": {"status": error.status_code, "message": str(error)}}
        except BaseException as error:
            raise Failed(self._reporter.from_error("load", error, path, load))
        if isinstance(data, Redirect):
            return {"redirect": {"location": data.location}}
        self._json(data, path, data_name, load)
        body, hydration = self._screen(surface, data, path)
        return {"content": self._content(surface, path, data, body, hydration, load)}

    def _load(self, controller, request):
        from sprag.runtime.server import Redirect, authorize_controller_method, controller_context
        from sprag.runtime.session import hydrate_request, inject_auth_data

        if controller is None:
            data = {}
        else:
            request = hydrate_request(request, app=self._app)
            instance = controller()
            with controller_context(request=request, app=self._app):
                authorize_controller_method(instance, "load")
                data = instance.load()
        if isinstance(data, Redirect):
            return data
        data = inject_auth_data(data, request, app=self._app)
        data["__sprag_auth__"]["session"]["id"] = None
        return data

    def _screen(self, surface, data, path):
        from sprag.runtime.rendering import render_tree, serializable_hydration

        screen_class = getattr(surface, "screen", None)
        if screen_class is None:
            return "", []
        render = screen_class.render
        try:
            rendered = render_tree(screen_class(data=data).render(data))
        except BaseException as error:
            raise Failed(self._reporter.from_error("render", error, path, render))
        for entry, public in zip(rendered.hydration, serializable_hydration(rendered.hydration)):
            self._json(public, path, "hydrate({})".format(entry["component"]), render)
        return rendered.html, rendered.hydration

    def _content(self, surface, path, data, body, hydration, load):
        from sprag.runtime.rendering import page as framework
        from sprag.runtime.rendering import serializable_hydration

        metadata = framework._resolved_surface_metadata(
            surface.metadata, data, app_metadata=self._app.metadata
        )
        title = metadata.get("title") or surface.name or path
        metadata = framework._serializable_metadata(metadata, title=title)
        self.state = self._stores.state()
        if self.state.value is not None:
            self._json(self.state.value, path, "stores", load)
        route_data = self._json(data, path, "routeData", load)
        payload = {
            "auth": self._json(data.get("__sprag_auth__"), path, "auth", load),
            "env": self._environment,
            "hydration": self._json(serializable_hydration(hydration), path, "hydration", load),
            "metadata": self._json(metadata, path, "metadata", load),
            "routeData": route_data,
        }
        if not hasattr(surface, "screen"):
            payload["boot"] = route_data
        return {
            "body": body,
            "title": str(title),
            "head": head_tags(metadata),
            "payload": payload,
            "hydration": [hydration_reference(entry) for entry in hydration],
        }

    def _json(self, value, path, name, at):
        """The value as the payload has it; what JSON cannot hold is a problem with its place in it."""
        from sprag.runtime.rendering.page import _json_safe

        try:
            return script_json(_json_safe(value))
        except (TypeError, ValueError, RecursionError) as error:
            found = first_unserialisable(_json_safe_or(value), name)
            message = "{} is a {}, which JSON cannot hold".format(*found) if found else str(error)
            raise Failed(self._reporter.from_error("serialise", TypeError(message), path, at)) from None


def _json_safe_or(value):
    from sprag.runtime.rendering.page import _json_safe

    try:
        return _json_safe(value)
    except RecursionError:
        return None


def first_unserialisable(value, place):
    """Where the first value is that JSON cannot hold, and its type."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return None
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                return "a key of {}".format(place), type(key).__name__
            found = first_unserialisable(item, "{}.{}".format(place, key))
            if found:
                return found
        return None
    if isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            found = first_unserialisable(item, "{}[{}]".format(place, index))
            if found:
                return found
        return None
    return place, type(value).__name__


def mount_entry(mount):
    from sprag.runtime.routing import BuildEntry

    return BuildEntry(path=mount.path, params={})


def script_json(value):
    """JSON that cannot end the script element it is written into."""
    return json.dumps(value, sort_keys=True).replace("<", "\\u003c")


def hydration_reference(entry):
    from .describe import class_reference

    component = entry["component_class"]
    reference = class_reference(component) if component else {"module": "", "name": entry["component"]}
    return {"id": entry["id"], "component": reference, "module": class_reference(entry["module_class"])}


def head_tags(metadata):
    """The metadata that becomes tags of the head, in its order; the title is apart."""
    tags = []
    for key, value in metadata.items():
        if key == "icons":
            tags.extend(icon_tags(value))
        elif key != "title":
            tags.append({"meta": {"key": key, "content": value}})
    return tags


def icon_tags(icons):
    for icon in icons if isinstance(icons, (list, tuple)) else [icons]:
        icon = {"href": icon} if isinstance(icon, str) else icon
        if isinstance(icon, dict) and "href" in icon:
            yield {
                "icon": {
                    "href": icon["href"],
                    "rel": icon.get("rel", "icon"),
                    "mime": icon.get("type"),
                    "sizes": icon.get("sizes"),
                }
            }
