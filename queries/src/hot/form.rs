//! The form in which a module is served while it may be replaced.

use crate::surface::script;
use std::collections::BTreeMap;
use swc_common::sync::Lrc;
use swc_common::{BytePos, FileName, SourceMap, Spanned};
use swc_ecma_ast::{
    Decl, EsVersion, ExportSpecifier, ModuleDecl, ModuleExportName, ModuleItem, Stmt, VarDeclKind,
};
use swc_ecma_parser::{Syntax, parse_file_as_module};

const SHARED: &str = "generated/shared/";

/// Whether modules at this path of the web root have a hot form.
pub fn is_hot(path: &str) -> bool {
    let folders = ["generated/components/", "generated/modules/", SHARED];
    path.ends_with(".js") && folders.iter().any(|folder| path.starts_with(folder))
}

/// The module at `path` as pages load it: with the versions of the shared modules that it imports, and
/// with a last statement through which the client reads and writes what it exports.
///
/// Below the imports no token of the text moves, so its source map stays right. `versions` are
/// [`Fingerprints::versions`](super::Fingerprints::versions).
pub fn hot_form(path: &str, text: &str, versions: &BTreeMap<String, u64>) -> String {
    let (code, map_comment) = match text.rfind("//# sourceMappingURL=") {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let module = read(code);
    let mut replaced = module.constants;
    replaced.extend(script::specifiers(code).into_iter().filter_map(|specifier| {
        let target = script::resolved_specifier(path, &specifier.value)?;
        let version = versions.get(&target).filter(|_| target.starts_with(SHARED))?;
        let quoted = format!("\"{}?v={version}\"", specifier.value);
        Some((specifier.start, specifier.end, quoted))
    }));
    replaced.sort();
    let mut hot = String::with_capacity(text.len() + 256);
    let mut copied = 0;
    for (start, end, with) in replaced {
        hot.push_str(&code[copied..start]);
        hot.push_str(&with);
        copied = end;
    }
    hot.push_str(&code[copied..]);
    hot.push_str(&accept(path, &module.exports));
    hot.push_str(map_comment);
    hot
}

/// What a module exports, as pairs of exported and local name, and its declarations that must become
/// assignable, as replacements.
struct Read {
    exports: Vec<(String, String)>,
    constants: Vec<(usize, usize, String)>,
}

fn read(code: &str) -> Read {
    let mut found = Read { exports: Vec::new(), constants: Vec::new() };
    let sources = Lrc::<SourceMap>::default();
    let file = sources.new_source_file(Lrc::new(FileName::Anon), code.to_owned());
    let mut recovered = Vec::new();
    let parsed = parse_file_as_module(
        &file,
        Syntax::Es(Default::default()),
        EsVersion::latest(),
        None,
        &mut recovered,
    );
    let offset = |position: BytePos| (position.0 - file.start_pos.0) as usize;
    for item in parsed.map(|module| module.body).unwrap_or_default() {
        match item {
            ModuleItem::ModuleDecl(ModuleDecl::ExportDecl(export)) => {
                if let Decl::Class(class) = &export.decl {
                    let name = class.ident.sym.to_string();
                    found.exports.push((name.clone(), name));
                }
            }
            ModuleItem::ModuleDecl(ModuleDecl::ExportNamed(export)) if export.src.is_none() => {
                found.exports.extend(export.specifiers.iter().filter_map(exported));
            }
            // `let` and two spaces take the place of `const`: no column changes.
            ModuleItem::Stmt(Stmt::Decl(Decl::Var(variables)))
                if variables.kind == VarDeclKind::Const =>
            {
                let start = offset(variables.span().lo);
                found.constants.push((start, start + "const".len(), "let  ".to_owned()));
            }
            _ => {}
        }
    }
    found
}

fn exported(specifier: &ExportSpecifier) -> Option<(String, String)> {
    let ExportSpecifier::Named(named) = specifier else { return None };
    let name = |name: &ModuleExportName| match name {
        ModuleExportName::Ident(ident) => ident.sym.to_string(),
        ModuleExportName::Str(text) => text.value.to_string_lossy().into_owned(),
    };
    let local = name(&named.orig);
    Some((named.exported.as_ref().map_or_else(|| local.clone(), name), local))
}

/// The statement that registers a module with the client, if there is one.
fn accept(path: &str, exports: &[(String, String)]) -> String {
    // No Python name is `$`.
    let mut text = format!("globalThis.__SPRAG_HOT__?.accept({path:?}, import.meta.url, {{\n");
    for (name, local) in exports {
        text.push_str(&format!("  get {name}() {{\n    return {local};\n  }},\n"));
        text.push_str(&format!("  set {name}($) {{\n    {local} = $;\n  }},\n"));
    }
    text.push_str("});\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_class_module_says_how_to_replace_its_class() {
        let text = "import { total } from \"../shared/app/kit.js\";\n\nexport class Card extends Component {\n}\n//# sourceMappingURL=Card.js.map\n";
        let versions = BTreeMap::from([("generated/shared/app/kit.js".into(), 3)]);
        expect![[r#"
            import { total } from "../shared/app/kit.js?v=3";

            export class Card extends Component {
            }
            globalThis.__SPRAG_HOT__?.accept("generated/components/Card.js", import.meta.url, {
              get Card() {
                return Card;
              },
              set Card($) {
                Card = $;
              },
            });
            //# sourceMappingURL=Card.js.map
        "#]]
        .assert_eq(&hot_form("generated/components/Card.js", text, &versions));
    }

    #[test]
    fn names_of_a_shared_module_become_assignable_and_nothing_moves() {
        let text = "const a = 1;\nfunction b() {\n  const c = `\nconst d = 2;`;\n}\n\nexport { a, b as delete };\n";
        let hot = hot_form("generated/shared/app/kit.js", text, &BTreeMap::new());
        assert!(
            hot.starts_with("let   a = 1;\nfunction b() {\n  const c = `\nconst d = 2;`;\n}\n")
        );
        assert!(hot.contains("set delete($) {\n    b = $;"));
    }
}
