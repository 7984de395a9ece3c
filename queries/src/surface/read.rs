//! From the calls `App(...)`, `page(...)`, `mount(...)`, `shell(...)` and `store(...)` to declarations.
//!
//! Pure functions over [`StaticValue`]. An argument that is not literal goes to `computed`; one that is
//! literal and wrong is a problem at that argument.

use super::declaration::{AppDecl, Place, StoreDecl, SurfaceDecl, overlaid};
use super::problem::{At, Problem, codes};
use super::routing;
use super::value::{Argument, StaticCall, StaticValue};
use crate::render::{
    ClassRef, EntryDescription, ModuleSpec, ScriptSpec, ShellSpec, StoreDescription,
    SurfaceDescription, SurfaceKind,
};
use crate::syntax::ast::{Name, NodeId};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The slot that the framework uses where a shell names none.
const DEFAULT_SLOT: &str = "{{ sprag_slot }}";

/// Where a declaration stands.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Project-relative path of the file.
    pub path: &'a Name,
    /// The dotted module as the framework names it.
    pub module: &'a Name,
    pub variable: &'a Name,
}

/// A declaration and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    pub decl: T,
    pub problems: Vec<Problem>,
}

/// Reads one call, noting what it cannot tell and what is wrong.
struct Reader<'a> {
    call: &'a StaticCall,
    site: Site<'a>,
    computed: BTreeSet<Name>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn new(call: &'a StaticCall, site: Site<'a>) -> Self {
        Self { call, site, computed: BTreeSet::new(), problems: Vec::new() }
    }

    fn place(&self, node: NodeId) -> Place {
        Place { path: self.site.path.clone(), variable: self.site.variable.clone(), node }
    }

    fn wrong(&mut self, node: NodeId, message: String) {
        let at = At::Place(self.place(node));
        self.problems.push(Problem::new(at, codes::WRONG_DECLARATION, message));
    }

    /// The argument, unless it is absent, `None` or computed; the last is noted.
    fn given(&mut self, keyword: &str, position: Option<usize>) -> Option<&'a Argument> {
        match self.call.argument(keyword, position) {
            None if self.call.is_open => {
                self.computed.insert(keyword.into());
                None
            }
            None | Some(Argument { value: StaticValue::None, .. }) => None,
            Some(Argument { value: StaticValue::Computed, .. }) => {
                self.computed.insert(keyword.into());
                None
            }
            Some(argument) => Some(argument),
        }
    }

    fn expected(&mut self, keyword: &str, argument: &Argument, what: &str) {
        let message = format!(
            "`{keyword}=` of `{}(…)` is {}; it takes {what}",
            self.call.callee,
            argument.value.description()
        );
        self.wrong(argument.node, message);
    }

    fn string(&mut self, keyword: &str, position: Option<usize>) -> Option<String> {
        let argument = self.given(keyword, position)?;
        let text = argument.value.as_str();
        if text.is_none() {
            self.expected(keyword, argument, "a string");
        }
        text.map(str::to_owned)
    }

    fn class(&mut self, keyword: &str) -> Option<ClassRef> {
        let argument = self.given(keyword, None)?;
        match &argument.value {
            StaticValue::Class(class) => return Some(class.clone()),
            StaticValue::Undefined(name) => {
                self.wrong(argument.node, format!("`{name}` is not defined in this file"));
            }
            StaticValue::Call(_) => {
                self.computed.insert(keyword.into());
            }
            _ => self.expected(keyword, argument, "a class"),
        }
        None
    }

    fn required_class(&mut self, keyword: &str) -> Option<ClassRef> {
        if self.call.argument(keyword, None).is_none() && !self.call.is_open {
            let message = format!("`{}(…)` needs `{keyword}=`", self.call.callee);
            self.wrong(self.call.node, message);
        }
        self.class(keyword)
    }

    /// JSON text of a dict argument; `{}` if there is none or it is computed.
    fn object(&mut self, keyword: &str) -> String {
        let Some(argument) = self.given(keyword, None) else { return "{}".to_owned() };
        match argument.value.json() {
            Some(object @ Value::Object(_)) => return object.to_string(),
            Some(_) => self.expected(keyword, argument, "a dict"),
            None => {
                self.computed.insert(keyword.into());
            }
        }
        "{}".to_owned()
    }

    fn providers(&mut self) -> BTreeMap<String, ClassRef> {
        let Some(argument) = self.given("providers", None) else { return BTreeMap::new() };
        let StaticValue::Dict(entries) = &argument.value else {
            self.expected("providers", argument, "a dict of names and Module classes");
            return BTreeMap::new();
        };
        let mut providers = BTreeMap::new();
        for (key, value) in entries {
            match (key.as_str(), value) {
                (Some(name), StaticValue::Class(class)) => {
                    providers.insert(name.into(), class.clone());
                }
                (
                    Some(name),
                    StaticValue::Undefined(_) | StaticValue::Str(_) | StaticValue::None,
                ) => {
                    self.wrong(
                        argument.node,
                        format!(
                            "the provider `{name}` is {}; it takes a Module class",
                            value.description()
                        ),
                    );
                }
                _ => {
                    self.computed.insert("providers".into());
                }
            }
        }
        providers
    }

    fn imports(&mut self) -> BTreeMap<String, ModuleSpec> {
        let Some(argument) = self.given("modules", None) else { return BTreeMap::new() };
        let StaticValue::Dict(entries) = &argument.value else {
            self.expected("modules", argument, "a dict of names and paths");
            return BTreeMap::new();
        };
        let mut imports = BTreeMap::new();
        for (key, value) in entries {
            let Some(alias) = key.as_str() else {
                self.computed.insert("modules".into());
                continue;
            };
            match js_import(value) {
                Some(_) if !is_identifier(alias) => {
                    self.wrong(argument.node, format!("the import alias {alias:?} is not an identifier, so `imports.{alias}` cannot be written"));
                }
                Some(import) => {
                    imports.insert(alias.into(), import);
                }
                None => {
                    self.computed.insert("modules".into());
                }
            }
        }
        imports
    }

    /// `shell=` with `css=` and `js=` over it.
    fn surface_shell(&mut self) -> Option<ShellSpec> {
        let base = self.base_shell("shell", None);
        let css = self.styles();
        let js = self.scripts();
        if css.is_empty() && js.is_empty() {
            return base;
        }
        let layer = ShellSpec { css, js, ..ShellSpec::default() };
        Some(overlaid(&base.unwrap_or_default(), &layer))
    }

    fn base_shell(&mut self, keyword: &str, position: Option<usize>) -> Option<ShellSpec> {
        let argument = self.given(keyword, position)?;
        match &argument.value {
            StaticValue::Call(call) if call.callee == "shell" => {
                let mut inner = Reader::new(call, self.site);
                let shell = inner.shell();
                if !inner.computed.is_empty() {
                    self.computed.insert(keyword.into());
                }
                self.problems.append(&mut inner.problems);
                Some(shell)
            }
            value => match value.path() {
                Some(template) => {
                    Some(ShellSpec { template: Some(template.to_string()), ..ShellSpec::default() })
                }
                None => {
                    self.expected(keyword, argument, "a shell or the path of a template");
                    None
                }
            },
        }
    }

    fn shell(&mut self) -> ShellSpec {
        let base = self.base_shell("base", Some(0)).unwrap_or_default();
        let template = self.given("template", None).and_then(|argument| {
            let path = argument.value.path();
            if path.is_none() {
                self.computed.insert("template".into());
            }
            path.map(|text| text.to_string())
        });
        let slot = self.string("slot", None).filter(|slot| slot != DEFAULT_SLOT);
        let over = ShellSpec {
            template,
            css: self.styles(),
            js: self.scripts(),
            modules: self.imports(),
            slot,
        };
        overlaid(&base, &over)
    }

    fn styles(&mut self) -> Vec<String> {
        let items = self.items("css");
        let mut styles = Vec::new();
        for item in items {
            match item.path() {
                Some(path) => styles.push(path.to_string()),
                None => {
                    self.computed.insert("css".into());
                }
            }
        }
        styles
    }

    fn scripts(&mut self) -> Vec<ScriptSpec> {
        let items = self.items("js");
        let mut scripts = Vec::new();
        for item in items {
            match script(&item) {
                Some(script) => scripts.push(script),
                None => {
                    self.computed.insert("js".into());
                }
            }
        }
        scripts
    }

    /// The elements of a list argument; one bare element counts as a list of one.
    fn items(&mut self, keyword: &str) -> Vec<StaticValue> {
        match self.given(keyword, None).map(|argument| &argument.value) {
            Some(StaticValue::List(items)) => items.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        }
    }

    /// The concrete paths that a literal `static_paths=` gives; a function is computed.
    fn entries(&mut self, pattern: &str) -> Vec<EntryDescription> {
        if !routing::is_dynamic(pattern) {
            return vec![entry(routing::normalized(pattern), &Map::new())];
        }
        let Some(argument) = self.given("static_paths", None) else {
            if !self.computed.contains("static_paths") {
                self.missing_static_paths(pattern);
            }
            return Vec::new();
        };
        match (&argument.value, argument.value.json()) {
            (_, Some(Value::Array(items))) => self.listed_entries(pattern, &items, argument.node),
            (StaticValue::Undefined(name), _) => {
                self.wrong(argument.node, format!("`{name}` is not defined in this file"));
                Vec::new()
            }
            (_, Some(_)) => {
                self.expected("static_paths", argument, "a list or a function");
                Vec::new()
            }
            (_, None) => {
                self.computed.insert("static_paths".into());
                Vec::new()
            }
        }
    }

    fn missing_static_paths(&mut self, pattern: &str) {
        let at = At::Place(self.place(self.call.node));
        let message =
            format!("the route {pattern:?} is dynamic, and nothing says which pages to build");
        let help = "Add `static_paths=`: a list of paths or parameter dicts, or a function that returns one.";
        self.problems.push(Problem::new(at, codes::MISSING_STATIC_PATHS, message).help(help));
    }

    fn listed_entries(
        &mut self,
        pattern: &str,
        items: &[Value],
        node: NodeId,
    ) -> Vec<EntryDescription> {
        let mut entries: Vec<EntryDescription> = Vec::new();
        for item in items {
            match path_entry(pattern, item) {
                Ok(entry) if entries.iter().any(|known| known.path == entry.path) => {}
                Ok(entry) => entries.push(entry),
                Err(message) => {
                    self.wrong(node, format!("`static_paths=` of {pattern:?}: {message}"))
                }
            }
        }
        entries
    }
}

fn entry(path: String, params: &Map<String, Value>) -> EntryDescription {
    EntryDescription { path, params: Value::Object(params.clone()).to_string() }
}

/// One item of `static_paths`: a full path, `{"path": …, "params": …}`, or the parameters.
fn path_entry(pattern: &str, item: &Value) -> Result<EntryDescription, String> {
    let by_path = |text: &str| {
        let path = plain(text)?;
        match routing::matched(pattern, &path) {
            Some(params) => Ok(entry(path, &params)),
            None => Err(format!("{text:?} does not match the pattern")),
        }
    };
    match item {
        Value::String(text) => by_path(text),
        Value::Object(object) => match (object.get("path"), object.get("params")) {
            (Some(Value::String(text)), Some(Value::Object(params))) if !params.is_empty() => {
                Ok(entry(plain(text)?, params))
            }
            (Some(Value::String(text)), _) => by_path(text),
            _ => Ok(entry(routing::filled(pattern, object)?, object)),
        },
        other => Err(format!("{other} is neither a path nor a dict of parameters")),
    }
}

/// A path that leads nowhere else.
fn plain(text: &str) -> Result<String, String> {
    if routing::is_plain(text) {
        Ok(routing::normalized(text))
    } else {
        Err(format!("{text:?} must not have `.` or `..` as a segment"))
    }
}

fn js_import(value: &StaticValue) -> Option<ModuleSpec> {
    if let Some(src) = value.path() {
        return Some(ModuleSpec { src: src.to_string(), export: "default".into() });
    }
    let StaticValue::Call(call) = value else { return None };
    if call.callee != "module" || call.is_open {
        return None;
    }
    let src = call.argument("src", Some(0))?.value.path()?;
    let export = match call.argument("export", Some(1)) {
        Some(argument) => argument.value.as_str()?,
        None => "default",
    };
    Some(ModuleSpec {
        src: src.to_string(),
        export: if export.is_empty() { "default" } else { export }.into(),
    })
}

fn script(value: &StaticValue) -> Option<ScriptSpec> {
    if let Some(src) = value.path() {
        return Some(ScriptSpec { src: src.to_string(), module: false });
    }
    let StaticValue::Call(call) = value else { return None };
    if call.callee != "script" || call.is_open {
        return None;
    }
    let src = call.argument("src", Some(0))?.value.path()?;
    let module = match call.argument("module", None).map(|argument| &argument.value) {
        Some(StaticValue::Bool(module)) => *module,
        Some(_) => return None,
        None => false,
    };
    Some(ScriptSpec { src: src.to_string(), module })
}

/// An identifier of both Python and JavaScript.
pub fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && letters.all(|letter| letter == '_' || letter.is_alphanumeric())
}

/// Reads `page(...)` or `mount(...)`; `None` without a usable path, which then is a problem or computed.
pub fn surface(
    kind: SurfaceKind,
    call: &StaticCall,
    site: Site<'_>,
) -> Reading<Option<SurfaceDecl>> {
    let mut reader = Reader::new(call, site);
    let position = (kind == SurfaceKind::Mount).then_some(0);
    let description = surface_path(&mut reader, position).map(|path| match kind {
        SurfaceKind::Route => read_page(&mut reader, path),
        SurfaceKind::Mount => read_mount(&mut reader, &path),
    });
    let place = reader.place(call.node);
    let computed = reader.computed;
    let decl = description.map(|description| SurfaceDecl { description, computed, place });
    Reading { decl, problems: reader.problems }
}

fn surface_path(reader: &mut Reader<'_>, position: Option<usize>) -> Option<String> {
    let node =
        reader.call.argument("path", position).map_or(reader.call.node, |argument| argument.node);
    let Some(path) = reader.string("path", position) else {
        if reader.problems.is_empty() && !reader.computed.contains("path") {
            reader.wrong(node, format!("`{}(…)` needs `path=`", reader.call.callee));
        }
        return None;
    };
    if !path.starts_with('/') {
        reader.wrong(node, format!("the path {path:?} must start with `/`"));
        return None;
    }
    if let Err(message) = routing::segments(&path) {
        reader.wrong(node, format!("the path {path:?} cannot be matched: {message}"));
        return None;
    }
    Some(path)
}

fn read_page(reader: &mut Reader<'_>, pattern: String) -> SurfaceDescription {
    let mode = reader.string("mode", None).unwrap_or_else(|| "hybrid".to_owned());
    if !matches!(mode.as_str(), "hybrid" | "document") {
        let node =
            reader.call.argument("mode", None).map_or(reader.call.node, |argument| argument.node);
        reader.wrong(
            node,
            format!("the mode {mode:?} does not exist; it is \"hybrid\" or \"document\""),
        );
    }
    SurfaceDescription {
        mode,
        controller: reader.required_class("controller"),
        screen: reader.required_class("screen"),
        entries: reader.entries(&pattern),
        ..read_common(SurfaceKind::Route, pattern, reader)
    }
}

fn read_mount(reader: &mut Reader<'_>, path: &str) -> SurfaceDescription {
    let pattern = routing::normalized(path);
    SurfaceDescription {
        component: reader.required_class("component"),
        module: reader.class("module"),
        controller: reader.class("boot"),
        entries: vec![entry(pattern.clone(), &Map::new())],
        ..read_common(SurfaceKind::Mount, pattern, reader)
    }
}

/// What pages and mounts share. Actions and events come from the controller class, not from here.
fn read_common(kind: SurfaceKind, pattern: String, reader: &mut Reader<'_>) -> SurfaceDescription {
    SurfaceDescription {
        kind,
        source: reader.site.module.to_string(),
        file: reader.site.path.to_string(),
        mode: String::new(),
        name: reader.string("name", None).unwrap_or_else(|| routing::slug(&pattern)),
        pattern,
        controller: None,
        screen: None,
        component: None,
        module: None,
        actions: Vec::new(),
        has_events: false,
        shell: reader.surface_shell(),
        modules: reader.imports(),
        providers: reader.providers(),
        entries: Vec::new(),
    }
}

/// Reads `App(...)`.
pub fn app(target: Name, call: &StaticCall, site: Site<'_>) -> Reading<AppDecl> {
    let mut reader = Reader::new(call, site);
    let default = AppDecl::default();
    let routes = reader.string("routes", None).map_or(default.routes, Name::from);
    let mounts_package =
        reader.string("mounts_package", None).map_or(default.mounts_package, Name::from);
    let server_mode = reader.string("server_mode", None).map_or(default.server_mode, Name::from);
    if !matches!(server_mode.as_str(), "auto" | "wsgi" | "websocket") {
        let node = call.argument("server_mode", None).map_or(call.node, |argument| argument.node);
        reader.wrong(
            node,
            format!("the server mode {server_mode:?} does not exist; it is \"auto\", \"wsgi\" or \"websocket\""),
        );
    }
    let shell = reader.base_shell("shell", None);
    let modules = reader.imports();
    let computed = reader.computed;
    let decl = AppDecl { target, routes, mounts_package, server_mode, shell, modules, computed };
    Reading { decl, problems: reader.problems }
}

/// Reads `store(...)`; `None` if its name is not literal or unusable.
pub fn store(call: &StaticCall, site: Site<'_>) -> Reading<Option<StoreDecl>> {
    let mut reader = Reader::new(call, site);
    let node = call.argument("name", Some(0)).map_or(call.node, |argument| argument.node);
    let decl = reader.string("name", Some(0)).and_then(|name| {
        if let Some(message) = store_name_problem(&name) {
            let at = At::Place(reader.place(node));
            let help = "Name the store as a JavaScript constant could be named, for example \"team_board\".";
            reader.problems.push(Problem::new(at, codes::STORE_NAME, message).help(help));
            return None;
        }
        let initial = reader.object("initial");
        let is_computed = reader.computed.contains("initial");
        let place = reader.place(call.node);
        Some(StoreDecl { description: StoreDescription { name, initial }, is_computed, place })
    });
    Reading { decl, problems: reader.problems }
}

/// Words that a module's top-level `const` cannot be called.
const RESERVED: [&str; 49] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
    "createStoreBridge",
];

/// Why `stores.js` cannot export a constant of this name.
pub fn store_name_problem(name: &str) -> Option<String> {
    if !is_identifier(name) {
        return Some(format!(
            "the store name {name:?} is not an identifier, so browser code could not import it"
        ));
    }
    RESERVED.contains(&name).then(|| format!("the store name {name:?} is reserved in JavaScript"))
}
