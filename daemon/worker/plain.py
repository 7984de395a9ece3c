"""Modules whose loading leaves nothing behind but themselves.

A plain module imports, defines and assigns names of its own, and calls nothing but what is known to
change nothing else. Loading it anew, with all that import it, is then what loading it first was. What is
not known to be harmless is not plain.
"""

from __future__ import annotations

import ast
import builtins
import sys
import types

from .recording import absolute_name

# Of the standard library, modules of which every function and class may be called.
PURE_MODULES = frozenset(
    {
        "abc",
        "collections",
        "copy",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "itertools",
        "json",
        "math",
        "_operator",
        "operator",
        "ntpath",
        "pathlib",
        "posixpath",
        "re",
        "string",
        "textwrap",
        "types",
        "typing",
        "typing_extensions",
        "uuid",
    }
)
PURE_BUILTINS = frozenset(
    """abs all any bool bytes classmethod complex dict divmod enumerate filter float frozenset int isinstance
    issubclass len list map max min object property range repr reversed round set slice sorted staticmethod str
    sum super tuple type zip""".split()
)
FRAMEWORK = """Field ModuleImport Schema Script SessionPolicy action animate createSelector createStateStore debounce
    env hydrate infinite_scroll join_url load_markdown_document load_markdown_tree module mount page public_env redirect
    ref requires_auth script shell slugify ssr store throttle virtual_scroll""".split()
# Methods of what a call has just made.
PURE_METHODS = frozenset(
    """absolute as_posix format get items join joinpath keys lower lstrip read_bytes read_text relative_to replace
    resolve rstrip split splitlines strip title upper values with_name with_suffix""".split()
)
# Expressions that do nothing but what their parts do.
HARMLESS = (
    ast.Attribute,
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.Constant,
    ast.Dict,
    ast.DictComp,
    ast.FormattedValue,
    ast.GeneratorExp,
    ast.IfExp,
    ast.JoinedStr,
    ast.List,
    ast.ListComp,
    ast.Name,
    ast.NamedExpr,
    ast.Set,
    ast.SetComp,
    ast.Slice,
    ast.Starred,
    ast.Subscript,
    ast.Tuple,
    ast.UnaryOp,
    ast.comprehension,
    ast.keyword,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
    ast.expr_context,
)
MISSING = object()


def is_plain(source, namespace, owns):
    """Whether a module of this text, whose names are now these, is plain. ``owns`` tells files of the project."""
    return Judge(namespace, owns).statements(ast.parse(source).body, namespace) and not has_hooks(namespace, owns)


class Judge:
    def __init__(self, namespace, owns):
        import sprag

        self._namespace = namespace
        # Names that still stand for what was imported under them, up to the statement that is looked at.
        self._imported = {}
        self._owns = owns
        self._framework = {id(getattr(sprag, name)) for name in FRAMEWORK}
        self._ui = sprag.ui

    # -- statements ---------------------------------------------------------------------------

    def statements(self, body, scope):
        for node in body:
            if not self._statement(node, scope):
                return False
            if scope is self._namespace:
                self._bind(node)
        return True

    def _bind(self, node):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                self._imported[name] = sys.modules.get(alias.name if alias.asname else name, MISSING)
        elif isinstance(node, ast.ImportFrom):
            source = absolute_name(node.module or "", self._namespace, node.level)
            for alias in node.names:
                submodule = sys.modules.get("{}.{}".format(source, alias.name), MISSING)
                names = vars(sys.modules[source]) if source in sys.modules else {}
                self._imported[alias.asname or alias.name] = names.get(alias.name, submodule)
        else:
            for name in bound_names(node):
                self._imported.pop(name, None)

    def _statement(self, node, scope):
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass)):
            return True
        if isinstance(node, ast.Expr):
            return self._expression(node.value, scope)
        if isinstance(node, ast.Assign):
            return all(is_name(target) for target in node.targets) and self._expression(node.value, scope)
        if isinstance(node, ast.AnnAssign):
            parts = [node.annotation] + ([node.value] if node.value else [])
            return is_name(node.target) and all(self._expression(part, scope) for part in parts)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return self._function(node, scope)
        if isinstance(node, ast.ClassDef):
            return self._class(node, scope)
        if isinstance(node, ast.If):
            return self._expression(node.test, scope) and self.statements(node.body + node.orelse, scope)
        if isinstance(node, ast.Try):
            handlers = [statement for handler in node.handlers for statement in handler.body]
            kinds = [handler.type for handler in node.handlers if handler.type]
            rest = node.body + handlers + node.orelse + node.finalbody
            return all(self._expression(kind, scope) for kind in kinds) and self.statements(rest, scope)
        return False

    def _function(self, node, scope):
        arguments = node.args
        declared = arguments.posonlyargs + arguments.args + arguments.kwonlyargs
        declared += [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
        parts = arguments.defaults + [default for default in arguments.kw_defaults if default]
        parts += [argument.annotation for argument in declared if argument.annotation]
        parts += [node.returns] if node.returns else []
        return self._decorators(node, scope) and all(self._expression(part, scope) for part in parts)

    def _class(self, node, scope):
        made = self._resolved(ast.Name(node.name, ast.Load()), scope)
        inner = vars(made) if isinstance(made, type) else {}
        return (
            not node.keywords
            and self._decorators(node, scope)
            and all(self._expression(base, scope) for base in node.bases)
            and self.statements(node.body, inner)
        )

    def _decorators(self, node, scope):
        return all(self._decorator(item, scope) for item in node.decorator_list)

    def _decorator(self, node, scope):
        if isinstance(node, ast.Call):
            return self._call(node, scope)
        if isinstance(node, ast.Attribute) and node.attr in ("setter", "getter", "deleter"):
            return isinstance(self._resolved(node.value, scope), property)
        return self._may_be_called(node, scope)

    # -- expressions --------------------------------------------------------------------------

    def _expression(self, node, scope):
        if isinstance(node, ast.Call):
            return self._call(node, scope)
        if isinstance(node, ast.Lambda):
            defaults = node.args.defaults + [default for default in node.args.kw_defaults if default]
            return all(self._expression(default, scope) for default in defaults)
        return isinstance(node, HARMLESS) and all(
            self._expression(child, scope) for child in ast.iter_child_nodes(node)
        )

    def _call(self, node, scope):
        arguments = node.args + [keyword.value for keyword in node.keywords]
        return (
            self._may_be_called(node.func, scope)
            and all(self._expression(item, scope) for item in arguments)
            and (
                id(self._resolved(node.func, scope)) in self._framework
                or not any(self._is_called_back(item, scope) for item in arguments)
            )
        )

    def _is_called_back(self, argument, scope):
        """Whether the argument is code of the project that the callee may run; the framework only keeps it."""
        if isinstance(argument, ast.Lambda):
            return not self._expression(argument.body, scope)
        found = self._resolved(argument, scope)
        return isinstance(found, types.FunctionType) and self._owns(found.__code__.co_filename)

    def _may_be_called(self, node, scope):
        if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Call, ast.Constant, ast.JoinedStr)):
            return node.attr in PURE_METHODS and self._expression(node.value, scope)
        found = self._resolved(node, scope)
        return found is not MISSING and (id(found) in self._framework or self._is_pure(found))

    def _is_pure(self, found):
        code = getattr(found, "__code__", None)
        if code is not None and self._owns(code.co_filename):
            return False
        if not isinstance(found, (type, types.FunctionType, types.BuiltinFunctionType)):
            return False
        module = getattr(found, "__module__", None)
        if module == "builtins":
            return found.__name__ in PURE_BUILTINS and getattr(builtins, found.__name__, None) is found
        return module in PURE_MODULES or (module, found.__name__) in (("os", "getenv"), ("logging", "getLogger"))

    def _resolved(self, node, scope):
        """What a name stands for, or an attribute of a module or class; anything else is not looked into."""
        if isinstance(node, ast.Name):
            inner = scope if scope is not self._namespace else {}
            for names in (inner, self._imported, self._namespace, vars(builtins)):
                if node.id in names:
                    return names[node.id]
            return MISSING
        if not isinstance(node, ast.Attribute):
            return MISSING
        base = self._resolved(node.value, scope)
        if base is self._ui:
            return dict
        if isinstance(base, types.ModuleType):
            return vars(base).get(node.attr, MISSING)
        if isinstance(base, type) and isinstance(vars(base).get(node.attr), (classmethod, staticmethod)):
            return vars(base)[node.attr].__func__
        return MISSING


def bound_names(node):
    """The names that a statement assigns to, defines or imports, itself or in blocks inside of it."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    names = [item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)]
    imports = [item for item in ast.walk(node) if isinstance(item, (ast.Import, ast.ImportFrom))]
    names += [alias.asname or alias.name.partition(".")[0] for item in imports for alias in item.names]
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return names + [item.name for item in ast.walk(node) if isinstance(item, inner)]


def is_name(target):
    """Assigning to it changes nothing but the namespace."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(is_name(item) for item in target.elts)
    return isinstance(target, ast.Name) or isinstance(target, ast.Starred) and is_name(target.value)


def has_hooks(namespace, owns):
    """Whether making one of a module's classes runs code of the project."""
    name = namespace.get("__name__")
    classes = [value for value in namespace.values() if isinstance(value, type) and value.__module__ == name]
    while classes:
        made = classes.pop()
        for base in (*type(made).__mro__, *made.__mro__):
            hooks = ("__init_subclass__", "__prepare__", "__mro_entries__")
            hooks += ("__new__", "__init__", "__call__") if issubclass(base, type) else ()
            if any(is_of_project(vars(base).get(hook), owns) for hook in hooks):
                return True
        for value in vars(made).values():
            if is_of_project(vars(type(value)).get("__set_name__"), owns):
                return True
            if isinstance(value, type) and value.__module__ == name and value.__qualname__.startswith(made.__qualname__ + "."):
                classes.append(value)
    return False


def is_of_project(function, owns):
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    return code is not None and owns(code.co_filename)
