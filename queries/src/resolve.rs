//! Module-level names across files.

use crate::input::SourceFile;
use crate::syntax::ast::Name;

/// A dotted module name as a key.
#[salsa::interned(debug)]
pub struct ModuleName<'db> {
    pub name: Name,
}

/// A name in a module as a key.
#[salsa::interned(debug)]
pub struct ModuleMember<'db> {
    #[returns(copy)]
    pub file: SourceFile,
    pub name: Name,
}
