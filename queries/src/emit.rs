//! Chunks to ES module text: imports on top, exports, and the reference to the map.
//!
//! Nothing here knows a line or an offset of the Python source; marks stay node ids until the map.

use crate::artifact::TextPrint;
use crate::attributes::item_attributes;
use crate::binding::BrowserKind;
use crate::db::Db;
use crate::diagnostic::{NodeDiagnostic, Severity};
use crate::input::SourceFile;
use crate::items::{ItemDef, ItemKind, module_scope};
use crate::lower::names::{setter, variable};
use crate::lower::{Chunk, Import, ImportSource, Mark, MethodLines, lower_item};
use crate::marks::Marks;
use crate::memory::heap;
use crate::python_runtime::Uses;
use crate::references::{carried_items, item_bindings, item_references};
use crate::runtime::class_runtime;
use crate::syntax::ast::Name;
use salsa::plumbing::AsId as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The text of one ES module, and what there is to know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EsModule {
    pub code: Arc<str>,
    pub outline: Arc<Outline>,
}

/// What stays of a module while its text is not in memory: it tells whether the text is another one, and where its
/// parts come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    pub text: TextPrint,
    /// The modules that it imports.
    pub imports: Box<[ImportSource]>,
    /// What of the browser runtime it uses.
    pub uses: Uses,
    /// One section per Python item, in the order of the text.
    pub sections: Box<[Section]>,
}

/// What one item gave to a module; positions are those of the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub marks: Marks,
    pub methods: Box<[MethodLines]>,
}

/// The JavaScript of one item.
#[salsa::tracked(returns(ref), heap_size = heap, lru = 128)]
pub fn item_chunk<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Chunk {
    db.note("item_chunk", item.as_id());
    let chunk = lower_item(&item.statement(db), item_bindings(db, item), item_attributes(db, item));
    db.syntax().passing(|| chunk.clone())
}

/// Of [`item_chunk`], what lowering could not do: it stays when the JavaScript goes.
#[salsa::tracked(returns(deref))]
pub fn lowering_problems<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Box<[NodeDiagnostic]> {
    item_chunk(db, item).diagnostics.clone()
}

/// Whether lowering an item, or plain code that it reaches, ended in an error. Its JavaScript must then not be
/// used. Browser classes that it mentions fail on their own.
///
/// Plain code may call itself in a circle; the answer is then the least one, found by iteration.
#[salsa::tracked(returns(copy), cycle_initial = not_failed)]
pub fn has_failed<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> bool {
    let is_plain = |next: ItemDef<'db>| {
        class_runtime(db, next).browser().is_none() && next.kind(db) != ItemKind::Import
    };
    has_errors(lowering_problems(db, item))
        || item_references(db, item).iter().any(|&next| is_plain(next) && has_failed(db, next))
}

fn not_failed<'db>(_: &'db dyn Db, _: salsa::Id, _: ItemDef<'db>) -> bool {
    false
}

fn has_errors(problems: &[NodeDiagnostic]) -> bool {
    problems.iter().any(|diagnostic| diagnostic.code.severity() == Severity::Error)
}

/// The ES module of a browser class; `None` if the class or plain code that it needs does not compile, or if
/// the item is no browser class.
#[salsa::tracked(returns(as_ref), heap_size = heap, lru = 128)]
pub fn class_js<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<EsModule> {
    db.note("class_js", item.as_id());
    let name = item.name(db);
    let own = class_source(db, item)?;
    if has_failed(db, item) {
        return None;
    }
    let mut assembly = Assembly::new(&own);
    assembly.add(item_chunk(db, item));
    Some(passing(db, assembly.finish(std::slice::from_ref(name), Some(name))))
}

/// The same module: its text will be gone before long.
fn passing(db: &dyn Db, module: EsModule) -> EsModule {
    EsModule { code: db.syntax().passing(|| Arc::from(&*module.code)), ..module }
}

/// Of [`class_js`], what stays.
#[salsa::tracked(returns(as_deref), heap_size = heap)]
pub fn class_outline<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<Arc<Outline>> {
    class_js(db, item).map(|module| Arc::clone(&module.outline))
}

/// The ES module of what browser code reaches of a file besides browser classes; `None` if that is nothing.
///
/// Items that do not compile are left out, and so is whatever needs them.
#[salsa::tracked(returns(as_ref), heap_size = heap, lru = 128)]
pub fn shared_js(db: &dyn Db, file: SourceFile) -> Option<EsModule> {
    db.note("shared_js", file.as_id());
    let items = shared_items(db, file);
    if items.is_empty() {
        return None;
    }
    let own = ImportSource::Shared(file.module(db).clone());
    let mut assembly = Assembly::new(&own);
    let mut names = BTreeSet::new();
    let scope = module_scope(db, file);
    for &item in items {
        assembly.add(item_chunk(db, item));
        let defined = scope.iter().filter(|(name, _)| scope.definitions(name).contains(&item));
        names.extend(defined.map(|(name, _)| name.clone()));
    }
    let names: Vec<_> = names.into_iter().collect();
    for name in names.iter().filter(|name| scope.is_global(name)) {
        assembly.add_setter(name);
    }
    Some(passing(db, assembly.finish(&names, None)))
}

/// Of [`shared_js`], what stays.
#[salsa::tracked(returns(as_deref), heap_size = heap)]
pub fn shared_outline(db: &dyn Db, file: SourceFile) -> Option<Arc<Outline>> {
    shared_js(db, file).map(|module| Arc::clone(&module.outline))
}

/// The carried items of a file that compile, in source order.
#[salsa::tracked(returns(deref))]
pub fn shared_items(db: &dyn Db, file: SourceFile) -> Box<[ItemDef<'_>]> {
    carried_items(db, file).iter().copied().filter(|&item| !has_failed(db, item)).collect()
}

/// As what a browser class is imported; `None` for other items.
pub fn class_source<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<ImportSource> {
    let name = item.name(db).clone();
    Some(match class_runtime(db, item).browser()? {
        BrowserKind::Component => ImportSource::Component(name),
        BrowserKind::Module => ImportSource::Module(name),
    })
}

impl ImportSource {
    /// The module's path in the web root.
    pub fn path(&self) -> String {
        match self {
            Self::Ragot => "vendor/ragot.esm.min.js".into(),
            Self::Python(name) => format!("generated/python/{name}.js"),
            Self::Stores => "generated/stores.js".into(),
            Self::Component(name) => format!("generated/components/{name}.js"),
            Self::Module(name) => format!("generated/modules/{name}.js"),
            Self::Shared(module) => format!("generated/shared/{}.js", module.replace('.', "/")),
        }
    }
}

/// The import specifier that leads from one path of the web root to another.
pub fn specifier(from: &str, to: &str) -> String {
    let from: Vec<_> = from.split('/').collect();
    let to: Vec<_> = to.split('/').collect();
    let folders = &from[..from.len() - 1];
    let shared =
        folders.iter().zip(&to[..to.len() - 1]).take_while(|(left, right)| left == right).count();
    let up = folders.len() - shared;
    let prefix = if up == 0 { "./".to_owned() } else { "../".repeat(up) };
    prefix + &to[shared..].join("/")
}

/// A section of a module whose imports are not on top of it yet.
struct Draft {
    marks: Vec<Mark>,
    methods: Vec<MethodLines>,
}

/// A module that is being put together.
struct Assembly<'a> {
    own: &'a ImportSource,
    imports: BTreeMap<ImportSource, BTreeSet<(Name, Name)>>,
    code: String,
    lines: u32,
    drafts: Vec<Draft>,
    /// Names that the code declares at its top level.
    declared: BTreeSet<String>,
}

impl<'a> Assembly<'a> {
    fn new(own: &'a ImportSource) -> Self {
        Self {
            own,
            imports: BTreeMap::new(),
            code: String::new(),
            lines: 0,
            drafts: Vec::new(),
            declared: BTreeSet::new(),
        }
    }

    /// Lets browser classes, which are modules of their own, assign a variable of the file.
    fn add_setter(&mut self, name: &Name) {
        let (setter, variable) = (setter(name), variable(name));
        self.code.push_str(&format!(
            "\nexport function {setter}(value) {{\n  {variable} = value;\n}}\n"
        ));
        self.lines += 4;
    }

    fn add(&mut self, chunk: &Chunk) {
        for Import { from, name, local } in &chunk.imports {
            // The module's own names are at hand, unless they go by another name.
            if from != self.own || variable(name) != **local {
                self.imports.entry(from.clone()).or_default().insert((name.clone(), local.clone()));
            }
        }
        if !self.code.is_empty() {
            self.code.push('\n');
            self.lines += 1;
        }
        let (code, marks) = self.reassigned(chunk);
        self.drafts.push(Draft {
            marks: moved_marks(&marks, self.lines).collect(),
            methods: moved_methods(&chunk.methods, self.lines).collect(),
        });
        self.code.push_str(code.trim_end());
        self.code.push('\n');
        self.lines += chunk.code.trim_end().matches('\n').count() as u32 + 1;
    }

    /// The code of a chunk whose names the module may have declared already: the last definition wins,
    /// by assignment.
    fn reassigned(&mut self, chunk: &Chunk) -> (String, Vec<Mark>) {
        let mut code = String::with_capacity(chunk.code.len());
        let mut marks = chunk.marks.to_vec();
        for (number, line) in chunk.code.split_inclusive('\n').enumerate() {
            let Some((keyword, name)) = declared(line) else {
                code.push_str(line);
                continue;
            };
            if self.declared.insert(name.to_owned()) {
                code.push_str(line);
                continue;
            }
            let rest = if keyword == "let " { &line[keyword.len()..] } else { line };
            let assignment = if keyword == "let " { String::new() } else { format!("{name} = ") };
            let shift = assignment.len() as i64 - (line.len() - rest.len()) as i64;
            for mark in marks.iter_mut().filter(|mark| mark.line as usize == number) {
                mark.column = (i64::from(mark.column) + shift).max(0) as u32;
            }
            // `let x;` before a statement that gives it a value.
            if rest.trim_end() != format!("{name};") {
                code.push_str(&assignment);
                code.push_str(rest);
            } else {
                code.push('\n');
            }
        }
        (code, marks)
    }

    /// `class` is declared with `export` in place; everything else is exported at the end.
    fn finish(mut self, exports: &[Name], class: Option<&Name>) -> EsModule {
        let is_inline = class.is_some_and(|class| self.export_class(class));
        let path = self.own.path();
        let header = self.header(&path);
        let offset = header.matches('\n').count() as u32;
        let list = if is_inline { String::new() } else { export_list(exports) };
        let file = path.rsplit('/').next().unwrap_or_default();
        let code = format!("{header}{}{list}//# sourceMappingURL={file}.map\n", self.code);
        let uses = self.uses();
        let imports = self.imports.into_keys().collect();
        let section = |draft: Draft| Section {
            marks: moved_marks(&draft.marks, offset).collect(),
            methods: moved_methods(&draft.methods, offset).collect(),
        };
        let sections = self.drafts.into_iter().map(section).collect();
        let outline = Outline { text: TextPrint::of(&code), imports, uses, sections };
        EsModule { code: code.into(), outline: Arc::new(outline) }
    }

    fn uses(&self) -> Uses {
        let mut uses = Uses::default();
        for (from, names) in &self.imports {
            if let ImportSource::Python(part) = from {
                names.iter().for_each(|(name, _)| uses.add(part, name));
            }
        }
        uses
    }

    fn header(&self, path: &str) -> String {
        let mut header = String::new();
        for (from, names) in &self.imports {
            let specifier = specifier(path, &from.path());
            let mut listed = Vec::new();
            let mut namespaces = BTreeSet::new();
            for (name, local) in names {
                if let Some((namespace, _)) = local.split_once('.') {
                    if namespaces.insert(namespace) {
                        header
                            .push_str(&format!("import * as {namespace} from \"{specifier}\";\n"));
                    }
                } else if name == "*" {
                    header.push_str(&format!("import * as {local} from \"{specifier}\";\n"));
                } else if name == local {
                    listed.push(name.to_string());
                } else {
                    listed.push(format!("{name} as {local}"));
                }
            }
            if !listed.is_empty() {
                header.push_str(&format!(
                    "import {{ {} }} from \"{specifier}\";\n",
                    listed.join(", ")
                ));
            }
        }
        if !header.is_empty() {
            header.push('\n');
        }
        header
    }

    /// Puts `export` before the class declaration, if there is one under the class's own name.
    fn export_class(&mut self, class: &Name) -> bool {
        const EXPORT: &str = "export ";
        let declaration = format!("class {class} ");
        let Some(line) = self.code.lines().position(|line| line.starts_with(&declaration)) else {
            return false;
        };
        let at: usize = self.code.split_inclusive('\n').take(line).map(str::len).sum();
        self.code.insert_str(at, EXPORT);
        for draft in &mut self.drafts {
            for mark in draft.marks.iter_mut().filter(|mark| mark.line == line as u32) {
                mark.column += EXPORT.len() as u32;
            }
        }
        true
    }
}

/// The name that a line at the top level of a chunk declares, and what comes before it.
fn declared(line: &str) -> Option<(&'static str, &str)> {
    const KEYWORDS: &[&str] =
        &["let ", "class ", "async function* ", "async function ", "function* ", "function "];
    let keyword = KEYWORDS.iter().find(|keyword| line.starts_with(**keyword))?;
    let rest = &line[keyword.len()..];
    let end = rest.find(|each: char| !each.is_alphanumeric() && each != '_' && each != '$')?;
    // More than one name is declared only by statements that bind them all anew.
    (end > 0 && !rest[end..].starts_with(',')).then(|| (*keyword, &rest[..end]))
}

fn export_list(names: &[Name]) -> String {
    let exported = |name: &Name| match variable(name) {
        local if local == **name => local,
        local => format!("{local} as {name}"),
    };
    let names: Vec<String> = names.iter().map(exported).collect();
    format!("\nexport {{ {} }};\n", names.join(", "))
}

fn moved_marks(marks: &[Mark], lines: u32) -> impl Iterator<Item = Mark> {
    marks.iter().map(move |mark| Mark { line: mark.line + lines, ..*mark })
}

fn moved_methods(methods: &[MethodLines], lines: u32) -> impl Iterator<Item = MethodLines> {
    methods.iter().map(move |method| MethodLines {
        start: method.start + lines,
        end: method.end + lines,
        ..method.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ast::NodeId;
    use expect_test::expect;

    #[test]
    fn specifiers_are_relative() {
        let cases = [
            ("generated/components/A.js", "generated/components/B.js"),
            ("generated/components/A.js", "vendor/ragot.esm.min.js"),
            ("generated/shared/app/kit.js", "generated/shared/app.js"),
            ("generated/shared/app.js", "generated/shared/app/kit.js"),
        ];
        let shown: String = cases.map(|(from, to)| specifier(from, to) + "\n").concat();
        expect![[r#"
            ./B.js
            ../../vendor/ragot.esm.min.js
            ../app.js
            ./app/kit.js
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn a_module_has_its_imports_on_top_and_its_marks_move_along() {
        let own = ImportSource::Component("A".into());
        let import = |from: ImportSource, name: &str, local: &str| Import {
            from,
            name: name.into(),
            local: local.into(),
        };
        let chunk = Chunk {
            code: "const label = 1;\nclass A extends Component {\n}\n".into(),
            imports: BTreeSet::from([
                import(ImportSource::Python("values".into()), "*", "py"),
                import(ImportSource::Python("browser".into()), "Component", "Component"),
                import(ImportSource::Shared("app.kit".into()), "total", "sum"),
                import(own.clone(), "A", "A"),
            ]),
            marks: [Mark { line: 1, column: 6, node: NodeId(1), is_name: true }].into(),
            ..Chunk::default()
        };
        let mut assembly = Assembly::new(&own);
        assembly.add(&chunk);
        let module = assembly.finish(&["A".into()], Some(&"A".into()));
        expect![[r#"
            import { Component } from "../python/browser.js";
            import * as py from "../python/values.js";
            import { total as sum } from "../shared/app/kit.js";

            const label = 1;
            export class A extends Component {
            }
            //# sourceMappingURL=A.js.map
        "#]]
        .assert_eq(&module.code);
        let mark = module.outline.sections[0].marks.iter().next().expect("there is a mark");
        assert_eq!((mark.line, mark.column), (5, 13));
    }

    #[test]
    fn items_of_one_shared_module_do_not_collide() {
        let kit = "import json
from app import other

COUNT = 0
TABLE = {'a': 1}
TABLE['b'] = 2


def first(items=[]):
    for item in items:
        yield item


def second(items=[], *, default=TABLE):
    global COUNT
    COUNT += 1
    return [*items, json.dumps(default), other.third(1)]
";
        let web = "from sprag import Component, Screen, hydrate
from app.kit import first, second


class Card(Component):
    def render(self, props):
        return list(first()) + second(default=1)


class HomeScreen(Screen):
    def render(self, data):
        return hydrate(Card)
";
        let other = "def third(x): return x\n";
        let files = [("app/kit.py", kit), ("app/other.py", other), ("app/routes/home/web.py", web)];
        let db = crate::testing::app(&files);
        let kit = db.file("app/kit.py").expect("exists");
        assert_eq!(crate::check::all_diagnostics(&db), []);
        let module = shared_js(&db, kit).expect("there is a module");
        let mut declared: Vec<_> = module.code.lines().filter_map(declared_name).collect();
        declared.sort_unstable();
        expect!["COUNT TABLE assign_COUNT first first_items second second_default second_items"]
            .assert_eq(&declared.join(" "));
    }

    #[test]
    fn a_failure_reaches_whoever_needs_it_through_functions_that_call_each_other() {
        let kit = "def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
def broken(n): return worse(n)
def worse(n): return broken(n) or open(n)
";
        let web = "from sprag import Component, Screen, hydrate
from app.kit import broken, even


class Good(Component):
    def render(self, props):
        return even(2)


class Bad(Component):
    def render(self, props):
        return broken(2)


class HomeScreen(Screen):
    def render(self, data):
        return [hydrate(Good), hydrate(Bad)]
";
        let db = crate::testing::app(&[("app/kit.py", kit), ("app/routes/home/web.py", web)]);
        let web = db.file("app/routes/home/web.py").expect("exists");
        let compiled = crate::references::emitted_classes(&db, web)
            .iter()
            .filter(|&&class| class_js(&db, class).is_some());
        let names: Vec<_> = compiled.map(|class| class.name(&db).as_str()).collect();
        assert_eq!(names, ["Good"]);
        let kit = db.file("app/kit.py").expect("exists");
        let carried: Vec<_> =
            shared_items(&db, kit).iter().map(|item| item.name(&db).as_str()).collect();
        assert_eq!(carried, ["even", "odd"]);
    }

    /// The name that a line at the top level declares.
    fn declared_name(line: &str) -> Option<&str> {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let starts = ["const ", "let ", "function* ", "function ", "class "];
        let rest = starts.iter().find_map(|start| line.strip_prefix(start))?;
        rest.split(|char: char| !char.is_alphanumeric() && char != '_').next()
    }
}
