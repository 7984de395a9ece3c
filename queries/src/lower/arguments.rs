//! Arguments: placing keywords by the callee's signature, as Python does before a call.

use super::js::{self, Expr, Item, Property};
use super::lowerer::{CALL_MISMATCH, Lowerer};
use super::operators::is_simple;
use crate::binding::{ParamKind, Signature, SignatureParam};
use crate::syntax::ast::{self, ExprKind, Ident, Keyword, NodeId};

/// A signature without the receiver that a call through an instance or class supplies.
pub(super) fn without_receiver(signature: &Signature) -> Signature {
    let mut params = signature.params.to_vec();
    if params.first().is_some_and(|first| matches!(&*first.name, "self" | "cls")) {
        params.remove(0);
    }
    Signature { params: params.into(), ..signature.clone() }
}

/// Whether calls differ in giving this parameter, or in how.
pub(super) fn is_optional(param: &SignatureParam) -> bool {
    param.has_default || !matches!(param.kind, ParamKind::Positional | ParamKind::PositionalOnly)
}

/// A signature written as the runtime's `sig` takes it: `a,b=,*args,c=,**kw`.
pub(super) fn signature_text(params: &[SignatureParam]) -> String {
    let mut parts: Vec<String> = vec![];
    let mut has_star = false;
    for (position, param) in params.iter().enumerate() {
        let default = if param.has_default { "=" } else { "" };
        match param.kind {
            ParamKind::VarPositional => {
                has_star = true;
                parts.push(format!("*{}", param.name));
            }
            ParamKind::VarKeyword => parts.push(format!("**{}", param.name)),
            ParamKind::KeywordOnly => {
                if !has_star {
                    has_star = true;
                    parts.push("*".to_owned());
                }
                parts.push(format!("{}{default}", param.name));
            }
            ParamKind::Positional | ParamKind::PositionalOnly => {
                parts.push(format!("{}{default}", param.name));
                let ends_positional_only = param.kind == ParamKind::PositionalOnly
                    && params
                        .get(position + 1)
                        .is_none_or(|next| next.kind != ParamKind::PositionalOnly);
                if ends_positional_only {
                    parts.push("/".to_owned());
                }
            }
        }
    }
    parts.join(",")
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`
fn enumerated(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    match quoted.as_slice() {
        [first, second] => format!("{first} and {second}"),
        [rest @ .., last] if !rest.is_empty() => format!("{}, and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The arguments of a call, each lowered once, in the order in which they were written.
struct Placed {
    positional: Vec<Option<Expr>>,
    keywords: Vec<Property>,
}

impl<'a> Lowerer<'a> {
    /// Whether keywords can be placed while compiling.
    pub(super) fn is_static_call(args: &[ast::Expr], keywords: &[Keyword]) -> bool {
        let has_star = args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_)));
        let has_double_star = keywords.iter().any(|keyword| keyword.name.is_none());
        !has_double_star && (!has_star || keywords.is_empty())
    }

    /// Arguments for a callee with this signature; the caller has checked [`Self::is_static_call`].
    pub(super) fn arguments(
        &mut self,
        id: NodeId,
        callee: &str,
        signature: &Signature,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Vec<Item> {
        let positional: Vec<&SignatureParam> = signature
            .params
            .iter()
            .filter(|param| matches!(param.kind, ParamKind::Positional | ParamKind::PositionalOnly))
            .collect();
        let has = |kind: ParamKind| signature.params.iter().any(|param| param.kind == kind);
        let has_rest = has(ParamKind::VarPositional);
        let takes_keywords = has(ParamKind::KeywordOnly) || has(ParamKind::VarKeyword);
        let has_star = args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_)));
        if args.len() > positional.len() && !has_rest && !has_star {
            self.too_many(id, callee, &positional, args.len());
        }
        let lowered = self.items(args);
        if keywords.is_empty() && !has_star {
            self.require(id, callee, signature, lowered.len(), &[]);
        }
        if keywords.is_empty() {
            return lowered;
        }
        let mut placed = Placed {
            positional: lowered.into_iter().map(|item| Some(item.expr)).collect(),
            keywords: vec![],
        };
        let mut order: Vec<usize> = vec![];
        for keyword in keywords {
            let Some(name) = &keyword.name else { continue };
            let value = self.value(&keyword.value);
            let slot = positional
                .iter()
                .position(|param| param.name == name.name && param.kind == ParamKind::Positional);
            if let Some(slot) = slot {
                if placed.positional.get(slot).is_some_and(Option::is_some) {
                    let raised =
                        format!("{callee}() got multiple values for argument '{}'", name.name);
                    let message = format!("`{callee}` gets two values for `{}`", name.name);
                    self.unfit(name.id, raised, message, "");
                }
                if placed.positional.len() <= slot {
                    placed.positional.resize_with(slot + 1, || None);
                }
                placed.positional[slot] = Some(value);
                order.push(slot);
            } else if signature.params.iter().any(|param| {
                (param.kind == ParamKind::KeywordOnly && param.name == name.name)
                    || param.kind == ParamKind::VarKeyword
            }) {
                order.push(positional.len() + placed.keywords.len());
                placed.keywords.push(Property::Value(name.name.to_string(), value));
            } else {
                let known: Vec<&str> =
                    signature.params.iter().map(|param| param.name.as_str()).collect();
                let help = format!("Its parameters are: {}.", known.join(", "));
                let message = format!("`{callee}` has no parameter `{}`", name.name);
                let raised =
                    format!("{callee}() got an unexpected keyword argument '{}'", name.name);
                self.unfit(name.id, raised, message, &help);
            }
        }
        let names: Vec<&str> = keywords
            .iter()
            .filter_map(|keyword| keyword.name.as_ref().map(|name| name.name.as_str()))
            .collect();
        self.require(id, callee, signature, args.len(), &names);
        if !order.is_sorted()
            && keywords.iter().filter(|keyword| !is_simple(&keyword.value)).count() > 1
        {
            return self.in_written_order(placed, &order, positional.len(), takes_keywords);
        }
        self.assemble(placed, positional.len(), takes_keywords)
    }

    /// Keyword arguments that swap places still run in the order in which they were written: each
    /// into a variable, before the first of them that is passed. Slots from `count` on are keyword-only.
    fn in_written_order(
        &mut self,
        mut placed: Placed,
        order: &[usize],
        count: usize,
        takes_keywords: bool,
    ) -> Vec<Item> {
        let mut steps = vec![];
        for &slot in order {
            let place = match slot.checked_sub(count) {
                None => placed.positional[slot].as_mut(),
                Some(keyword) => match &mut placed.keywords[keyword] {
                    Property::Value(_, value) => Some(value),
                    Property::Spread(_) => None,
                },
            };
            if let Some(place) = place {
                let temporary = self.temporary("argument");
                let value = std::mem::replace(place, js::name(&temporary));
                steps.push(js::assign_name(&temporary, value));
            }
        }
        let first = order.iter().min().and_then(|&slot| placed.positional.get_mut(slot));
        if let Some(Some(first)) = first {
            steps.push(first.clone());
            *first = js::sequence(steps);
        }
        self.assemble(placed, count, takes_keywords)
    }

    fn assemble(&mut self, placed: Placed, positional: usize, takes_keywords: bool) -> Vec<Item> {
        let mut result: Vec<Item> = placed
            .positional
            .into_iter()
            .map(|value| Item::from(value.unwrap_or_else(js::undefined)))
            .collect();
        if takes_keywords && !placed.keywords.is_empty() {
            while result.len() < positional {
                result.push(js::undefined().into());
            }
            let keywords = self.runtime_call("kw", [js::object(placed.keywords)]);
            result.push(keywords.into());
        }
        result
    }

    /// A call that does not fit its callee: an error, unless the code around expects the TypeError.
    pub(super) fn unfit(&mut self, at: NodeId, raised: String, message: String, help: &str) {
        if self.expecting_mismatch > 0 {
            self.mismatch.get_or_insert(raised);
        } else {
            self.report(CALL_MISMATCH, at, message, help);
        }
    }

    fn too_many(&mut self, id: NodeId, callee: &str, slots: &[&SignatureParam], given: usize) {
        let message =
            format!("`{callee}` takes {} positional arguments, {given} are given", slots.len());
        // Python counts the receiver.
        let receiver = usize::from(callee.contains('.'));
        let (most, given) = (slots.len() + receiver, given + receiver);
        let optional = slots.iter().filter(|param| param.has_default).count();
        let range = if optional == 0 {
            format!("{most} positional argument{}", if most == 1 { "" } else { "s" })
        } else {
            format!("from {} to {most} positional arguments", most - optional)
        };
        let verb = if given == 1 { "was" } else { "were" };
        let raised = format!("{callee}() takes {range} but {given} {verb} given");
        self.unfit(id, raised, message, "");
    }

    fn require(
        &mut self,
        id: NodeId,
        callee: &str,
        signature: &Signature,
        given: usize,
        names: &[&str],
    ) {
        let mut position = 0;
        let mut absent: Vec<&str> = vec![];
        let mut kind = "positional";
        for param in &signature.params {
            let is_given = match param.kind {
                ParamKind::Positional | ParamKind::PositionalOnly => {
                    position += 1;
                    position <= given || names.contains(&param.name.as_str())
                }
                ParamKind::KeywordOnly => names.contains(&param.name.as_str()),
                ParamKind::VarPositional | ParamKind::VarKeyword => true,
            };
            if !is_given && !param.has_default {
                if absent.is_empty() && param.kind == ParamKind::KeywordOnly {
                    kind = "keyword-only";
                }
                absent.push(&param.name);
            }
        }
        if !absent.is_empty() {
            let message = format!("`{callee}` is called without {}", absent.join(", "));
            let plural = if absent.len() == 1 { "" } else { "s" };
            let raised = format!(
                "{callee}() missing {} required {kind} argument{plural}: {}",
                absent.len(),
                enumerated(&absent)
            );
            let help = "Pass a value for each parameter that has no default.";
            self.unfit(id, raised, message, help);
        }
    }

    /// `[args], {keywords}` for a call that is arranged at run time.
    pub(super) fn dynamic_arguments(
        &mut self,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> [Expr; 2] {
        let args = self.items(args);
        [js::array(args), self.keyword_object(keywords)]
    }

    /// Keywords of several mappings, which may not share a name: `joinedKeywords({a: 1}, spread, other)`.
    fn joined_keywords(&mut self, keywords: &[&'a Keyword]) -> Expr {
        let parts: Vec<Expr> = keywords
            .iter()
            .map(|keyword| {
                let value = self.value(&keyword.value);
                match &keyword.name {
                    Some(name) => js::object([Property::Value(name.name.to_string(), value)]),
                    None => value,
                }
            })
            .collect();
        self.runtime_call("joinedKeywords", parts)
    }

    /// Keywords as one object: `{a: 1, ...spread}`.
    pub(super) fn keyword_object(&mut self, keywords: &'a [Keyword]) -> Expr {
        let keywords: Vec<&'a Keyword> = keywords.iter().collect();
        self.keywords_as_object(&keywords)
    }

    pub(super) fn keywords_as_object(&mut self, keywords: &[&'a Keyword]) -> Expr {
        if keywords.iter().filter(|keyword| keyword.name.is_none()).count() > 1 {
            return self.joined_keywords(keywords);
        }
        let names: Vec<Expr> = keywords
            .iter()
            .filter_map(|keyword| Some(js::string(&keyword.name.as_ref()?.name)))
            .collect();
        let properties: Vec<Property> = keywords
            .iter()
            .map(|keyword| {
                if let Some(Ident { id, name }) = &keyword.name
                    && &**name == "__proto__"
                {
                    self.refuse(*id, "the browser has no keyword `__proto__`", "");
                }
                let value = self.value(&keyword.value);
                match &keyword.name {
                    Some(name) => Property::Value(name.name.to_string(), value),
                    None => {
                        let args = std::iter::once(value).chain(names.iter().cloned());
                        Property::Spread(self.runtime_call("spreadKeywords", args))
                    }
                }
            })
            .collect();
        js::object(properties)
    }
}
