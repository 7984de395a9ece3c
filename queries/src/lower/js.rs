//! Building blocks of the swc tree: one short constructor for each JavaScript construct in use.
//!
//! Constructors make nodes without a position; [`at`] gives an expression the Python node it comes
//! from. Precedence is left to swc's fixer.

use crate::syntax::ast::NodeId;
use swc_common::{BytePos, DUMMY_SP, Span};
use swc_ecma_ast as swc;
pub(super) use swc_ecma_ast::{BinaryOp, Pat, Stmt, UnaryOp};

pub(super) type Expr = Box<swc::Expr>;

/// The span that stands for a Python node: its position is the node's number plus one, since zero
/// means "no position" to swc.
pub(super) fn span(id: NodeId) -> Span {
    let position = BytePos(id.0 + 1);
    Span::new(position, position)
}

/// `expr`, marked as coming from `id`.
pub(super) fn at(mut expr: Expr, id: NodeId) -> Expr {
    expr.set_span(span(id));
    expr
}

pub(super) fn ident(name: &str) -> swc::Ident {
    swc::Ident::new_no_ctxt(name.into(), DUMMY_SP)
}

pub(super) fn ident_at(name: &str, id: NodeId) -> swc::Ident {
    swc::Ident::new_no_ctxt(name.into(), span(id))
}

pub(super) fn name(name: &str) -> Expr {
    Box::new(swc::Expr::Ident(ident(name)))
}

pub(super) fn name_at(name: &str, id: NodeId) -> Expr {
    Box::new(swc::Expr::Ident(ident_at(name, id)))
}

pub(super) fn string(value: &str) -> Expr {
    Box::new(swc::Expr::Lit(swc::Lit::Str(string_literal(value))))
}

pub(super) fn string_literal(value: &str) -> swc::Str {
    swc::Str { span: DUMMY_SP, value: value.into(), raw: None }
}

/// A number; negative ones become a unary minus.
/// An int literal of any size: `123n`.
pub(super) fn big_integer(value: &num_bigint::BigInt) -> Expr {
    if value.sign() == num_bigint::Sign::Minus {
        return unary(UnaryOp::Minus, big_integer(&-value));
    }
    let (value, raw) = (Box::new(value.clone()), Some(format!("{value}n").into()));
    Box::new(swc::Expr::Lit(swc::Lit::BigInt(swc::BigInt { span: DUMMY_SP, value, raw })))
}

pub(super) fn number(value: f64) -> Expr {
    if value.is_sign_negative() {
        return unary(UnaryOp::Minus, number(-value));
    }
    if value.is_infinite() {
        return name("Infinity");
    }
    Box::new(swc::Expr::Lit(swc::Lit::Num(swc::Number { span: DUMMY_SP, value, raw: None })))
}

pub(super) fn boolean(value: bool) -> Expr {
    Box::new(swc::Expr::Lit(swc::Lit::Bool(value.into())))
}

pub(super) fn null() -> Expr {
    Box::new(swc::Expr::Lit(swc::Lit::Null(swc::Null { span: DUMMY_SP })))
}

pub(super) fn undefined() -> Expr {
    name("undefined")
}

pub(super) fn this() -> Expr {
    Box::new(swc::Expr::This(swc::ThisExpr { span: DUMMY_SP }))
}

/// Whether `text` can stand after a dot or before a colon without quotes.
pub(super) fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_' || first == '$')
        && characters.all(|each| each.is_alphanumeric() || each == '_' || each == '$')
}

pub(super) fn member(object: Expr, property: &str) -> Expr {
    member_at(object, property, DUMMY_SP)
}

/// `object.property`, the property token at `position`.
pub(super) fn member_at(object: Expr, property: &str, position: Span) -> Expr {
    let prop = if is_identifier(property) {
        swc::MemberProp::Ident(swc::IdentName::new(property.into(), position))
    } else {
        swc::MemberProp::Computed(swc::ComputedPropName { span: position, expr: string(property) })
    };
    Box::new(swc::Expr::Member(swc::MemberExpr { span: DUMMY_SP, obj: object, prop }))
}

/// `object?.property`
pub(super) fn optional_member(object: Expr, property: &str) -> Expr {
    let member = swc::MemberExpr {
        span: DUMMY_SP,
        obj: object,
        prop: swc::MemberProp::Ident(swc::IdentName::new(property.into(), DUMMY_SP)),
    };
    Box::new(swc::Expr::OptChain(swc::OptChainExpr {
        span: DUMMY_SP,
        optional: true,
        base: Box::new(swc::OptChainBase::Member(member)),
    }))
}

pub(super) fn super_member(property: &str, position: Span) -> Expr {
    Box::new(swc::Expr::SuperProp(swc::SuperPropExpr {
        span: DUMMY_SP,
        obj: swc::Super { span: DUMMY_SP },
        prop: swc::SuperProp::Ident(swc::IdentName::new(property.into(), position)),
    }))
}

pub(super) fn index(object: Expr, key: Expr) -> Expr {
    let prop = swc::MemberProp::Computed(swc::ComputedPropName { span: DUMMY_SP, expr: key });
    Box::new(swc::Expr::Member(swc::MemberExpr { span: DUMMY_SP, obj: object, prop }))
}

/// An argument or element, possibly `...spread`.
pub(super) struct Item {
    pub(super) expr: Expr,
    pub(super) is_spread: bool,
}

impl From<Expr> for Item {
    fn from(expr: Expr) -> Self {
        Self { expr, is_spread: false }
    }
}

impl Item {
    pub(super) fn spread(expr: Expr) -> Self {
        Self { expr, is_spread: true }
    }

    fn into_swc(self) -> swc::ExprOrSpread {
        swc::ExprOrSpread { spread: self.is_spread.then_some(DUMMY_SP), expr: self.expr }
    }
}

fn items(list: impl IntoIterator<Item = impl Into<Item>>) -> Vec<swc::ExprOrSpread> {
    list.into_iter().map(|item| item.into().into_swc()).collect()
}

pub(super) fn call(callee: Expr, args: impl IntoIterator<Item = impl Into<Item>>) -> Expr {
    Box::new(swc::Expr::Call(swc::CallExpr {
        callee: swc::Callee::Expr(callee),
        args: items(args),
        ..Default::default()
    }))
}

pub(super) fn call_method(
    object: Expr,
    method: &str,
    args: impl IntoIterator<Item = impl Into<Item>>,
) -> Expr {
    call(member(object, method), args)
}

pub(super) fn new(class: Expr, args: impl IntoIterator<Item = impl Into<Item>>) -> Expr {
    Box::new(swc::Expr::New(swc::NewExpr {
        callee: class,
        args: Some(items(args)),
        ..Default::default()
    }))
}

pub(super) fn array(elements: impl IntoIterator<Item = impl Into<Item>>) -> Expr {
    let elems = items(elements).into_iter().map(Some).collect();
    Box::new(swc::Expr::Array(swc::ArrayLit { span: DUMMY_SP, elems }))
}

/// A property of an object literal.
pub(super) enum Property {
    Value(String, Expr),
    Spread(Expr),
}

pub(super) fn object(properties: impl IntoIterator<Item = Property>) -> Expr {
    let props = properties
        .into_iter()
        .map(|property| match property {
            Property::Value(key, value) => match &*value {
                swc::Expr::Ident(ident) if ident.sym == *key && ident.span.is_dummy() => {
                    swc::PropOrSpread::Prop(Box::new(swc::Prop::Shorthand(ident.clone())))
                }
                _ => swc::PropOrSpread::Prop(Box::new(swc::Prop::KeyValue(swc::KeyValueProp {
                    key: property_name(&key, DUMMY_SP),
                    value,
                }))),
            },
            Property::Spread(expr) => {
                swc::PropOrSpread::Spread(swc::SpreadElement { dot3_token: DUMMY_SP, expr })
            }
        })
        .collect();
    Box::new(swc::Expr::Object(swc::ObjectLit { span: DUMMY_SP, props }))
}

pub(super) fn property_name(key: &str, position: Span) -> swc::PropName {
    if is_identifier(key) {
        swc::PropName::Ident(swc::IdentName::new(key.into(), position))
    } else {
        swc::PropName::Str(swc::Str { span: position, value: key.into(), raw: None })
    }
}

pub(super) fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    Box::new(swc::Expr::Bin(swc::BinExpr { span: DUMMY_SP, op, left, right }))
}

pub(super) fn unary(op: UnaryOp, arg: Expr) -> Expr {
    Box::new(swc::Expr::Unary(swc::UnaryExpr { span: DUMMY_SP, op, arg }))
}

pub(super) fn not(arg: Expr) -> Expr {
    unary(UnaryOp::Bang, arg)
}

pub(super) fn and(left: Expr, right: Expr) -> Expr {
    binary(BinaryOp::LogicalAnd, left, right)
}

pub(super) fn or(left: Expr, right: Expr) -> Expr {
    binary(BinaryOp::LogicalOr, left, right)
}

/// `a && b && c`; `true` without operands.
pub(super) fn all(conditions: impl IntoIterator<Item = Expr>) -> Expr {
    conditions.into_iter().reduce(and).unwrap_or_else(|| boolean(true))
}

pub(super) fn conditional(test: Expr, cons: Expr, alt: Expr) -> Expr {
    Box::new(swc::Expr::Cond(swc::CondExpr { span: DUMMY_SP, test, cons, alt }))
}

pub(super) fn sequence(exprs: Vec<Expr>) -> Expr {
    Box::new(swc::Expr::Seq(swc::SeqExpr { span: DUMMY_SP, exprs }))
}

pub(super) fn await_(arg: Expr) -> Expr {
    Box::new(swc::Expr::Await(swc::AwaitExpr { span: DUMMY_SP, arg }))
}

pub(super) fn yield_(arg: Option<Expr>, delegate: bool) -> Expr {
    Box::new(swc::Expr::Yield(swc::YieldExpr { span: DUMMY_SP, arg, delegate }))
}

pub(super) fn assign_name(target: &str, value: Expr) -> Expr {
    assign_pattern(pattern(ident(target)), value)
}

#[expect(clippy::boxed_local, reason = "expressions are boxed everywhere")]
pub(super) fn assign_member(target: Expr, value: Expr) -> Expr {
    let left = match *target {
        swc::Expr::Member(member) => swc::SimpleAssignTarget::Member(member),
        swc::Expr::SuperProp(member) => swc::SimpleAssignTarget::SuperProp(member),
        swc::Expr::Ident(ident) => swc::SimpleAssignTarget::Ident(ident.into()),
        other => {
            swc::SimpleAssignTarget::Paren(swc::ParenExpr { span: DUMMY_SP, expr: Box::new(other) })
        }
    };
    Box::new(swc::Expr::Assign(swc::AssignExpr {
        span: DUMMY_SP,
        op: swc::AssignOp::Assign,
        left: swc::AssignTarget::Simple(left),
        right: value,
    }))
}

pub(super) fn assign_pattern(target: Pat, value: Expr) -> Expr {
    let left = match target {
        Pat::Ident(ident) => swc::AssignTarget::Simple(swc::SimpleAssignTarget::Ident(ident)),
        Pat::Array(array) => swc::AssignTarget::Pat(swc::AssignTargetPat::Array(array)),
        Pat::Object(object) => swc::AssignTarget::Pat(swc::AssignTargetPat::Object(object)),
        Pat::Expr(expr) => return assign_member(expr, value),
        Pat::Rest(_) | Pat::Assign(_) | Pat::Invalid(_) => {
            swc::AssignTarget::Pat(swc::AssignTargetPat::Invalid(swc::Invalid { span: DUMMY_SP }))
        }
    };
    Box::new(swc::Expr::Assign(swc::AssignExpr {
        span: DUMMY_SP,
        op: swc::AssignOp::Assign,
        left,
        right: value,
    }))
}

pub(super) fn pattern(ident: swc::Ident) -> Pat {
    Pat::Ident(ident.into())
}

/// `[a, , c]`
pub(super) fn array_pattern_with_gaps(elements: Vec<Option<Pat>>) -> Pat {
    Pat::Array(swc_ecma_ast::ArrayPat {
        span: DUMMY_SP,
        elems: elements,
        optional: false,
        type_ann: None,
    })
}

pub(super) fn array_pattern(elements: Vec<Pat>) -> Pat {
    Pat::Array(swc::ArrayPat {
        span: DUMMY_SP,
        elems: elements.into_iter().map(Some).collect(),
        optional: false,
        type_ann: None,
    })
}

pub(super) fn rest_pattern(target: Pat) -> Pat {
    Pat::Rest(swc::RestPat {
        span: DUMMY_SP,
        dot3_token: DUMMY_SP,
        arg: Box::new(target),
        type_ann: None,
    })
}

pub(super) fn default_pattern(target: Pat, default: Expr) -> Pat {
    Pat::Assign(swc::AssignPat { span: DUMMY_SP, left: Box::new(target), right: default })
}

/// Takes the default off a parameter.
pub(super) fn without_default(place: &mut Pat) {
    if let Pat::Assign(assign) = place {
        *place = *assign.left.clone();
    }
}

/// `{ key: target = default, …, ...rest }`
pub(super) fn object_pattern(
    properties: Vec<(String, swc::Ident, Option<Expr>)>,
    rest: Option<swc::Ident>,
) -> Pat {
    let mut props: Vec<swc::ObjectPatProp> = properties
        .into_iter()
        .map(|(key, target, default)| {
            if target.sym == *key {
                return swc::ObjectPatProp::Assign(swc::AssignPatProp {
                    span: DUMMY_SP,
                    key: target.into(),
                    value: default,
                });
            }
            let target = pattern(target);
            let value = match default {
                Some(default) => default_pattern(target, default),
                None => target,
            };
            swc::ObjectPatProp::KeyValue(swc::KeyValuePatProp {
                key: property_name(&key, DUMMY_SP),
                value: Box::new(value),
            })
        })
        .collect();
    if let Some(rest) = rest {
        props.push(swc::ObjectPatProp::Rest(swc::RestPat {
            span: DUMMY_SP,
            dot3_token: DUMMY_SP,
            arg: Box::new(pattern(rest)),
            type_ann: None,
        }));
    }
    Pat::Object(swc::ObjectPat { span: DUMMY_SP, props, optional: false, type_ann: None })
}

/// A part of a template literal.
pub(super) enum TemplatePart {
    Text(String),
    Value(Expr),
}

pub(super) fn template(parts: Vec<TemplatePart>) -> Expr {
    let mut exprs = vec![];
    let mut quasis = vec![String::new()];
    for part in parts {
        match part {
            TemplatePart::Text(text) => {
                if let Some(last) = quasis.last_mut() {
                    last.push_str(&text);
                }
            }
            TemplatePart::Value(value) => {
                exprs.push(value);
                quasis.push(String::new());
            }
        }
    }
    let count = quasis.len();
    let quasis = quasis
        .into_iter()
        .enumerate()
        .map(|(position, text)| swc::TplElement {
            span: DUMMY_SP,
            tail: position + 1 == count,
            cooked: None,
            raw: escape_template(&text).into(),
        })
        .collect();
    Box::new(swc::Expr::Tpl(swc::Tpl { span: DUMMY_SP, exprs, quasis }))
}

/// swc prints the raw text of a template as it stands.
fn escape_template(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '`' => escaped.push_str("\\`"),
            '\\' => escaped.push_str("\\\\"),
            '$' => escaped.push_str("\\$"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            other if other.is_control() => {
                escaped.push_str(&format!("\\u{{{:x}}}", u32::from(other)))
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// The body of an arrow function.
pub(super) enum Body {
    Value(Expr),
    Block(Vec<Stmt>),
}

pub(super) fn arrow(params: Vec<Pat>, body: Body, is_async: bool) -> Expr {
    let body = match body {
        Body::Value(expr) => swc::ArrowFunctionBody::Expr(expr),
        Body::Block(stmts) => {
            swc::ArrowFunctionBody::FunctionBody(swc::FunctionBody { span: DUMMY_SP, stmts })
        }
    };
    Box::new(swc::Expr::Arrow(swc::ArrowExpr {
        params,
        body: Box::new(body),
        is_async,
        ..Default::default()
    }))
}

pub(super) fn new_target() -> Expr {
    Box::new(swc::Expr::MetaProp(swc::MetaPropExpr {
        span: DUMMY_SP,
        kind: swc::MetaPropKind::NewTarget,
    }))
}

/// A constructor with one parameter.
pub(super) fn constructor(param: Pat, body: Vec<Stmt>) -> swc::ClassMember {
    let param = swc::Param { span: DUMMY_SP, decorators: vec![], pat: param };
    swc::ClassMember::Constructor(swc::Constructor {
        span: DUMMY_SP,
        key: property_name("constructor", DUMMY_SP),
        params: vec![swc::ParamOrTsParamProp::Param(param)],
        body: Some(swc::FunctionBody { span: DUMMY_SP, stmts: body }),
        ..Default::default()
    })
}

/// A static method of one parameter.
pub(super) fn static_method(name: &str, param: Pat, body: Vec<Stmt>) -> swc::ClassMember {
    let code = Code { params: vec![param], body, is_async: false, is_generator: false };
    swc::ClassMember::Method(swc::ClassMethod {
        span: DUMMY_SP,
        key: property_name(name, DUMMY_SP),
        function: code.into_swc(),
        kind: swc::MethodKind::Method,
        is_static: true,
        ..Default::default()
    })
}

fn private_name(name: &str) -> swc::PrivateName {
    swc::PrivateName { span: DUMMY_SP, name: name.into() }
}

/// `object.#property`
pub(super) fn private_member(object: Expr, property: &str) -> Expr {
    let prop = swc::MemberProp::PrivateName(private_name(property));
    Box::new(swc::Expr::Member(swc::MemberExpr { span: DUMMY_SP, obj: object, prop }))
}

/// `static #name = class extends base { a; b; };`
pub(super) fn private_class(
    name: &str,
    base: Expr,
    fields: Vec<(String, Option<Expr>)>,
) -> swc::ClassMember {
    let field = |(name, value): (String, Option<Expr>)| {
        swc::ClassMember::ClassProp(swc::ClassProp {
            key: property_name(&name, DUMMY_SP),
            value,
            ..Default::default()
        })
    };
    let class = swc::Class {
        body: fields.into_iter().map(field).collect(),
        super_class: Some(base),
        ..Default::default()
    };
    let class = swc::ClassExpr { ident: None, class: Box::new(class) };
    swc::ClassMember::PrivateProp(swc::PrivateProp {
        key: private_name(name),
        value: Some(Box::new(swc::Expr::Class(class))),
        is_static: true,
        ..Default::default()
    })
}

/// What a `function`, method or accessor has besides its name.
pub(super) struct Code {
    pub(super) params: Vec<Pat>,
    pub(super) body: Vec<Stmt>,
    pub(super) is_async: bool,
    pub(super) is_generator: bool,
}

impl Code {
    pub(super) fn into_swc(self) -> Box<swc::Function> {
        let params = self
            .params
            .into_iter()
            .map(|pat| swc::Param { span: DUMMY_SP, decorators: vec![], pat })
            .collect();
        Box::new(swc::Function {
            params,
            body: Some(swc::FunctionBody { span: DUMMY_SP, stmts: self.body }),
            is_generator: self.is_generator,
            is_async: self.is_async,
            ..Default::default()
        })
    }
}

pub(super) fn function_expression(code: Code) -> Expr {
    Box::new(swc::Expr::Fn(swc::FnExpr { ident: None, function: code.into_swc() }))
}

pub(super) fn function_declaration(ident: swc::Ident, code: Code) -> Stmt {
    Stmt::Decl(swc::Decl::Fn(swc::FnDecl { ident, declare: false, function: code.into_swc() }))
}

pub(super) fn expression(expr: Expr) -> Stmt {
    Stmt::Expr(swc::ExprStmt { span: DUMMY_SP, expr })
}

pub(super) fn expression_at(expr: Expr, id: NodeId) -> Stmt {
    Stmt::Expr(swc::ExprStmt { span: span(id), expr })
}

pub(super) fn return_(arg: Option<Expr>) -> Stmt {
    Stmt::Return(swc::ReturnStmt { span: DUMMY_SP, arg })
}

pub(super) fn return_at(arg: Option<Expr>, id: NodeId) -> Stmt {
    Stmt::Return(swc::ReturnStmt { span: span(id), arg })
}

pub(super) fn throw(arg: Expr) -> Stmt {
    Stmt::Throw(swc::ThrowStmt { span: DUMMY_SP, arg })
}

pub(super) fn throw_at(arg: Expr, id: NodeId) -> Stmt {
    Stmt::Throw(swc::ThrowStmt { span: span(id), arg })
}

pub(super) fn block(stmts: Vec<Stmt>) -> swc::BlockStmt {
    swc::BlockStmt { span: DUMMY_SP, stmts, ..Default::default() }
}

pub(super) fn block_statement(stmts: Vec<Stmt>) -> Stmt {
    Stmt::Block(block(stmts))
}

pub(super) fn if_(test: Expr, body: Vec<Stmt>, orelse: Option<Stmt>) -> Stmt {
    Stmt::If(swc::IfStmt {
        span: DUMMY_SP,
        test,
        cons: Box::new(block_statement(body)),
        alt: orelse.map(Box::new),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Declare {
    Let,
    Const,
}

pub(super) fn declaration(kind: Declare, target: Pat, init: Option<Expr>) -> swc::VarDecl {
    swc::VarDecl {
        kind: match kind {
            Declare::Let => swc::VarDeclKind::Let,
            Declare::Const => swc::VarDeclKind::Const,
        },
        decls: vec![swc::VarDeclarator { span: DUMMY_SP, name: target, init, definite: false }],
        ..Default::default()
    }
}

pub(super) fn declare(kind: Declare, target: Pat, init: Option<Expr>) -> Stmt {
    Stmt::Decl(swc::Decl::Var(Box::new(declaration(kind, target, init))))
}

/// `let a, b;`
pub(super) fn declare_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Stmt {
    let decls = names
        .into_iter()
        .map(|each| swc::VarDeclarator {
            span: DUMMY_SP,
            name: pattern(ident(each)),
            init: None,
            definite: false,
        })
        .collect();
    Stmt::Decl(swc::Decl::Var(Box::new(swc::VarDecl {
        kind: swc::VarDeclKind::Let,
        decls,
        ..Default::default()
    })))
}

/// What a `for … of` assigns on each turn.
pub(super) enum Each {
    Declare(Declare, Pat),
    Assign(Pat),
}

pub(super) fn for_of(each: Each, iterable: Expr, body: Vec<Stmt>, is_await: bool) -> Stmt {
    let left = match each {
        Each::Declare(kind, target) => {
            swc::ForHead::VarDecl(Box::new(declaration(kind, target, None)))
        }
        Each::Assign(target) => swc::ForHead::Pat(Box::new(target)),
    };
    Stmt::ForOf(swc::ForOfStmt {
        span: DUMMY_SP,
        is_await,
        left,
        right: iterable,
        body: Box::new(block_statement(body)),
    })
}

pub(super) fn for_loop(
    init: swc::VarDeclOrExpr,
    test: Expr,
    update: Expr,
    body: Vec<Stmt>,
) -> Stmt {
    Stmt::For(swc::ForStmt {
        span: DUMMY_SP,
        init: Some(init),
        test: Some(test),
        update: Some(update),
        body: Box::new(block_statement(body)),
    })
}

pub(super) fn increment(target: Expr) -> Expr {
    Box::new(swc::Expr::Update(swc::UpdateExpr {
        span: DUMMY_SP,
        op: swc::UpdateOp::PlusPlus,
        prefix: false,
        arg: target,
    }))
}

pub(super) fn while_(test: Expr, body: Vec<Stmt>) -> Stmt {
    Stmt::While(swc::WhileStmt { span: DUMMY_SP, test, body: Box::new(block_statement(body)) })
}

pub(super) fn labeled(label: &str, body: Vec<Stmt>) -> Stmt {
    Stmt::Labeled(swc::LabeledStmt {
        span: DUMMY_SP,
        label: ident(label),
        body: Box::new(block_statement(body)),
    })
}

pub(super) fn break_(label: Option<&str>, id: NodeId) -> Stmt {
    Stmt::Break(swc::BreakStmt { span: span(id), label: label.map(ident) })
}

pub(super) fn continue_(id: NodeId) -> Stmt {
    Stmt::Continue(swc::ContinueStmt { span: span(id), label: None })
}

pub(super) fn try_(
    body: Vec<Stmt>,
    catch: Option<(&str, Vec<Stmt>)>,
    finally: Option<Vec<Stmt>>,
) -> Stmt {
    Stmt::Try(Box::new(swc::TryStmt {
        span: DUMMY_SP,
        block: block(body),
        handler: catch.map(|(param, body)| swc::CatchClause {
            span: DUMMY_SP,
            param: Some(pattern(ident(param))),
            body: block(body),
        }),
        finalizer: finally.map(block),
    }))
}
