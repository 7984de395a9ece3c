//! The part of Python's standard library that has a browser version, by module and member.
//!
//! Each module is a file of `runtime/std/`, with `_` in place of a dot; a test compares the members with what
//! the file exports.

/// What each module offers to Python code.
pub const MODULES: &[(&str, &str)] = &[
    ("abc", "ABC ABCMeta abstractmethod"),
    (
        "asyncio",
        "CancelledError Event FIRST_COMPLETED Future Lock Queue QueueEmpty QueueFull Semaphore Task TaskGroup \
         TimeoutError ALL_COMPLETED FIRST_EXCEPTION as_completed create_task ensure_future \
         gather get_event_loop get_running_loop iscoroutine iscoroutinefunction shield sleep \
         wait wait_for",
    ),
    ("bisect", "bisect bisect_left bisect_right insort insort_left insort_right"),
    (
        "calendar",
        "FRIDAY MONDAY SATURDAY SUNDAY THURSDAY TUESDAY WEDNESDAY day_abbr day_name isleap leapdays \
         month_abbr month_name monthcalendar monthrange timegm weekday",
    ),
    ("collections", "ChainMap Counter OrderedDict UserDict UserList defaultdict deque namedtuple"),
    (
        "collections.abc",
        "AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine Generator Hashable \
         ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet \
         Reversible Sequence Set Sized ValuesView",
    ),
    (
        "contextlib",
        "AbstractContextManager ContextDecorator ExitStack asynccontextmanager closing contextmanager \
         nullcontext redirect_stdout suppress",
    ),
    ("copy", "copy deepcopy"),
    (
        "dataclasses",
        "FrozenInstanceError InitVar KW_ONLY MISSING asdict astuple dataclass field fields is_dataclass \
         make_dataclass replace",
    ),
    ("datetime", "MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo"),
    ("enum", "Enum Flag IntEnum IntFlag StrEnum auto member nonmember property unique"),
    (
        "functools",
        "cache cached_property cmp_to_key lru_cache partial partialmethod reduce singledispatch \
         singledispatchmethod total_ordering update_wrapper wraps",
    ),
    ("heapq", "heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest"),
    ("html", "escape unescape"),
    ("io", "StringIO"),
    (
        "itertools",
        "accumulate chain combinations combinations_with_replacement compress count cycle \
         dropwhile filterfalse groupby islice pairwise permutations product repeat starmap \
         takewhile tee zip_longest",
    ),
    ("json", "JSONDecodeError JSONEncoder dumps loads"),
    (
        "math",
        "acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e \
         exp exp2 expm1 fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan \
         isqrt lcm ldexp lgamma log log10 log1p log2 modf nan nextafter perm pi pow prod radians remainder sin sinh \
         sqrt tan tanh tau trunc ulp",
    ),
    ("numbers", "Integral Number Rational Real"),
    (
        "operator",
        "abs add and_ attrgetter concat contains countOf delitem eq floordiv ge getitem gt iadd imul index \
         indexOf inv invert is_ is_not isub itemgetter le lshift lt matmul methodcaller mod mul ne neg not_ or_ \
         pos pow rshift setitem sub truediv truth xor",
    ),
    (
        "random",
        "Random betavariate choice choices expovariate gammavariate gauss getrandbits lognormvariate \
         normalvariate paretovariate randint random randrange sample seed shuffle triangular uniform \
         weibullvariate",
    ),
    (
        "re",
        "A ASCII DOTALL I IGNORECASE M MULTILINE Match NOFLAG Pattern RegexFlag S U UNICODE VERBOSE X \
         compile error escape findall finditer fullmatch match purge search split sub subn",
    ),
    (
        "statistics",
        "StatisticsError fmean geometric_mean harmonic_mean mean median median_high median_low mode \
         multimode pstdev pvariance quantiles stdev variance",
    ),
    (
        "string",
        "Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits \
         printable punctuation whitespace",
    ),
    ("textwrap", "dedent fill indent shorten wrap"),
    (
        "time",
        "gmtime localtime monotonic perf_counter perf_counter_ns process_time strftime strptime struct_time time time_ns",
    ),
    (
        "types",
        "FunctionType GeneratorType LambdaType MappingProxyType MethodType NoneType SimpleNamespace",
    ),
    (
        "typing",
        "Annotated Any AnyStr AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable ClassVar Collection \
         Concatenate Container Coroutine Counter DefaultDict Deque Dict Final FrozenSet Generator Generic \
         Hashable Iterable Iterator List Literal LiteralString Mapping MutableMapping MutableSequence \
         MutableSet NamedTuple NewType NoReturn NotRequired Optional OrderedDict ParamSpec Protocol Required \
         Self Sequence Set Sized SupportsFloat SupportsInt TYPE_CHECKING Text Tuple Type TypeAlias TypeGuard \
         TypeVar TypedDict Union assert_never assert_type cast final no_type_check overload override \
         reveal_type runtime_checkable",
    ),
    ("unicodedata", "category normalize"),
    (
        "urllib.parse",
        "parse_qs parse_qsl quote quote_plus unquote unquote_plus urlencode urljoin urlparse urlsplit",
    ),
    ("uuid", "UUID uuid4"),
];

/// Whether a dotted module has a browser version.
pub fn is_module(module: &str) -> bool {
    module == "__future__" || members(module).is_some()
}

/// Whether several modules have a member of this name, as `html` and `re` have `escape`.
pub fn is_of_several(member: &str) -> bool {
    let has = |names: &str| names.split_ascii_whitespace().any(|name| name == member);
    MODULES.iter().filter(|(_, names)| has(names)).count() > 1
}

/// The members of a module that has a browser version.
pub fn members(module: &str) -> Option<impl Iterator<Item = &'static str>> {
    let (_, names) = MODULES.iter().find(|(name, _)| *name == home(module))?;
    Some(names.split_ascii_whitespace())
}

pub fn offers(module: &str, member: &str) -> bool {
    members(module).is_some_and(|mut names| names.any(|name| name == member))
}

/// The module that holds the members of another.
pub fn home(module: &str) -> &str {
    match module {
        "typing_extensions" => "typing",
        other => other,
    }
}

/// The file of `runtime/std/` that is a module, without `.js`.
pub fn file(module: &str) -> String {
    home(module).replace('.', "_")
}

/// Whether some module offers a member of this name.
pub fn is_member(name: &str) -> bool {
    MODULES.iter().any(|(_, names)| names.split_ascii_whitespace().any(|member| member == name))
}
