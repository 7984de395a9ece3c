//! Selectors of delegated events that nothing in the project renders.
//!
//! Only selectors of the form `[data-name='value']` are looked at, and only as long as everything that
//! could render the attribute can be read.

use super::declaration::Place;
use super::problem::{At, Problem, codes};
use super::reach::needed_items;
use crate::db::Db;
use crate::input::{SourceFile, SourceTree};
use crate::items::{ItemDef, module_items, string_value};
use crate::project::Project;
use crate::suggest::closest;
use crate::syntax::ast::{Constant, Expr, ExprKind, FStringPart, Name, NodeId};
use crate::syntax::visit::{Visitor, walk_expr};
use std::collections::{BTreeMap, BTreeSet};

/// A delegated event's selector.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selector {
    /// `data-role`
    attribute: Name,
    value: Name,
    node: NodeId,
}

/// The selectors that an item waits for.
#[salsa::tracked(returns(deref))]
pub fn item_selectors<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Box<[Selector]> {
    struct Reader(Vec<Selector>);
    impl Visitor for Reader {
        fn visit_expr(&mut self, expression: &Expr) {
            if let Some(argument) = selector_argument(expression)
                && let Some(text) = string_value(argument)
                && let Some((attribute, value)) = data_selector(&text)
            {
                self.0.push(Selector { attribute, value, node: argument.id });
            }
            walk_expr(self, expression);
        }
    }
    let mut reader = Reader(Vec::new());
    reader.visit_stmt(&item.statement(db));
    reader.0.into()
}

/// The selector of `….delegate(target, event, selector, fn)`.
fn selector_argument(expression: &Expr) -> Option<&Expr> {
    match &*expression.kind {
        ExprKind::Call { callee, args, .. } => match &*callee.kind {
            ExprKind::Attribute { attr, .. } if attr.name == "delegate" => args.get(2),
            _ => None,
        },
        _ => None,
    }
}

/// `[data-role='x']` as attribute and value.
fn data_selector(text: &str) -> Option<(Name, Name)> {
    let inner = text.strip_prefix("[data-")?.strip_suffix(']')?;
    let (name, value) = inner.split_once('=')?;
    let quoted = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
    let value = quoted.or_else(|| value.strip_prefix('"')?.strip_suffix('"'))?;
    let is_plain =
        |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || "-_.:".contains(letter));
    (is_plain(name) && is_plain(value)).then(|| (format!("data-{name}").into(), value.into()))
}

/// What a file may give `data-` attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Rendered {
    /// Literal values by attribute.
    values: BTreeMap<Name, BTreeSet<Name>>,
    /// Attributes that also get computed values.
    computed: BTreeSet<Name>,
    /// Any attribute may get any value.
    is_open: bool,
}

#[salsa::tracked(returns(ref))]
pub fn file_rendered(db: &dyn Db, file: SourceFile) -> Rendered {
    let mut rendered = Rendered::default();
    for item in module_items(db, file) {
        rendered.visit_stmt(&item.statement(db));
    }
    rendered
}

impl Rendered {
    fn add(&mut self, attribute: &str, value: &Expr) {
        let attribute = Name::from(attribute.replace('_', "-"));
        match string_value(value) {
            Some(text) => {
                self.values.entry(attribute).or_default().insert(text);
            }
            None => {
                self.computed.insert(attribute);
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.is_open |= text.contains("data-");
    }
}

impl Visitor for Rendered {
    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Call { args, keywords, .. } => {
                for keyword in keywords {
                    match &keyword.name {
                        Some(name) if name.name.starts_with("data_") => {
                            self.add(&name.name, &keyword.value);
                        }
                        _ => {}
                    }
                }
                if let Some(selector) = selector_argument(expression)
                    && string_value(selector).is_some_and(|text| data_selector(&text).is_some())
                {
                    args.iter()
                        .filter(|arg| arg.id != selector.id)
                        .for_each(|arg| self.visit_expr(arg));
                    return;
                }
            }
            ExprKind::Dict(entries) => {
                for (key, value) in entries {
                    if let Some(key) = key.as_ref().and_then(string_value)
                        && (key.starts_with("data-") || key.starts_with("data_"))
                    {
                        self.add(&key, value);
                        self.visit_expr(value);
                    } else {
                        key.iter().for_each(|key| self.visit_expr(key));
                        self.visit_expr(value);
                    }
                }
                return;
            }
            ExprKind::Attribute { attr, .. } => {
                let name = attr.name.as_str();
                self.is_open |= matches!(
                    name,
                    "dataset"
                        | "set_attribute"
                        | "setAttribute"
                        | "HTML"
                        | "inner_html"
                        | "innerHTML"
                );
            }
            ExprKind::Constant(Constant::Str(text)) => self.text(text),
            ExprKind::FString(parts) => {
                for part in parts {
                    if let FStringPart::Literal(text) = part {
                        self.text(text);
                    }
                }
            }
            _ => {}
        }
        walk_expr(self, expression);
    }
}

/// Selectors whose attribute is rendered, but never with their value.
#[salsa::tracked(returns(ref))]
pub fn selector_problems(db: &dyn Db) -> Vec<Problem> {
    let waiting: Vec<(ItemDef<'_>, &Selector)> = needed_items(db)
        .iter()
        .flat_map(|&item| item_selectors(db, item).iter().map(move |selector| (item, selector)))
        .collect();
    if waiting.is_empty() || has_markup(db) {
        return Vec::new();
    }
    let files = SourceTree::get(db).modules(db).values();
    let rendered: Vec<&Rendered> = files.map(|&file| file_rendered(db, file)).collect();
    if rendered.iter().any(|rendered| rendered.is_open) {
        return Vec::new();
    }
    let computed: BTreeSet<&Name> =
        rendered.iter().flat_map(|rendered| &rendered.computed).collect();
    let mut all_values: BTreeMap<&Name, BTreeSet<&Name>> = BTreeMap::new();
    for (attribute, values) in rendered.iter().flat_map(|rendered| &rendered.values) {
        all_values.entry(attribute).or_default().extend(values);
    }
    let problem = |(item, selector): (ItemDef<'_>, &Selector)| {
        let attribute = &selector.attribute;
        let values = all_values.get(attribute);
        let is_rendered = values.is_some_and(|values| values.contains(&selector.value));
        if computed.contains(attribute) || is_rendered {
            return None;
        }
        let place = Place {
            path: item.file(db).path(db).clone(),
            variable: item.name(db).clone(),
            node: selector.node,
        };
        let message = format!("nothing renders `{attribute}` with the value `{}`", selector.value);
        let problem = Problem::new(At::Place(place), codes::SELECTOR_NOT_RENDERED, message);
        let candidates = values.into_iter().flatten().map(|value| value.as_str());
        Some(match closest(&selector.value, candidates) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem,
        })
    };
    waiting.into_iter().filter_map(problem).collect()
}

/// Whether a template or script of the project could render `data-` attributes.
fn has_markup(db: &dyn Db) -> bool {
    let mut texts = Project::get(db).texts(db).values();
    texts.any(|text| {
        let text = text.text(db);
        text.contains("data-") || text.contains("dataset")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_selectors_of_one_data_attribute_are_looked_at() {
        let selector = |text| data_selector(text).map(|(name, value)| format!("{name} {value}"));
        assert_eq!(selector("[data-role='close']").as_deref(), Some("data-role close"));
        assert_eq!(selector("[data-role=\"a-b\"]").as_deref(), Some("data-role a-b"));
        for other in
            ["[data-role]", ".x [data-role='a']", "button", "[data-a='b'] i", "[data-a^='b']"]
        {
            assert_eq!(selector(other), None, "{other}");
        }
    }
}
