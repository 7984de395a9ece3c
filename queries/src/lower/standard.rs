//! What the browser has of the standard library, and what lowering knows of its members.

use super::js::{self, Expr};
use super::lowerer::{Lowerer, NOT_IN_BROWSER};
use crate::suggest::closest;
use crate::syntax::ast::NodeId;

/// What each module of `runtime/std/` offers to Python code; a test compares it with the exports.
pub(super) const MEMBERS: &[(&str, &str)] = &[
    ("asyncio", "CancelledError TimeoutError create_task ensure_future gather sleep wait_for"),
    ("collections", "Counter OrderedDict defaultdict deque namedtuple"),
    ("copy", "copy deepcopy"),
    ("dataclasses", "FrozenInstanceError asdict astuple dataclass fields is_dataclass replace"),
    ("datetime", "UTC date datetime timedelta timezone"),
    ("enum", "Enum IntEnum StrEnum auto unique"),
    ("functools", "cache cmp_to_key lru_cache partial reduce total_ordering wraps"),
    (
        "itertools",
        "accumulate chain combinations combinations_with_replacement compress count cycle \
         dropwhile filterfalse groupby islice pairwise permutations product repeat starmap \
         takewhile tee zip_longest",
    ),
    ("json", "JSONDecodeError dumps loads"),
    (
        "math",
        "acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e \
         exp exp2 expm1 fabs factorial floor fmod fsum gcd hypot inf isclose isfinite isinf isnan \
         isqrt lcm log log10 log1p log2 modf nan perm pi pow prod radians sin sinh sqrt tan tanh \
         tau trunc",
    ),
    (
        "random",
        "Random choice choices getrandbits normalvariate randint random randrange sample seed \
         shuffle uniform",
    ),
    (
        "re",
        "A ASCII DOTALL I IGNORECASE M MULTILINE Match NOFLAG Pattern S U UNICODE VERBOSE X \
         compile error escape findall finditer fullmatch match search split sub subn",
    ),
    (
        "string",
        "ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits \
         printable punctuation whitespace",
    ),
    ("time", "monotonic perf_counter process_time time"),
    (
        "typing",
        "Annotated Any Awaitable Callable ClassVar Dict Final Generic Iterable Iterator List \
         Literal Mapping NewType Optional Protocol Self Sequence Set TYPE_CHECKING Tuple Type \
         TypeVar TypedDict Union cast final override",
    ),
];

/// The module of `runtime/std/` that holds the members of a Python module.
fn home(module: &str) -> &str {
    match module {
        "typing_extensions" => "typing",
        other => other,
    }
}

fn members(module: &str) -> Option<impl Iterator<Item = &'static str>> {
    let (_, names) = MEMBERS.iter().find(|(name, _)| *name == module)?;
    Some(names.split(' '))
}

impl<'a> Lowerer<'a> {
    /// A member of a standard-library module as a value; refused by name if the browser has none.
    pub(super) fn std_member(&mut self, at: NodeId, module: &str, member: &str) -> Expr {
        let home = home(module);
        let mut offered = members(home);
        if offered.as_mut().is_some_and(|names| names.any(|name| name == member)) {
            let local = self.import_std(home, member);
            return js::name_at(&local, at);
        }
        let suggestion = members(home).and_then(|names| closest(member, names));
        let help = match suggestion {
            Some(name) => format!("did you mean `{name}`?"),
            None => {
                "write it in a file of the project, or move the work behind an `@action`".to_owned()
            }
        };
        let message = format!("`{module}.{member}` has no browser version");
        self.report(NOT_IN_BROWSER, at, message, &help);
        js::undefined()
    }

    /// A standard-library module as a value: `import * as math`.
    pub(super) fn std_module(&mut self, at: NodeId, module: &str, local: &str) -> Expr {
        let home = home(module);
        if members(home).is_none() {
            let message = format!("the module `{module}` has no browser version as a value");
            self.report(NOT_IN_BROWSER, at, message, "name the member: `module.member`");
        }
        let from = super::ImportSource::Python(format!("std/{home}").into());
        self.import(from, "*", local);
        js::name_at(local, at)
    }
}

/// Whether a call of the member gives a float, whatever it is given.
pub(crate) fn returns_float(module: &str, member: &str) -> bool {
    match module {
        "math" => matches!(
            member,
            "acos"
                | "acosh"
                | "asin"
                | "asinh"
                | "atan"
                | "atan2"
                | "atanh"
                | "cbrt"
                | "copysign"
                | "cos"
                | "cosh"
                | "degrees"
                | "dist"
                | "exp"
                | "exp2"
                | "expm1"
                | "fabs"
                | "fmod"
                | "fsum"
                | "hypot"
                | "log"
                | "log10"
                | "log1p"
                | "log2"
                | "pow"
                | "radians"
                | "sin"
                | "sinh"
                | "sqrt"
                | "tan"
                | "tanh"
        ),
        "random" => matches!(member, "normalvariate" | "random" | "uniform"),
        "time" => matches!(member, "monotonic" | "perf_counter" | "process_time" | "time"),
        _ => false,
    }
}
