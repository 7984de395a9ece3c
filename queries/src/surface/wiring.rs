//! What an item of browser code expects of the page around it: actions, import aliases, providers,
//! the socket. Read from syntax, where a name is literal.

use crate::db::Db;
use crate::items::{ItemDef, string_value};
use crate::syntax::ast::{Constant, Expr, ExprKind, Keyword, Name, NodeId, Stmt};
use crate::syntax::visit::{Visitor, walk_expr};

/// Names that an item uses, each with the first place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Wiring {
    /// `call_action("…")`, `upload("…", …)`, `upload_form("…", …)`.
    pub actions: Vec<(Name, NodeId)>,
    /// Every `call_action("…", …)` with a literal name.
    pub calls: Vec<ActionCall>,
    /// `imports.…`
    pub aliases: Vec<(Name, NodeId)>,
    /// `provider("…")`
    pub providers: Vec<(Name, NodeId)>,
    pub uses_socket: bool,
}

/// A call of an action by its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ActionCall {
    pub action: Name,
    /// The name's literal.
    pub node: NodeId,
    pub payload: Payload,
}

/// What an action is sent, as far as syntax tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Payload {
    Nothing,
    Dict {
        fields: Vec<PayloadField>,
        /// There may be more fields: `**more`, or a computed key.
        is_open: bool,
    },
    Computed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PayloadField {
    pub name: Name,
    /// The key's literal.
    pub key: NodeId,
    pub value: NodeId,
    pub literal: Option<Literal>,
}

/// A value of a payload that syntax tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    None,
    Bool,
    Int(i64),
    Float,
    Str(Name),
    List,
    Dict,
}

/// Methods that do nothing without the page's socket client.
const SOCKET_METHODS: [&str; 6] =
    ["on_socket", "off_socket", "emit_socket", "refetch_on_socket", "join_topic", "leave_topic"];

/// The prefix of the events that the socket client itself emits.
const SOCKET_EVENT: &str = "sprag:socket:";

#[salsa::tracked(returns(ref))]
pub fn item_wiring<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Wiring {
    wiring(&item.statement(db))
}

fn wiring(statement: &Stmt) -> Wiring {
    let mut wiring = Wiring::default();
    wiring.visit_stmt(statement);
    wiring
}

impl Visitor for Wiring {
    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Attribute { value, attr } => {
                let is_imports = matches!(&*value.kind, ExprKind::Name(name) if name == "imports");
                if is_imports {
                    add(&mut self.aliases, &attr.name, attr.id);
                }
                self.uses_socket |= SOCKET_METHODS.contains(&attr.name.as_str());
            }
            ExprKind::Call { callee, args, keywords } => self.call(callee, args, keywords),
            ExprKind::Constant(Constant::Str(text)) => {
                self.uses_socket |= text.starts_with(SOCKET_EVENT)
            }
            _ => {}
        }
        walk_expr(self, expression);
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}

fn payload(argument: Option<&Expr>) -> Payload {
    let Some(argument) = argument else { return Payload::Nothing };
    match &*argument.kind {
        ExprKind::Constant(Constant::None) => Payload::Nothing,
        ExprKind::Dict(entries) => {
            let field = |(key, value): &(Option<Expr>, Expr)| {
                let key = key.as_ref()?;
                Some(PayloadField {
                    name: string_value(key)?,
                    key: key.id,
                    value: value.id,
                    literal: literal(value),
                })
            };
            let fields: Vec<PayloadField> = entries.iter().filter_map(field).collect();
            let is_open = fields.len() < entries.len();
            Payload::Dict { fields, is_open }
        }
        _ => Payload::Computed,
    }
}

fn literal(value: &Expr) -> Option<Literal> {
    Some(match &*value.kind {
        ExprKind::Constant(Constant::None) => Literal::None,
        ExprKind::Constant(Constant::Bool(_)) => Literal::Bool,
        ExprKind::Constant(Constant::Int(value)) => Literal::Int(i64::try_from(value).ok()?),
        ExprKind::Constant(Constant::Float(_)) => Literal::Float,
        ExprKind::Constant(Constant::Str(text)) => Literal::Str((&**text).into()),
        ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::ListComp { .. } => Literal::List,
        ExprKind::Dict(_) | ExprKind::DictComp { .. } => Literal::Dict,
        _ => return None,
    })
}

impl Wiring {
    fn call(&mut self, callee: &Expr, args: &[Expr], keywords: &[Keyword]) {
        let ExprKind::Attribute { attr, .. } = &*callee.kind else { return };
        let names = match attr.name.as_str() {
            "call_action" | "upload" | "upload_form" => &mut self.actions,
            "provider" => &mut self.providers,
            _ => return,
        };
        let named = |wanted: &str| {
            let is_it =
                |keyword: &&Keyword| keyword.name.as_ref().is_some_and(|name| name.name == wanted);
            keywords.iter().find(is_it).map(|keyword| &keyword.value)
        };
        if let Some(argument) = args.first().or_else(|| named("name"))
            && let Some(name) = string_value(argument)
        {
            add(names, &name, argument.id);
            let is_whole = args.iter().all(|arg| !matches!(&*arg.kind, ExprKind::Starred(_)))
                && keywords.iter().all(|keyword| keyword.name.is_some());
            if attr.name == "call_action" && is_whole {
                let payload = payload(args.get(1).or_else(|| named("payload")));
                self.calls.push(ActionCall { action: name, node: argument.id, payload });
            }
        }
    }
}

fn add(names: &mut Vec<(Name, NodeId)>, name: &Name, node: NodeId) {
    if !names.iter().any(|(known, _)| known == name) {
        names.push((name.clone(), node));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Wiring {
        let text = format!("class A(Module):\n    def on_start(self):\n        {body}\n");
        crate::syntax::parse(&text)
            .map(|module| wiring(&module.items[0].statement))
            .unwrap_or_default()
    }

    fn names(found: &[(Name, NodeId)]) -> Vec<&str> {
        found.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn literal_names_are_found_once_and_computed_ones_left_out() {
        let wiring = of(
            "self.call_action('save').then(self.call_action('save')); self.upload_form('send', e); self.call_action(x)",
        );
        assert_eq!(names(&wiring.actions), ["save", "send"]);
        assert!(!wiring.uses_socket);
    }

    #[test]
    fn aliases_and_providers_are_found() {
        let wiring = of("imports.chart.draw(self.provider(name='clock'))");
        assert_eq!(
            (names(&wiring.aliases), names(&wiring.providers)),
            (vec!["chart"], vec!["clock"])
        );
    }

    #[test]
    fn listening_alone_needs_the_socket() {
        assert!(of("self.on_socket('tick', self.tick)").uses_socket);
        assert!(of("self.refetch_on_socket(action='load')").uses_socket);
        assert!(of("self.listen('sprag:socket:open', self.tick)").uses_socket);
        assert!(!of("self.listen('tick', self.tick)").uses_socket);
    }
}
