//! The framework's public names, the builtins, and the modules that reach outside: what each is, and where it runs.
//!
//! Facts about SPRAG and Specter, as constants; nothing here looks at an app.

/// Where a public name of the framework means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Compiled browser code only; on the server it is a stub.
    Browser,
    /// Both, with one meaning.
    Both,
    /// Screens and declarations, which Python runs while it builds or serves a page.
    Screen,
    /// Server code only.
    Server,
}

/// Public names of `sprag` and its runtime modules; the same name means the same in all of them.
const PUBLIC_NAMES: &[(Side, &[&str])] = &[
    (
        Side::Browser,
        &[
            "animate",
            "browser",
            "createSelector",
            "createStateStore",
            "debounce",
            "dom",
            "imports",
            "infinite_scroll",
            "ref",
            "throttle",
            "virtual_scroll",
        ],
    ),
    (Side::Both, &["Component", "Module", "env", "join_url", "public_env", "store", "ui"]),
    (
        Side::Screen,
        &[
            "App",
            "ContentDocument",
            "Mount",
            "ModuleImport",
            "Page",
            "Screen",
            "Script",
            "Shell",
            "StoreBridge",
            "declared_stores",
            "hydrate",
            "load_markdown_document",
            "load_markdown_tree",
            "module",
            "mount",
            "page",
            "script",
            "shell",
            "slugify",
            "ssr",
        ],
    ),
    (
        Side::Server,
        &[
            "AnonymousAuthService",
            "Cache",
            "Controller",
            "EventBus",
            "Field",
            "HTTPError",
            "Handler",
            "InMemorySessionStore",
            "ManagedProcess",
            "Model",
            "Operation",
            "OperationError",
            "Outcome",
            "QueueService",
            "Redirect",
            "Request",
            "Router",
            "SPECTERRegistry",
            "Schema",
            "SchemaError",
            "Service",
            "ServiceManager",
            "SessionPolicy",
            "SocketIngress",
            "Store",
            "UploadedFile",
            "Watcher",
            "WatcherError",
            "action",
            "boot",
            "bus",
            "create_cache",
            "create_model",
            "create_store",
            "expect_json",
            "json_endpoint",
            "redirect",
            "registry",
            "require_fields",
            "requires_auth",
            "route",
            "socket_target",
            "start_process",
        ],
    ),
];

/// Whether a dotted module belongs to the framework.
pub fn is_framework_module(module: &str) -> bool {
    matches!(module.split('.').next(), Some("sprag" | "specter"))
}

/// The side of a public name, or `None` if the framework has no such name.
///
/// `specter` itself is server code, whatever the name.
pub fn side(name: &str) -> Option<Side> {
    PUBLIC_NAMES.iter().find(|(_, names)| names.contains(&name)).map(|&(side, _)| side)
}

/// All public names, for suggestions.
pub fn public_names() -> impl Iterator<Item = &'static str> {
    PUBLIC_NAMES.iter().flat_map(|(_, names)| names.iter().copied())
}

/// Standard-library modules that reach outside the process: files, processes, sockets, databases.
const SYSTEM_STD: &[&str] = &[
    "fileinput",
    "fcntl",
    "glob",
    "mmap",
    "multiprocessing",
    "os",
    "pathlib",
    "platform",
    "shelve",
    "shutil",
    "signal",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
];

pub fn is_system_std(module: &str) -> bool {
    SYSTEM_STD.contains(&module.split('.').next().unwrap_or_default())
}

/// Names that Python code has without importing them.
const BUILTINS: &[&str] = &[
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BaseException",
    "BaseExceptionGroup",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "BytesWarning",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EOFError",
    "Ellipsis",
    "EncodingWarning",
    "EnvironmentError",
    "Exception",
    "ExceptionGroup",
    "False",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "GeneratorExit",
    "IOError",
    "ImportError",
    "ImportWarning",
    "IndentationError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "None",
    "NotADirectoryError",
    "NotImplemented",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PendingDeprecationWarning",
    "PermissionError",
    "ProcessLookupError",
    "RecursionError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeError",
    "RuntimeWarning",
    "StopAsyncIteration",
    "StopIteration",
    "SyntaxError",
    "SyntaxWarning",
    "SystemError",
    "SystemExit",
    "TabError",
    "TimeoutError",
    "True",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnicodeTranslateError",
    "UnicodeWarning",
    "UserWarning",
    "ValueError",
    "Warning",
    "ZeroDivisionError",
    "__build_class__",
    "__debug__",
    "__doc__",
    "__file__",
    "__import__",
    "__loader__",
    "__name__",
    "__package__",
    "__spec__",
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "license",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "quit",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

/// Builtins that need a file system or a process.
const SYSTEM_BUILTINS: &[&str] = &["__file__", "breakpoint", "exit", "input", "open", "quit"];

pub fn is_builtin(name: &str) -> bool {
    BUILTINS.binary_search(&name).is_ok()
}

pub fn is_system_builtin(name: &str) -> bool {
    SYSTEM_BUILTINS.contains(&name)
}

pub fn builtins() -> impl Iterator<Item = &'static str> {
    BUILTINS.iter().copied()
}

#[cfg(test)]
mod tests {
    #[test]
    fn builtins_can_be_searched() {
        assert!(super::BUILTINS.is_sorted());
    }
}
