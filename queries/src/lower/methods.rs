//! Methods that Python's builtin types have: their parameters, what they return, and what the
//! receiver's type allows to emit directly.

use super::types::Type;

/// Builtin methods by name with their positional parameter names. A call on a receiver of unknown
/// type dispatches at run time to the builtin's or the receiver's own method.
const METHODS: &[(&str, &[&str])] = &[
    ("append", &["object"]),
    ("extend", &["iterable"]),
    ("insert", &["index", "object"]),
    ("pop", &["index", "default"]),
    ("remove", &["value"]),
    ("clear", &[]),
    ("index", &["value", "start", "stop"]),
    ("count", &["value", "start", "stop"]),
    ("sort", &["key", "reverse"]),
    ("reverse", &[]),
    ("copy", &[]),
    ("get", &["key", "default"]),
    ("keys", &[]),
    ("values", &[]),
    ("items", &[]),
    ("update", &["other"]),
    ("setdefault", &["key", "default"]),
    ("popitem", &[]),
    ("add", &["object"]),
    ("discard", &["object"]),
    ("union", &[]),
    ("intersection", &[]),
    ("difference", &[]),
    ("symmetric_difference", &["other"]),
    ("intersection_update", &[]),
    ("difference_update", &[]),
    ("symmetric_difference_update", &["other"]),
    ("issubset", &["other"]),
    ("issuperset", &["other"]),
    ("isdisjoint", &["other"]),
    ("capitalize", &[]),
    ("casefold", &[]),
    ("center", &["width", "fillchar"]),
    ("encode", &["encoding", "errors"]),
    ("endswith", &["suffix", "start", "stop"]),
    ("expandtabs", &["tabsize"]),
    ("find", &["sub", "start", "stop"]),
    ("format", &[]),
    ("format_map", &["mapping"]),
    ("isalnum", &[]),
    ("isalpha", &[]),
    ("isascii", &[]),
    ("isdecimal", &[]),
    ("isdigit", &[]),
    ("isidentifier", &[]),
    ("islower", &[]),
    ("isnumeric", &[]),
    ("isprintable", &[]),
    ("isspace", &[]),
    ("istitle", &[]),
    ("isupper", &[]),
    ("join", &["iterable"]),
    ("ljust", &["width", "fillchar"]),
    ("lower", &[]),
    ("lstrip", &["chars"]),
    ("maketrans", &["x", "y", "z"]),
    ("partition", &["sep"]),
    ("removeprefix", &["prefix"]),
    ("removesuffix", &["suffix"]),
    ("replace", &["old", "new", "count"]),
    ("rfind", &["sub", "start", "stop"]),
    ("rindex", &["sub", "start", "stop"]),
    ("rjust", &["width", "fillchar"]),
    ("rpartition", &["sep"]),
    ("rsplit", &["sep", "maxsplit"]),
    ("rstrip", &["chars"]),
    ("split", &["sep", "maxsplit"]),
    ("splitlines", &["keepends"]),
    ("startswith", &["prefix", "start", "stop"]),
    ("strip", &["chars"]),
    ("swapcase", &[]),
    ("title", &[]),
    ("translate", &["table"]),
    ("upper", &[]),
    ("zfill", &["width"]),
    ("indices", &["len"]),
    ("is_integer", &[]),
    ("bit_length", &[]),
    ("bit_count", &[]),
    ("as_integer_ratio", &[]),
    ("send", &["value"]),
    ("throw", &["type", "value", "traceback"]),
    ("close", &[]),
    ("asend", &["value"]),
    ("athrow", &["type", "value", "traceback"]),
    ("aclose", &[]),
    ("conjugate", &[]),
];

/// The parameter names of a builtin method; `None` if no builtin type has one of this name.
pub(super) fn parameters(name: &str) -> Option<&'static [&'static str]> {
    METHODS.iter().find(|(method, _)| *method == name).map(|(_, parameters)| *parameters)
}

/// Special names that builtin values and functions have too, where JavaScript has nothing of the name.
const SPECIAL: &[&str] = &[
    "abs",
    "add",
    "aiter",
    "and",
    "anext",
    "bases",
    "bool",
    "call",
    "contains",
    "delitem",
    "doc",
    "eq",
    "float",
    "floordiv",
    "format",
    "func",
    "ge",
    "getitem",
    "gt",
    "hash",
    "index",
    "int",
    "invert",
    "iter",
    "le",
    "len",
    "lshift",
    "lt",
    "mod",
    "module",
    "mro",
    "mul",
    "ne",
    "neg",
    "next",
    "or",
    "pos",
    "pow",
    "radd",
    "rand",
    "repr",
    "rfloordiv",
    "rlshift",
    "rmod",
    "rmul",
    "ror",
    "rpow",
    "rrshift",
    "rshift",
    "rsub",
    "rtruediv",
    "rxor",
    "self",
    "setitem",
    "str",
    "sub",
    "truediv",
    "xor",
];

/// Whether `value.name` is for the runtime to find.
pub(super) fn is_special(name: &str) -> bool {
    let inner = name.strip_prefix("__").and_then(|name| name.strip_suffix("__"));
    inner.is_some_and(|inner| SPECIAL.binary_search(&inner).is_ok())
}

/// Methods that `super()` finds in `object` or a builtin type at last, where JavaScript's classes have none.
pub(super) fn is_of_object(name: &str) -> bool {
    matches!(
        name,
        "__add__"
            | "__and__"
            | "__eq__"
            | "__format__"
            | "__ge__"
            | "__gt__"
            | "__hash__"
            | "__le__"
            | "__lt__"
            | "__mul__"
            | "__ne__"
            | "__or__"
            | "__repr__"
            | "__reversed__"
            | "__str__"
            | "__sub__"
            | "__xor__"
    )
}

/// What `receiver.name(…)` returns.
pub(super) fn returns(receiver: &Type, name: &str) -> Type {
    match (receiver, name) {
        (
            Type::Str,
            "capitalize" | "casefold" | "center" | "expandtabs" | "format" | "format_map" | "join"
            | "ljust" | "lower" | "lstrip" | "removeprefix" | "removesuffix" | "replace" | "rjust"
            | "rstrip" | "strip" | "swapcase" | "title" | "translate" | "upper" | "zfill",
        ) => Type::Str,
        (Type::Str, "split" | "rsplit" | "splitlines") => Type::list(Type::Str),
        (Type::Str, "partition" | "rpartition") => {
            Type::Tuple(Some(vec![Type::Str, Type::Str, Type::Str]))
        }
        (Type::Str, "find" | "rfind") => Type::INDEX,
        (Type::Str | Type::List(_) | Type::Tuple(_), "index" | "rindex" | "count") => Type::COUNT,
        (Type::Str, name)
            if name.starts_with("is") || name == "startswith" || name == "endswith" =>
        {
            Type::Bool
        }
        (Type::List(_), "copy") | (Type::Dict(..), "copy") | (Type::Set(_), "copy") => {
            receiver.clone()
        }
        (Type::List(element), "pop") => element.found(),
        (Type::Dict(key, value), "items") => Type::iterator(Type::pair(key.found(), value.found())),
        (Type::Dict(key, _), "keys") => Type::iterator(key.found()),
        (Type::Dict(_, value), "values") => Type::iterator(value.found()),
        (Type::Set(_), "union" | "intersection" | "difference" | "symmetric_difference") => {
            receiver.clone()
        }
        _ => Type::Unknown,
    }
}

#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn special_names_can_be_searched() {
        assert!(super::SPECIAL.is_sorted());
    }
}
