//! Every name of the browser runtime that emitted code can refer to, and the module that exports it.

/// `(module, exported names)`; modules are files of `queries/runtime/`, without `.js`.
const MODULES: &[(&str, &[&str])] = &[
    ("values", &["truth", "is", "eq", "ne", "eqValue", "neValue", "len", "getitem", "or"]),
    (
        "ordering",
        &[
            "lt", "le", "gt", "ge", "ltValue", "leValue", "gtValue", "geValue", "sorted", "min",
            "max", "minBy", "maxBy",
        ],
    ),
    ("membership", &["contains"]),
    ("storing", &["setitem", "delitem"]),
    ("slices", &["Slice", "slice", "getslice", "setslice", "delslice"]),
    ("ranges", &["range"]),
    ("plain", &["plain"]),
    ("sets", &["set", "frozenset", "setOf", "setAdd"]),
    ("kinds", &["tupleOf", "tupleFrom", "asFloat", "NotImplemented", "Ellipsis", "NAME"]),
    ("operators", &["add", "sub", "addFloat", "floatAdd", "subFloat", "floatSub"]),
    (
        "arithmetic",
        &[
            "mul", "div", "floordiv", "pow", "neg", "pos", "invert", "lshift", "rshift", "bitand",
            "bitor", "bitxor", "matmul", "divmod", "powmod", "mulFloat", "floatMul", "divFloat",
            "floatDiv",
        ],
    ),
    (
        "updating",
        &[
            "iadd",
            "isub",
            "imul",
            "idiv",
            "ifloordiv",
            "ipow",
            "ilshift",
            "irshift",
            "iand",
            "ior",
            "ixor",
            "imatmul",
        ],
    ),
    ("text", &["str", "repr", "floatText", "formatted", "ascii"]),
    ("format", &["format", "percent"]),
    (
        "iteration",
        &[
            "iter",
            "each",
            "iterator",
            "next",
            "enumerate",
            "numbered",
            "zip",
            "inStep",
            "zipStrict",
            "reversed",
            "sum",
            "any",
            "all",
            "unpack",
            "unpackRest",
            "asyncIter",
            "delegate",
            "generatorFault",
            "steps",
        ],
    ),
    ("applying", &["map", "filter"]),
    ("entries", &["dictOf", "dictMerge"]),
    ("collections", &["list", "tuple", "dict", "dictFromKeys"]),
    ("numbers", &["int", "float", "bool", "abs", "round", "bin", "hex", "oct", "chr", "ord"]),
    ("hash", &["hash", "id"]),
    ("attributes", &["attr", "attrAt"]),
    ("bound", &["bound"]),
    ("reflection", &["attribute", "hasAttribute", "setattr", "delattr", "vars"]),
    ("introspection", &["getattr", "hasattr", "dir"]),
    ("spelling", &["spelled"]),
    ("dunders", &["special", "hasSpecial", "doc"]),
    ("inheritance", &["several", "subclassed"]),
    ("super", &["hasSuper", "superOr", "superattr"]),
    ("aliases", &["genericAlias", "typeUnion"]),
    ("modules", &["moduleOf"]),
    ("coroutines", &["coroutine", "awaitable"]),
    ("asyncgenerators", &["anext", "aiter"]),
    ("instances", &["create", "slots", "ofObject"]),
    (
        "descriptors",
        &[
            "property",
            "classProperty",
            "staticmethod",
            "classmethod",
            "classFunction",
            "decorate",
            "decorateStatic",
            "deleter",
            "descriptor",
            "joined",
            "readonly",
        ],
    ),
    (
        "calling",
        &[
            "call",
            "callkw",
            "callmethodkw",
            "callframework",
            "mismatched",
            "lacking",
            "placed",
            "kwmethod",
            "missingKeywords",
            "spreadKeywords",
            "joinedKeywords",
        ],
    ),
    ("calls", &["kw", "sig", "keywords", "keywordsOf", "takeKeyword", "annotated"]),
    (
        "classes",
        &[
            "PyObject",
            "Fields",
            "isinstance",
            "issubclass",
            "expose",
            "setclass",
            "callable",
            "object",
            "withReceiver",
        ],
    ),
    ("type", &["type"]),
    ("context", &["enter", "exit", "enterAsync", "exitAsync"]),
    ("matching", &["isSequence", "isMapping", "matchArg", "matchAttr", "mappingRest"]),
    ("modulo", &["mod", "imod"]),
    ("receivers", &["get"]),
    ("methods", &["methodOf", "hasMethodOf", "methodOr"]),
    ("print", &["print", "printWith"]),
    ("catching", &["matches"]),
    (
        "errors",
        &[
            "raised",
            "raisedFrom",
            "during",
            "failed",
            "assigned",
            "defined",
            "assignedAround",
            "undefinedName",
            "BaseException",
            "Exception",
            "ArithmeticError",
            "OverflowError",
            "ZeroDivisionError",
            "AssertionError",
            "AttributeError",
            "LookupError",
            "IndexError",
            "KeyError",
            "NameError",
            "UnboundLocalError",
            "RuntimeError",
            "StopIteration",
            "TypeError",
            "ValueError",
            "GeneratorExit",
            "StopAsyncIteration",
        ],
    ),
    (
        "exceptions",
        &[
            "BaseExceptionGroup",
            "ExceptionGroup",
            "ChildProcessError",
            "IsADirectoryError",
            "NotADirectoryError",
            "ProcessLookupError",
            "IndentationError",
            "TabError",
            "SystemError",
            "UnicodeDecodeError",
            "UnicodeEncodeError",
            "UnicodeTranslateError",
            "BytesWarning",
            "EncodingWarning",
            "FutureWarning",
            "ImportWarning",
            "PendingDeprecationWarning",
            "ResourceWarning",
            "SyntaxWarning",
            "UnicodeWarning",
            "KeyboardInterrupt",
            "SystemExit",
            "FloatingPointError",
            "BufferError",
            "EOFError",
            "ImportError",
            "ModuleNotFoundError",
            "MemoryError",
            "OSError",
            "BlockingIOError",
            "ConnectionError",
            "BrokenPipeError",
            "ConnectionAbortedError",
            "ConnectionRefusedError",
            "ConnectionResetError",
            "FileExistsError",
            "FileNotFoundError",
            "InterruptedError",
            "PermissionError",
            "TimeoutError",
            "ReferenceError",
            "NotImplementedError",
            "RecursionError",
            "SyntaxError",
            "UnicodeError",
            "Warning",
            "DeprecationWarning",
            "RuntimeWarning",
            "UserWarning",
            "EnvironmentError",
            "IOError",
        ],
    ),
    ("browser", &["Component", "Module", "ref"]),
    ("animate", &["animate"]),
    ("timing", &["debounce", "throttle"]),
    ("scroll", &["infiniteScroll", "virtualScroll"]),
    ("ui", &["h", "inOrder", "LazyImage", "HTML"]),
    ("lists", &["For", "Grid"]),
    ("factory", &["factory"]),
];

/// The module that exports `name`.
pub(super) fn module_of(name: &str) -> Option<&'static str> {
    MODULES.iter().find(|(_, names)| names.contains(&name)).map(|(module, _)| *module)
}

/// Whether emitted code may import `name` from the runtime.
pub fn is_runtime_name(name: &str) -> bool {
    module_of(name).is_some()
}

/// Whether a builtin is an exception class.
pub(super) fn is_exception(name: &str) -> bool {
    matches!(module_of(name), Some("errors" | "exceptions")) && name.starts_with(char::is_uppercase)
}

/// The functions of `strings.js`, named as the methods of `str`.
const STRING_FUNCTIONS: &[&str] = &[
    "strip",
    "lstrip",
    "rstrip",
    "upper",
    "lower",
    "casefold",
    "capitalize",
    "title",
    "swapcase",
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "join",
    "replace",
    "find",
    "rfind",
    "index",
    "rindex",
    "count",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "ljust",
    "rjust",
    "center",
    "zfill",
    "expandtabs",
    "isdigit",
    "isdecimal",
    "isnumeric",
    "isalpha",
    "isalnum",
    "isspace",
    "isidentifier",
    "isascii",
    "isprintable",
    "isupper",
    "islower",
    "istitle",
    "maketrans",
    "translate",
];

/// The function of `strings.js` that is this method of `str`.
pub(super) fn string_function(method: &str) -> Option<&'static str> {
    STRING_FUNCTIONS.iter().find(|name| **name == method).copied()
}

/// The function that is this method of `list`, with its module.
pub(super) fn list_function(method: &str) -> Option<(&'static str, &'static str)> {
    let function = match method {
        "extend" => "listExtend",
        "insert" => "listInsert",
        "pop" => "listPop",
        "index" => "listIndex",
        "remove" => "listRemove",
        "count" => "listCount",
        "sort" => "listSort",
        _ => return None,
    };
    Some(("collections", function))
}

/// The function that is this method of `dict`, with its module.
pub(super) fn dict_function(method: &str) -> Option<(&'static str, &'static str)> {
    let function = match method {
        "get" => return Some(("dicts", "read")),
        "pop" => "dictPop",
        "popitem" => "dictPopItem",
        "setdefault" => "dictSetDefault",
        "update" => "dictUpdate",
        "copy" => "dictCopy",
        _ => return None,
    };
    Some(("collections", function))
}

/// The function that is this method of `set`, with its module.
pub(super) fn set_function(method: &str) -> Option<(&'static str, &'static str)> {
    let function = match method {
        "add" => "setAdd",
        "discard" => "setDiscard",
        "remove" => "setRemove",
        "pop" => "setPop",
        "copy" => "setCopy",
        "union" => "setUnion",
        "intersection" => "setIntersection",
        "difference" => "setDifference",
        "symmetric_difference" => "setSymmetricDifference",
        "issubset" => "setIsSubset",
        "issuperset" => "setIsSuperset",
        "isdisjoint" => "setIsDisjoint",
        _ => return None,
    };
    Some(("sets", function))
}

/// Every module with the names that emitted code may import from it.
#[cfg(test)]
pub(super) fn all() -> Vec<(&'static str, Vec<&'static str>)> {
    let methods = |of: fn(&str) -> Option<(&'static str, &'static str)>| {
        super::methods::names().filter_map(of).map(|(_, function)| function).collect::<Vec<_>>()
    };
    MODULES
        .iter()
        .map(|(module, names)| (*module, names.to_vec()))
        .chain([
            ("strings", STRING_FUNCTIONS.to_vec()),
            ("collections", methods(list_function)),
            (
                "collections",
                methods(|method| dict_function(method).filter(|of| of.0 == "collections")),
            ),
            ("dicts", vec!["read"]),
            ("sets", methods(set_function)),
            ("methods", super::methods::names().collect()),
        ])
        .collect()
}
