//! Members of the standard library as values, and what lowering knows of them.

use super::js::{self, Expr};
use super::lowerer::{Lowerer, NOT_IN_BROWSER};
use crate::standard;
use crate::suggest::closest;
use crate::syntax::ast::NodeId;

impl<'a> Lowerer<'a> {
    /// A member of a standard-library module as a value; refused by name if the browser has none.
    pub(super) fn std_member(&mut self, at: NodeId, module: &str, member: &str) -> Expr {
        if standard::offers(module, member) {
            let local = self.import_std(module, member);
            return js::name_at(&local, at);
        }
        let suggestion = standard::members(module).and_then(|names| closest(member, names));
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
        if standard::members(module).is_none() {
            let message = format!("the module `{module}` has no browser version as a value");
            self.report(NOT_IN_BROWSER, at, message, "name the member: `module.member`");
        }
        let from = super::ImportSource::Python(format!("std/{}", standard::file(module)).into());
        self.import(from, "*", local);
        self.runtime_call("moduleOf", [js::name_at(local, at)])
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
                | "gamma"
                | "hypot"
                | "lgamma"
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
        "random" => matches!(member, "gauss" | "normalvariate" | "random" | "uniform"),
        "time" => matches!(member, "monotonic" | "perf_counter" | "process_time" | "time"),
        _ => false,
    }
}
