//! Overrides that a keyword call on `self` would miss.
//!
//! `self.m(color="red")` is laid out by the signature of `m` that the calling class sees. An override that
//! takes its parameters in another order would get them mixed up, so it is refused where a class of
//! its chain calls it that way. Calls with positions alone, and overrides that only add optional parameters, are fine.

use crate::binding::{BaseShape, ClassShape, MemberKind, ParamKind, Signature};
use crate::syntax::ast::Name;

/// Own methods of a class that keyword calls of its bases do not fit, each with the base that defines the method.
pub(super) fn misfits(shape: &ClassShape) -> Vec<(Name, Name)> {
    let bases = shape.bases.iter().filter_map(|base| match base {
        BaseShape::Project(base) => Some(base),
        _ => None,
    });
    bases.flat_map(|base| misfits_of(shape, base)).collect()
}

fn misfits_of(shape: &ClassShape, base: &ClassShape) -> Vec<(Name, Name)> {
    let misfit = |name: &Name| {
        let (own, inherited) = (shape.members.get(name)?, base.members.get(name)?);
        let (MemberKind::Method(over), MemberKind::Method(under)) = (&own.kind, &inherited.kind)
        else {
            return None;
        };
        let fits = own.owner != shape.name || takes_the_same(over, under);
        (!fits).then(|| (name.clone(), inherited.owner.clone()))
    };
    base.keyword_calls.iter().filter_map(misfit).collect()
}

/// Whether arguments laid out for `under` mean the same to `over`.
fn takes_the_same(over: &Signature, under: &Signature) -> bool {
    // Keywords travel as one last argument to whoever has keyword-only or `**` parameters.
    let travels = under
        .params
        .iter()
        .any(|param| matches!(param.kind, ParamKind::KeywordOnly | ParamKind::VarKeyword));
    let further = if travels { ParamKind::KeywordOnly } else { ParamKind::Positional };
    let mut params = over.params.iter();
    let same = under.params.iter().all(|expected| {
        params
            .next()
            .is_some_and(|param| param.name == expected.name && param.kind == expected.kind)
    });
    same && params.all(|param| param.has_default && param.kind == further)
}
