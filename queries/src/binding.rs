//! What the module-level names of a Python file mean to browser code.
//!
//! Resolution (`resolve.rs`) produces bindings; lowering (`lower/`) consumes them. They are plain,
//! position-free data, so that a class is lowered again only if what one of its names means has
//! changed. A binding never holds a syntax tree.

use crate::diagnostic::Code;
use crate::small_map::SmallMap;
use crate::syntax::ast::Name;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The meaning of each module-level, builtin or undefined name that one item mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bindings {
    pub names: BTreeMap<Name, Binding>,
    /// The shape of the class that the item defines, inherited members included.
    pub own_class: Option<Arc<ClassShape>>,
    /// Names of the file that emitted code might import from elsewhere under the same name.
    pub hidden: BTreeSet<Name>,
    /// Names that the item declares `global`, and that nothing at the top level of its file binds.
    pub declared: BTreeSet<Name>,
    /// The file reads `__doc__`, so its functions and classes carry their docstrings.
    pub has_docs: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Binding {
    /// A Component or Module of the project: a module of its own, exported under its class name.
    BrowserClass {
        kind: BrowserKind,
        shape: Arc<ClassShape>,
    },
    /// A function, plain class or value of a project file, carried along in that file's shared module.
    Shared {
        module: Name,
        export: Name,
        shape: Shape,
    },
    /// A project file bound as a whole: `from app import helpers`, `import app.helpers as helpers`.
    SharedModule {
        module: Name,
        members: Arc<BTreeMap<Name, Binding>>,
    },
    /// A `store(...)`, by its store name.
    Store {
        store: Name,
    },
    /// A name of the framework's browser surface, by its public name: `ui`, `dom`, `Component`, `ref`.
    Framework(Name),
    /// A standard-library module with a browser version, bound as a whole.
    StdModule(Name),
    /// A member of such a module.
    StdMember {
        module: Name,
        member: Name,
    },
    Builtin(Name),
    /// A name that browser code must not use: a server symbol, a module without a browser version,
    /// an undefined name.
    Refused(Refusal),
}

/// Why a name is refused; reported where the name is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    pub code: Code,
    pub message: Box<str>,
    pub help: Box<str>,
    /// The way by which the name came, from the file that uses it to the one that declares it.
    pub chain: Box<[ImportStep]>,
}

/// A file on the way of a name, and what the name is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ImportStep {
    pub path: Name,
    pub name: Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BrowserKind {
    Component,
    Module,
}

/// What is known of a carried name without its body.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Function(Arc<Signature>),
    Class(Arc<ClassShape>),
    /// A module-level value, with the type that its literal gives.
    Value(TypeHint),
    /// A variable that may have no value yet: functions alone assign it, or one branch of an `if`.
    Late,
}

/// A function's parameters as call sites need them: those of a method without its `self` or `cls`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Signature {
    pub params: Box<[SignatureParam]>,
    pub is_async: bool,
    pub is_generator: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SignatureParam {
    pub name: Name,
    pub kind: ParamKind,
    pub has_default: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamKind {
    PositionalOnly,
    Positional,
    VarPositional,
    KeywordOnly,
    VarKeyword,
}

/// A class as its users and subclasses see it: names and signatures, no bodies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ClassShape {
    pub name: Name,
    /// The dotted module that defines it.
    pub module: Name,
    pub browser: Option<BrowserKind>,
    /// The nearest base first; framework and builtin bases by their public names.
    pub bases: Box<[BaseShape]>,
    /// Own and inherited members; the class that defines each is in `Member::owner`.
    pub members: SmallMap<Name, Member>,
    /// Methods that own or inherited methods call with keywords on `self`.
    pub keyword_calls: BTreeSet<Name>,
    /// `dataclass`, `dataclass(frozen=True)` … by decorator name, as written without arguments.
    pub decorators: Box<[Name]>,
    /// Every base is known, so a name that is not in `members` does not exist.
    pub is_complete: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BaseShape {
    Project(Arc<ClassShape>),
    /// `Component`, `Module` …
    Framework(Name),
    /// `Exception`, `dict`, `object` …
    Builtin(Name),
    /// `enum.Enum`, `collections.OrderedDict` …
    Std {
        module: Name,
        member: Name,
    },
    Unknown(Name),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    pub kind: MemberKind,
    /// The name of the class in the chain that defines the member.
    pub owner: Name,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MemberKind {
    Method(Arc<Signature>),
    StaticMethod(Arc<Signature>),
    ClassMethod(Arc<Signature>),
    /// A method of which only the run knows what its decorators made.
    Decorated,
    Property {
        has_setter: bool,
    },
    /// A class attribute, or an annotated field.
    Attribute {
        has_default: bool,
    },
    /// An attribute that only methods assign: `self.x = …`.
    InstanceAttribute,
}

/// A type as far as a literal tells it. Annotations tell nothing: Python does not check them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum TypeHint {
    #[default]
    Unknown,
    Bool,
    Int,
    Float,
    Str,
    List(Box<TypeHint>),
    Tuple(Box<[TypeHint]>),
    Set(Box<TypeHint>),
    /// Keys are given so that dicts with string keys only can be told.
    Dict(Box<TypeHint>, Box<TypeHint>),
}

/// What is known of attributes and of the results of methods, by their names in JavaScript, whatever plain class
/// the object is of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Attributes {
    pub values: BTreeMap<Name, AttributeType>,
    pub results: BTreeMap<Name, AttributeType>,
    /// Attributes that are called where they may hold a class or an object with `__call__`.
    pub held: BTreeSet<Name>,
    /// Methods that are called with keywords, whatever class the object is of.
    pub keyed: BTreeSet<Name>,
    /// Values are called with keywords of which only the run knows what they are: bound methods say what they take.
    pub keys_values: bool,
}

/// The type of everything that code writes to an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributeType {
    /// An int that begins small and changes in small steps.
    Count {
        is_natural: bool,
    },
    Bool,
    Str,
    List,
    Dict,
}

impl AttributeType {
    pub fn join(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Count { is_natural: left }, Self::Count { is_natural: right }) => {
                Some(Self::Count { is_natural: left && right })
            }
            (left, right) => (left == right).then_some(left),
        }
    }
}

impl ClassShape {
    /// Whether the class and its bases are written in Python, and are no browser classes: then all that its objects
    /// have was assigned by code of the project.
    pub fn is_plain(&self) -> bool {
        let is_plain = |base: &BaseShape| match base {
            BaseShape::Project(base) => base.is_plain(),
            BaseShape::Builtin(name) => name == "object",
            _ => false,
        };
        self.browser.is_none() && self.is_complete && self.bases.iter().all(is_plain)
    }
}
