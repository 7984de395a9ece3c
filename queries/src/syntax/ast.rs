//! The Python syntax tree that everything after the parser works on.
//!
//! A tree carries **no positions**: each node has a [`NodeId`], numbered in source order within its
//! [`Item`], and the item's [`SpanTable`] maps ids to byte ranges relative to the item's start. Code
//! that moved, was re-wrapped or got a comment therefore compares equal, and nothing computed from
//! the tree alone runs again.
//!
//! The tree deliberately does not know the parser that produced it, salsa, or JavaScript.

use num_bigint::BigInt;
use smol_str::SmolStr;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A Python identifier or dotted name.
pub type Name = SmolStr;

/// A node of one [`Item`], numbered from 0 in source order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// Numbers say nothing that the order of the nodes does not, and what is known of a node stays the same
/// when others come before it: hashes leave them out.
impl Hash for NodeId {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// An identifier token with a position of its own: an attribute, parameter, keyword or defined name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ident {
    pub id: NodeId,
    pub name: Name,
}

/// A file after parsing: its top-level statements, each an item of its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Module {
    pub items: Vec<Item>,
}

/// One top-level statement and the positions of its nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub statement: Arc<Stmt>,
    pub spans: Arc<SpanTable>,
    /// Byte offset of the item in the file; decorators included.
    pub start: u32,
}

/// Byte ranges of an item's nodes, relative to the item's start; indexed by [`NodeId`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanTable {
    ranges: Box<[(u32, u32)]>,
}

impl SpanTable {
    pub fn new(ranges: Vec<(u32, u32)>) -> Self {
        Self { ranges: ranges.into() }
    }

    /// The range of `id` in bytes from the start of the item.
    pub fn range(&self, id: NodeId) -> Option<std::ops::Range<u32>> {
        self.ranges.get(id.0 as usize).map(|&(start, end)| start..end)
    }

    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

pub type Block = Vec<Stmt>;

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Stmt {
    pub id: NodeId,
    pub kind: StmtKind,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub enum StmtKind {
    Function(FunctionDef),
    Class(ClassDef),
    Return(Option<Expr>),
    Delete(Vec<Expr>),
    /// `a = b = value`: targets from left to right.
    Assign {
        targets: Vec<Expr>,
        value: Expr,
    },
    AugAssign {
        target: Expr,
        op: BinaryOp,
        value: Expr,
    },
    AnnAssign {
        target: Expr,
        annotation: Expr,
        value: Option<Expr>,
    },
    /// `type X[T] = ...`; carries nothing at run time in the browser.
    TypeAlias {
        name: Ident,
    },
    For {
        is_async: bool,
        target: Expr,
        iter: Expr,
        body: Block,
        orelse: Block,
    },
    While {
        test: Expr,
        body: Block,
        orelse: Block,
    },
    /// `elif` is an `If` alone in `orelse`.
    If {
        test: Expr,
        body: Block,
        orelse: Block,
    },
    With {
        is_async: bool,
        items: Vec<WithItem>,
        body: Block,
    },
    Match {
        subject: Expr,
        cases: Vec<MatchCase>,
    },
    Raise {
        exception: Option<Expr>,
        cause: Option<Expr>,
    },
    /// `is_star` marks `except*`.
    Try {
        is_star: bool,
        body: Block,
        handlers: Vec<ExceptHandler>,
        orelse: Block,
        finally: Block,
    },
    Assert {
        test: Expr,
        message: Option<Expr>,
    },
    Import {
        names: Vec<Alias>,
    },
    /// `level` counts the leading dots.
    ImportFrom {
        level: u32,
        module: Option<Name>,
        names: Vec<Alias>,
    },
    Global(Vec<Ident>),
    Nonlocal(Vec<Ident>),
    Expr(Expr),
    Pass,
    Break,
    Continue,
}

/// `name as asname`; `name` is `*` for a star import and may be dotted for `import`.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Alias {
    pub name: Ident,
    pub asname: Option<Ident>,
}

impl Alias {
    /// The name that the import binds in the importing scope; for `import a.b` that is `a`.
    pub fn bound_name(&self) -> &str {
        match &self.asname {
            Some(asname) => &asname.name,
            None => self.name.name.split('.').next().unwrap_or_default(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct FunctionDef {
    pub is_async: bool,
    pub name: Ident,
    pub decorators: Vec<Expr>,
    pub params: Parameters,
    pub returns: Option<Box<Expr>>,
    pub body: Block,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ClassDef {
    pub name: Ident,
    pub decorators: Vec<Expr>,
    pub bases: Vec<Expr>,
    pub keywords: Vec<Keyword>,
    pub body: Block,
}

#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Parameters {
    pub positional_only: Vec<Parameter>,
    pub positional: Vec<Parameter>,
    pub vararg: Option<Box<Parameter>>,
    pub keyword_only: Vec<Parameter>,
    pub kwarg: Option<Box<Parameter>>,
}

impl Parameters {
    /// All parameters in source order.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        let positional = self.positional_only.iter().chain(&self.positional);
        positional
            .chain(self.vararg.as_deref())
            .chain(&self.keyword_only)
            .chain(self.kwarg.as_deref())
    }
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Parameter {
    pub name: Ident,
    pub annotation: Option<Expr>,
    pub default: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct WithItem {
    pub context: Expr,
    pub target: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ExceptHandler {
    pub id: NodeId,
    /// `None` for a bare `except:`.
    pub exception: Option<Expr>,
    pub name: Option<Ident>,
    pub body: Block,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct MatchCase {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub body: Block,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Pattern {
    pub id: NodeId,
    pub kind: PatternKind,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub enum PatternKind {
    /// A literal or dotted name, compared with `==`.
    Value(Expr),
    /// `None`, `True`, `False`, compared with `is`.
    Singleton(Constant),
    /// `star` patterns appear as [`PatternKind::Star`] elements.
    Sequence(Vec<Pattern>),
    Mapping {
        keys: Vec<Expr>,
        patterns: Vec<Pattern>,
        rest: Option<Ident>,
    },
    Class {
        class: Expr,
        patterns: Vec<Pattern>,
        keywords: Vec<(Ident, Pattern)>,
    },
    Star(Option<Ident>),
    /// `pattern as name`; a bare name has no pattern, `_` has neither.
    As {
        pattern: Option<Box<Pattern>>,
        name: Option<Ident>,
    },
    Or(Vec<Pattern>),
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Expr {
    pub id: NodeId,
    pub kind: Box<ExprKind>,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub enum ExprKind {
    Constant(Constant),
    Name(Name),
    /// `and` and `or` with two or more operands.
    Bool {
        op: BoolOp,
        values: Vec<Expr>,
    },
    Walrus {
        target: Ident,
        value: Expr,
    },
    Binary {
        left: Expr,
        op: BinaryOp,
        right: Expr,
    },
    Unary {
        op: UnaryOp,
        operand: Expr,
    },
    Lambda {
        params: Parameters,
        body: Expr,
    },
    Conditional {
        test: Expr,
        body: Expr,
        orelse: Expr,
    },
    /// `None` as key is `**value`.
    Dict(Vec<(Option<Expr>, Expr)>),
    Set(Vec<Expr>),
    List(Vec<Expr>),
    Tuple(Vec<Expr>),
    ListComp {
        element: Expr,
        generators: Vec<Comprehension>,
    },
    SetComp {
        element: Expr,
        generators: Vec<Comprehension>,
    },
    DictComp {
        key: Expr,
        value: Expr,
        generators: Vec<Comprehension>,
    },
    Generator {
        element: Expr,
        generators: Vec<Comprehension>,
    },
    Await(Expr),
    Yield(Option<Expr>),
    YieldFrom(Expr),
    /// `left op a op b …`, each operand evaluated at most once.
    Compare {
        left: Expr,
        comparisons: Vec<(CompareOp, Expr)>,
    },
    Call {
        callee: Expr,
        args: Vec<Expr>,
        keywords: Vec<Keyword>,
    },
    /// An f-string; implicit concatenation is already joined.
    FString(Vec<FStringPart>),
    Attribute {
        value: Expr,
        attr: Ident,
    },
    Subscript {
        value: Expr,
        index: Expr,
    },
    Starred(Expr),
    Slice {
        lower: Option<Expr>,
        upper: Option<Expr>,
        step: Option<Expr>,
    },
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub enum FStringPart {
    Literal(Arc<str>),
    /// `{value!conversion:spec}`; `{value=}` has its text in the literal before it.
    Value {
        value: Expr,
        conversion: Option<char>,
        spec: Option<Vec<FStringPart>>,
    },
}

/// A keyword argument; no name is `**value`.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Keyword {
    pub name: Option<Ident>,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Comprehension {
    pub is_async: bool,
    pub target: Expr,
    pub iter: Expr,
    pub ifs: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    None,
    Bool(bool),
    Int(BigInt),
    /// Never NaN: Python has no such literal.
    Float(f64),
    /// The imaginary part.
    Complex(f64),
    Str(Arc<str>),
    /// A string with a lone surrogate such as `"\ud800"` in it: Python has it, but it is no text.
    Surrogates,
    Bytes(Arc<[u8]>),
    Ellipsis,
}

impl Hash for Constant {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::None | Self::Surrogates | Self::Ellipsis => {}
            Self::Bool(value) => value.hash(state),
            Self::Int(value) => value.hash(state),
            // No literal is negative, so that equal floats have equal bits.
            Self::Float(value) | Self::Complex(value) => value.to_bits().hash(state),
            Self::Str(text) => text.hash(state),
            Self::Bytes(bytes) => bytes.hash(state),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LeftShift,
    RightShift,
    BitOr,
    BitXor,
    BitAnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    Not,
    Neg,
    Pos,
    Invert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}
