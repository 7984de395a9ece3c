//! Every name of the browser runtime that emitted code can refer to, and the module that exports it.

/// `(module, exported names)`; modules are files of `queries/runtime/`, without `.js`.
const MODULES: &[(&str, &[&str])] = &[
    ("values", &[
        "truth", "is", "eq", "ne", "lt", "le", "gt", "ge", "contains", "len", "getitem", "setitem", "delitem",
        "getslice", "setslice", "delslice",
    ]),
    ("kinds", &["tupleOf", "tupleFrom", "NotImplemented", "Ellipsis", "Slice"]),
    ("operators", &[
        "exact", "add", "sub", "mul", "div", "floordiv", "mod", "pow", "neg", "pos", "invert", "lshift", "rshift",
        "bitand", "bitor", "bitxor", "matmul", "iadd", "isub", "imul", "idiv", "ifloordiv", "imod", "ipow", "ilshift",
        "irshift", "iand", "ior", "ixor", "imatmul", "divmod", "powmod",
    ]),
    ("text", &["str", "repr", "strFloat", "reprFloat", "ascii"]),
    ("format", &["format"]),
    ("iteration", &[
        "iter", "iterator", "next", "range", "enumerate", "zip", "zipStrict", "map", "filter", "reversed", "sorted",
        "sum", "min", "max", "minBy", "maxBy", "any", "all", "unpack", "unpackRest", "asyncIter",
    ]),
    ("dicts", &["dictOf", "dictMerge"]),
    ("collections", &["list", "tuple", "dict", "set", "frozenset", "setOf"]),
    ("numbers", &["int", "float", "bool", "abs", "round", "bin", "hex", "oct", "chr", "ord"]),
    ("hash", &["hash", "id"]),
    ("attributes", &["attr", "bound", "getattr", "hasattr", "setattr", "delattr"]),
    ("calls", &[
        "call", "callkw", "callmethodkw", "kw", "sig", "keywords", "keywordsOf", "takeKeyword", "missingKeywords",
        "spreadKeywords",
    ]),
    ("classes", &[
        "PyObject", "isinstance", "issubclass", "classAttributes", "expose", "mixin", "type", "callable", "object",
    ]),
    ("context", &["enter", "exit", "enterAsync", "exitAsync"]),
    ("matching", &["isSequence", "isMapping", "matchArg"]),
    ("methods", &["methods"]),
    ("print", &["print"]),
    ("errors", &[
        "matches", "raised", "failed", "assigned", "BaseException", "Exception", "KeyboardInterrupt", "SystemExit",
        "GeneratorExit", "ArithmeticError", "FloatingPointError", "OverflowError", "ZeroDivisionError",
        "AssertionError", "AttributeError", "BufferError", "EOFError", "ImportError", "ModuleNotFoundError",
        "LookupError", "IndexError", "KeyError", "MemoryError", "NameError", "UnboundLocalError", "OSError",
        "BlockingIOError", "ConnectionError", "BrokenPipeError", "ConnectionAbortedError", "ConnectionRefusedError",
        "ConnectionResetError", "FileExistsError", "FileNotFoundError", "InterruptedError", "PermissionError",
        "TimeoutError", "ReferenceError", "RuntimeError", "NotImplementedError", "RecursionError", "StopIteration",
        "StopAsyncIteration", "SyntaxError", "TypeError", "ValueError", "UnicodeError", "Warning",
        "DeprecationWarning", "RuntimeWarning", "UserWarning", "EnvironmentError", "IOError",
    ]),
    ("browser", &["Component", "Module", "ref", "provider"]),
    ("animate", &["animate"]),
    ("timing", &["debounce", "throttle"]),
    ("scroll", &["infiniteScroll", "virtualScroll"]),
    ("ui", &["element", "For", "Grid", "LazyImage", "HTML"]),
];

/// The module that exports `name`.
pub(super) fn module_of(name: &str) -> Option<&'static str> {
    MODULES.iter().find(|(_, names)| names.contains(&name)).map(|(module, _)| *module)
}

/// Whether emitted code may import `name` from the runtime: a file that binds the name itself makes
/// its chunks import the runtime's under another one.
pub fn is_runtime_name(name: &str) -> bool {
    module_of(name).is_some()
}

/// Whether a builtin is an exception class.
pub(super) fn is_exception(name: &str) -> bool {
    module_of(name) == Some("errors") && name.starts_with(char::is_uppercase)
}
