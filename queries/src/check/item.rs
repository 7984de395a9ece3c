//! What can be told of an item by its own text and by what its names mean: wrong sides, units, markup.
//!
//! Only what is certain is reported; of what may be right, at most a hint. What lowering refuses is not
//! repeated here.

use super::markup;
use crate::binding::BrowserKind;
use crate::db::Db;
use crate::diagnostic::{Code, NodeDiagnostic};
use crate::framework::{self, Side};
use crate::items::ItemDef;
use crate::references::item_mentions;
use crate::resolve::{Symbol, resolve_path};
use crate::runtime::{Runtime, class_runtime};
use crate::shape::class_shape;
use crate::surface::reach::screen_components;
use crate::syntax::ast::{
    Constant, Expr, ExprKind, FunctionDef, Keyword, Name, NodeId, Stmt, StmtKind,
};
use crate::syntax::scope::dotted;
use crate::syntax::visit::{Visitor, walk_expr, walk_stmt};

const BROWSER_SYMBOL: Code = Code(103);
const DOM_IN_RENDER: Code = Code(104);
const SECRET_ENV: Code = Code(109);
const SOCKET_SIDE: Code = Code(111);
const TIMER_UNIT: Code = Code(412);
const ELEMENT_IN_INIT: Code = Code(414);

/// The prefix of the environment variables that pages receive.
const PUBLIC_ENV: &str = "SPRAG_PUBLIC_";

/// Methods of Modules that Components and server classes do not have.
const MODULE_METHODS: [&str; 6] =
    ["on_socket", "off_socket", "refetch_on_socket", "join_topic", "leave_topic", "call_action"];

/// Methods of server classes that browser classes do not have.
const SERVER_METHODS: [&str; 4] =
    ["emit_socket_refetch", "emit_to_session", "emit_to_caller", "refetch_session"];

/// What is wrong with an item as it stands, in source order: browser code, or a class of the server.
#[salsa::tracked(returns(deref))]
pub fn item_findings<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Box<[NodeDiagnostic]> {
    let runtime = class_runtime(db, item);
    let mut finder = Finder {
        db,
        item,
        runtime,
        method: None,
        is_conditional: false,
        labels: 0,
        found: Vec::new(),
    };
    finder.visit_stmt(&item.statement(db));
    finder.found.into()
}

pub(super) struct Finder<'db> {
    db: &'db dyn Db,
    item: ItemDef<'db>,
    pub(super) runtime: Runtime,
    /// The method of the class that is being read; `None` outside of methods and in nested functions.
    method: Option<Name>,
    /// Whether what is being read may never run although its method does.
    is_conditional: bool,
    /// How many elements around here say what the controls in them are.
    pub(super) labels: usize,
    found: Vec<NodeDiagnostic>,
}

impl Visitor for Finder<'_> {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(function) => self.function(function, statement),
            StmtKind::If { test, body, orelse } => {
                self.visit_expr(test);
                self.conditional(|finder| {
                    finder.visit_block(body);
                    finder.visit_block(orelse);
                });
                // What follows runs only if neither branch left.
                self.is_conditional |= leaves(body) || leaves(orelse);
            }
            StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Try { .. }
            | StmtKind::With { .. }
            | StmtKind::Match { .. } => self.conditional(|finder| walk_stmt(finder, statement)),
            StmtKind::Import { .. } | StmtKind::ImportFrom { .. } => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Lambda { .. } => return self.nested(|finder| walk_expr(finder, expression)),
            ExprKind::Bool { .. } | ExprKind::Conditional { .. } | ExprKind::Generator { .. } => {
                return self.conditional(|finder| walk_expr(finder, expression));
            }
            ExprKind::Call { callee, args, keywords } => {
                self.call(expression, callee, args, keywords);
                let is_label = self.labels_children(callee, args);
                self.labels += usize::from(is_label);
                walk_expr(self, expression);
                self.labels -= usize::from(is_label);
                return;
            }
            ExprKind::Name(_) => self.name(expression),
            ExprKind::Attribute { value, .. } | ExprKind::Subscript { value, .. } => {
                self.element(value);
                self.rendered_dom(expression, value);
            }
            _ => {}
        }
        walk_expr(self, expression);
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}

/// Whether control never goes on behind a block.
fn leaves(block: &[Stmt]) -> bool {
    block.iter().any(|statement| match &statement.kind {
        StmtKind::Return(_) | StmtKind::Raise { .. } | StmtKind::Break | StmtKind::Continue => true,
        StmtKind::If { body, orelse, .. } => leaves(body) || leaves(orelse),
        _ => false,
    })
}

impl Finder<'_> {
    fn function(&mut self, function: &FunctionDef, statement: &Stmt) {
        for decorator in &function.decorators {
            self.decorator(decorator);
        }
        let is_class = matches!(self.item.statement(self.db).kind, StmtKind::Class(_));
        if self.method.is_some() || !is_class {
            return self.nested(|finder| walk_stmt(finder, statement));
        }
        self.method = Some(function.name.name.clone());
        self.is_conditional = false;
        walk_stmt(self, statement);
        self.method = None;
    }

    /// What may run at another time than the method around it.
    fn nested(&mut self, walk: impl FnOnce(&mut Self)) {
        let method = self.method.take();
        self.conditional(walk);
        self.method = method;
    }

    fn conditional(&mut self, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.is_conditional, true);
        walk(self);
        self.is_conditional = before;
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        at: NodeId,
        message: impl Into<Box<str>>,
        help: impl Into<Option<Box<str>>>,
    ) {
        self.found.push(NodeDiagnostic { code, at, message: message.into(), help: help.into() });
    }

    /// The framework's name of what an expression stands for.
    fn framework(&self, expression: &Expr) -> Option<Name> {
        let (name, path) = dotted(expression)?;
        // A local variable of the same name is not mentioned.
        item_mentions(self.db, self.item).get(name)?;
        match resolve_path(self.db, self.item.file(self.db), name, &path)? {
            (Symbol::Framework(public), []) => Some(public),
            _ => None,
        }
    }

    /// The tag of `ui.tag`.
    pub(super) fn ui_tag<'a>(&self, callee: &'a Expr) -> Option<&'a crate::syntax::ast::Ident> {
        match &*callee.kind {
            ExprKind::Attribute { value, attr } if self.framework(value)? == "ui" => Some(attr),
            _ => None,
        }
    }

    /// Whether an element says what the controls in it are: a label, or one with a text beside them.
    fn labels_children(&self, callee: &Expr, args: &[Expr]) -> bool {
        let Some(tag) = self.ui_tag(callee) else { return false };
        let is_text = |argument: &Expr| match &*argument.kind {
            ExprKind::Call { callee, .. } => {
                self.ui_tag(callee).is_some_and(|tag| markup::is_text(&tag.name))
            }
            ExprKind::Constant(Constant::Str(_)) | ExprKind::FString(_) => true,
            _ => false,
        };
        tag.name == "label" || args.iter().any(is_text)
    }

    fn call(&mut self, call: &Expr, callee: &Expr, args: &[Expr], keywords: &[Keyword]) {
        if let Some(tag) = self.ui_tag(callee) {
            return markup::check(self, call, tag, args, keywords);
        }
        if let Some(method) = self_member(callee) {
            self.own_call(callee, method, args);
        }
        match &*callee.kind {
            ExprKind::Attribute { value, attr } if self.is_browser_timer(value, &attr.name) => {
                self.browser_timer(&attr.name, args);
            }
            _ if self.framework(callee).is_some_and(|name| name == "env") => {
                self.env(args, keywords);
            }
            _ => {}
        }
    }

    /// A call of one of the class's own methods.
    fn own_call(&mut self, callee: &Expr, method: &Name, args: &[Expr]) {
        if matches!(method.as_str(), "timeout" | "interval")
            && let [_, delay, ..] = args
            && let Some(number) = literal_number(delay)
            && looks_like_milliseconds(number)
        {
            let message = format!(
                "`{method}` takes seconds, and {} of them are {}",
                shown(number),
                duration(number)
            );
            let help = format!("for {} milliseconds write {}", shown(number), number / 1000.0);
            self.report(TIMER_UNIT, delay.id, message, Some(help.into()));
        }
        if matches!(method.as_str(), "on" | "delegate")
            && let Some(target) = args.first()
        {
            self.element(target);
        }
        self.side_of_method(callee, method);
    }

    /// Methods of `self` that only the other side has.
    fn side_of_method(&mut self, callee: &Expr, method: &Name) {
        let name = method.as_str();
        let (here, help) = match self.runtime {
            Runtime::Component if MODULE_METHODS.contains(&name) => {
                ("Components have", "call it in the Module of this Component")
            }
            Runtime::Controller | Runtime::Service if MODULE_METHODS.contains(&name) => {
                ("server classes have", server_counterpart(name))
            }
            Runtime::Component | Runtime::Module if SERVER_METHODS.contains(&name) => {
                ("browser classes have", "move it into an `@action` of the Controller")
            }
            _ => return,
        };
        let shape = class_shape(self.db, self.item);
        if shape.is_complete && !shape.members.contains_key(method) {
            let at = member_node(callee);
            self.report(SOCKET_SIDE, at, format!("{here} no `{method}`"), Some(help.into()));
        }
    }

    fn is_browser_timer(&self, receiver: &Expr, method: &str) -> bool {
        matches!(method, "setTimeout" | "setInterval")
            && self.framework(receiver).is_some_and(|name| name == "browser")
    }

    fn browser_timer(&mut self, method: &Name, args: &[Expr]) {
        let Some(delay) = args.get(1) else { return };
        let Some(number) = literal_number(delay) else { return };
        if number > 0.0 && number < 20.0 && number.fract() != 0.0 {
            let message =
                format!("`browser.{method}` takes milliseconds, and this is less than one frame");
            let help = format!("for {number} seconds write {}", number * 1000.0);
            self.report(TIMER_UNIT, delay.id, message, Some(help.into()));
        }
    }

    /// `@debounce(seconds)` and `@throttle(seconds)`.
    fn decorator(&mut self, decorator: &Expr) {
        let ExprKind::Call { callee, args, .. } = &*decorator.kind else { return };
        let Some(name) = self.framework(callee) else { return };
        if matches!(name.as_str(), "debounce" | "throttle")
            && let Some(delay) = args.first()
            && let Some(number) = literal_number(delay)
            && number >= 20.0
        {
            let message = format!("`{name}` takes seconds, and this is {}", duration(number));
            let help = format!("for {} milliseconds write {}", shown(number), number / 1000.0);
            self.report(TIMER_UNIT, delay.id, message, Some(help.into()));
        }
    }

    fn env(&mut self, args: &[Expr], keywords: &[Keyword]) {
        if self.runtime.is_server() || self.runtime == Runtime::Screen {
            return;
        }
        let named = |keyword: &&Keyword| keyword.name.as_ref().is_some_and(|it| it.name == "name");
        let argument = args.first().or_else(|| keywords.iter().find(named).map(|it| &it.value));
        let Some((argument, text)) = argument.and_then(|it| Some((it, literal_text(it)?))) else {
            return;
        };
        if !text.starts_with(PUBLIC_ENV) {
            let message =
                format!("the browser has no `{text}`: pages receive only `{PUBLIC_ENV}…`");
            let help =
                "read it in `load()` or behind an `@action`, or rename it if anybody may see it";
            self.report(SECRET_ENV, argument.id, message, Some(help.into()));
        }
    }

    /// A name that only browsers know, in a class of the server.
    fn name(&mut self, expression: &Expr) {
        if !self.runtime.is_server() && self.runtime != Runtime::Screen {
            return;
        }
        let Some(name) = self.framework(expression) else { return };
        if framework::side(&name) == Some(Side::Browser) {
            let message = format!("`{name}` exists only in browser code");
            self.report(BROWSER_SYMBOL, expression.id, message, None);
        }
    }

    /// `self.element` where there is none yet.
    fn element(&mut self, value: &Expr) {
        let is_init = self.method.as_deref() == Some("__init__") && !self.is_conditional;
        if !is_init || self.runtime.browser().is_none() {
            return;
        }
        if self_member(value).is_some_and(|name| name == "element") {
            let message = "`self.element` does not exist yet while the class is constructed";
            self.report(ELEMENT_IN_INIT, member_node(value), message, None);
        }
    }

    /// The page's own objects in a `render` that the server runs too.
    fn rendered_dom(&mut self, expression: &Expr, value: &Expr) {
        let is_render = self.method.as_deref() == Some("render") && !self.is_conditional;
        if !is_render || self.runtime.browser() != Some(BrowserKind::Component) {
            return;
        }
        let Some(name) = self.framework(value) else { return };
        let is_page = matches!(name.as_str(), "browser" | "dom");
        if is_page && screen_components(self.db).contains(&self.item) {
            let message = format!("the server renders this Component too, and has no `{name}`");
            self.report(DOM_IN_RENDER, expression.id, message, None);
        }
    }
}

fn server_counterpart(method: &str) -> &'static str {
    match method {
        "call_action" => "actions are called by the browser; call the method itself",
        "refetch_on_socket" => "tell pages to fetch again with `emit_socket_refetch`",
        "join_topic" | "leave_topic" => "send to a topic with `emit_socket(…, topic=…)`",
        _ => "take events in `build_events(self, handler)` with `handler.on(…)`",
    }
}

/// `x` of `self.x`.
pub(super) fn self_member(expression: &Expr) -> Option<&Name> {
    match &*expression.kind {
        ExprKind::Attribute { value, attr } => match &*value.kind {
            ExprKind::Name(name) if name == "self" => Some(&attr.name),
            _ => None,
        },
        _ => None,
    }
}

fn member_node(expression: &Expr) -> NodeId {
    match &*expression.kind {
        ExprKind::Attribute { attr, .. } => attr.id,
        _ => expression.id,
    }
}

pub(super) fn literal_text(expression: &Expr) -> Option<&str> {
    match &*expression.kind {
        ExprKind::Constant(Constant::Str(text)) => Some(text),
        _ => None,
    }
}

fn literal_number(expression: &Expr) -> Option<f64> {
    match &*expression.kind {
        ExprKind::Constant(Constant::Int(value)) => value.to_string().parse().ok(),
        ExprKind::Constant(Constant::Float(value)) => Some(*value),
        _ => None,
    }
}

/// A number of seconds that nobody means: not whole minutes, or more than two hours in round thousands.
fn looks_like_milliseconds(number: f64) -> bool {
    let is_minutes = number % 60.0 == 0.0;
    number >= 100.0 && (!is_minutes || number >= 10_000.0 && number % 1000.0 == 0.0)
}

fn shown(number: f64) -> String {
    format!("{number}")
}

fn duration(seconds: f64) -> String {
    match seconds {
        _ if seconds >= 7200.0 => format!("{:.1} hours", seconds / 3600.0),
        _ if seconds >= 120.0 => format!("{:.1} minutes", seconds / 60.0),
        _ => format!("{seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plausible_numbers_of_seconds_are_left_alone() {
        for seconds in [0.25, 5.0, 30.0, 60.0, 90.0, 120.0, 300.0, 600.0, 3600.0, 86_400.0] {
            assert!(!looks_like_milliseconds(seconds), "{seconds}");
        }
        for milliseconds in [100.0, 250.0, 500.0, 1000.0, 2500.0, 5000.0, 30_000.0] {
            assert!(looks_like_milliseconds(milliseconds), "{milliseconds}");
        }
    }
}
