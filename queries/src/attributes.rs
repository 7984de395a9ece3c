//! What attributes of objects hold, and what methods without computation give: by name, over all code that browsers get.
//!
//! By name and not by class, because an attribute may be assigned from outside of its class, by a subclass, or by a
//! method that is called with another object. Whoever does that names the attribute and counts for all classes; where
//! code can assign one without naming it (`setattr(obj, name, …)`, `vars(obj)`), nothing is known. Annotations count
//! for nothing. Does not know which object has an attribute: lowering asks only for objects of plain classes,
//! where one that was never assigned is an error.

use crate::binding::{AttributeType, Attributes};
use crate::db::Db;
use crate::input::BrowserAttributes;
use crate::items::{ItemDef, reached_items};
use crate::lower::{names, small_int};
use crate::memory::heap;
use crate::references::item_mentions;
use crate::resolve::{Symbol, resolve};
use crate::runtime::{Base, class_bases, class_runtime};
use crate::shape::class_shape;
use crate::small_map::SmallMap;
use crate::syntax::ast::*;
use crate::syntax::scope::bound_names;
use crate::syntax::visit::{Visitor, walk_expr, walk_stmt};
use std::collections::{BTreeMap, BTreeSet};

/// What one item writes to attributes, by their names in JavaScript.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Writes {
    by_name: SmallMap<Name, Box<[Written]>>,
    /// Attributes, and no methods, that it gives values which may be classes or objects with `__call__`.
    held: BTreeSet<Name>,
    /// Methods that it calls with keywords.
    keyed: BTreeSet<Name>,
    /// It calls values with keywords, of which only the run knows what they are.
    keys_values: bool,
    /// It may write attributes that it does not name.
    is_open: bool,
}

/// The same while it is being found.
#[derive(Default)]
struct Found {
    by_name: BTreeMap<Name, BTreeSet<Written>>,
    held: BTreeSet<Name>,
    keyed: BTreeSet<Name>,
    keyed_names: BTreeSet<Name>,
    keys_values: bool,
    is_open: bool,
}

impl From<Found> for Writes {
    fn from(found: Found) -> Self {
        let frozen = |(name, written): (_, BTreeSet<_>)| (name, written.into_iter().collect());
        let by_name = found.by_name.into_iter().map(frozen).collect::<BTreeMap<_, _>>().into();
        Self {
            by_name,
            held: found.held,
            keyed: found.keyed,
            keys_values: found.keys_values,
            is_open: found.is_open,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Written {
    Value(AttributeType),
    /// A method that returns nothing else.
    Method(BTreeSet<Returned>),
    Anything,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Returned {
    Value(AttributeType),
    Attribute(Name),
}

/// The attributes of which all of `items` together leave one type.
pub fn common_attributes<'db>(
    db: &'db dyn Db,
    items: impl IntoIterator<Item = ItemDef<'db>>,
) -> Attributes {
    let mut all: BTreeMap<&Name, BTreeSet<&Written>> = BTreeMap::new();
    let mut attributes = Attributes::default();
    let mut is_open = false;
    for item in items {
        let writes = item_writes(db, item);
        is_open |= writes.is_open;
        attributes.held.extend(writes.held.iter().cloned());
        attributes.keyed.extend(writes.keyed.iter().cloned());
        attributes.keys_values |= writes.keys_values;
        for (name, written) in writes.by_name.iter() {
            all.entry(name).or_default().extend(written);
        }
    }
    attributes.keyed.retain(|name| all.contains_key(name));
    if is_open {
        return attributes;
    }
    for (&name, written) in &all {
        let value = |written: &&Written| match written {
            Written::Value(value) => Some(*value),
            _ => None,
        };
        if let Some(value) = in_common(written.iter().map(value)) {
            attributes.values.insert(name.clone(), value);
        }
    }
    for (name, written) in all {
        let values = &attributes.values;
        let result = |returned: &Returned| match returned {
            Returned::Value(value) => Some(*value),
            Returned::Attribute(name) => values.get(name).copied(),
        };
        let results = |written: &&Written| match written {
            Written::Method(returned) => in_common(returned.iter().map(result)),
            _ => None,
        };
        if let Some(result) = in_common(written.iter().map(results)) {
            attributes.results.insert(name.clone(), result);
        }
    }
    attributes
}

/// The one type of all, if they are known and there is one.
fn in_common(types: impl IntoIterator<Item = Option<AttributeType>>) -> Option<AttributeType> {
    types.into_iter().reduce(|left, right| left?.join(right?)).flatten()
}

/// Those of the project's attributes that an item mentions; none for code that no browser gets.
#[salsa::tracked(returns(ref), heap_size = heap)]
pub fn item_attributes<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Attributes {
    let all = BrowserAttributes::get(db).types(db);
    if *all == Attributes::default() || !reached_items(db, item.file(db)).contains(&item) {
        return Attributes::default();
    }
    let found = Attributes { keys_values: all.keys_values, ..Attributes::default() };
    let mut mentioned = Mentioned { all, found };
    mentioned.visit_stmt(&item.statement(db));
    mentioned.found
}

struct Mentioned<'a> {
    all: &'a Attributes,
    found: Attributes,
}

impl Visitor for Mentioned<'_> {
    fn visit_stmt(&mut self, statement: &Stmt) {
        if let StmtKind::Function(function) = &statement.kind {
            let name = Name::from(names::attribute(&function.name.name));
            if self.all.keyed.contains(&name) {
                self.found.keyed.insert(name);
            }
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &Expr) {
        if let ExprKind::Call { callee, .. } = &*expression.kind
            && let ExprKind::Attribute { attr, .. } = &*callee.kind
        {
            let name = Name::from(names::attribute(&attr.name));
            if self.all.held.contains(&name) {
                self.found.held.insert(name);
            }
        }
        if let ExprKind::Attribute { attr, .. } = &*expression.kind {
            let name: Name = names::attribute(&attr.name).into();
            if let Some(value) = self.all.values.get(&name) {
                self.found.values.insert(name.clone(), *value);
            }
            if let Some(result) = self.all.results.get(&name) {
                self.found.results.insert(name, *result);
            }
        }
        walk_expr(self, expression);
    }
}

#[salsa::tracked(returns(ref))]
pub fn item_writes<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Writes {
    let statement = item.statement(db);
    let mut reader = Reader { writes: Found::default(), is_plain: true, is_inside: false };
    if let StmtKind::Class(_) = &statement.kind {
        reader.is_plain =
            class_runtime(db, item).browser().is_none() && class_shape(db, item).is_plain();
        shared_with_foreign_bases(db, item, &mut reader.writes);
    }
    reader.visit_stmt(&statement);
    let opens = |name: &Name| match resolve(db, item.file(db), name) {
        Some(Symbol::StdMember { member, .. }) => opens_attributes(&member),
        _ => false,
    };
    let mentions = item_mentions(db, item);
    reader.writes.is_open |= mentions.keys().any(opens);
    let is_value = |name: &Name| !mentions.contains_key(name) || name == "partial";
    reader.writes.keys_values |= reader.writes.keyed_names.iter().any(is_value);
    reader.writes.into()
}

/// A class that has a plain base beside one of another kind is a plain class in which what its bases assign may be missing,
/// or be another member.
fn shared_with_foreign_bases<'db>(db: &'db dyn Db, item: ItemDef<'db>, writes: &mut Found) {
    if class_shape(db, item).is_plain() {
        return;
    }
    for base in class_bases(db, item) {
        let Base::Project(base) = base else { continue };
        let shape = class_shape(db, *base);
        if shape.is_plain() {
            shape.members.keys().for_each(|name| writes.add(name, Written::Anything));
        }
    }
}

impl Found {
    fn add(&mut self, name: &str, written: Written) {
        // What Python mangles has one more name, and JavaScript answers for some that nobody assigned.
        if name.starts_with("__") || is_answered_by_host(name) {
            return;
        }
        self.by_name.entry(names::attribute(name).into()).or_default().insert(written);
    }

    fn called_with_keywords(&mut self, callee: &Expr) {
        match &*callee.kind {
            ExprKind::Name(name) => {
                self.keyed_names.insert(name.clone());
            }
            ExprKind::Attribute { value, attr } => {
                // Elements of `ui` are no methods.
                if !matches!(&*value.kind, ExprKind::Name(name) if name == "ui") {
                    self.keyed.insert(names::attribute(&attr.name).into());
                }
                self.keys_values |= attr.name == "partial";
            }
            _ => self.keys_values = true,
        }
    }
}

/// Names that an object of a plain class has in JavaScript without being given them, or that the runtime lets
/// JavaScript ask for.
fn is_answered_by_host(name: &str) -> bool {
    matches!(
        name,
        "constructor"
            | "hasOwnProperty"
            | "has_own_property"
            | "isPrototypeOf"
            | "is_prototype_of"
            | "propertyIsEnumerable"
            | "property_is_enumerable"
            | "toLocaleString"
            | "to_locale_string"
            | "toString"
            | "to_string"
            | "valueOf"
            | "value_of"
            | "then"
            | "toJSON"
            | "to_json"
            | "nodeType"
            | "node_type"
            | "length"
            | "asymmetricMatch"
            | "asymmetric_match"
            | "inspect"
    )
}

/// Names with which code writes attributes that it need not name.
fn opens_attributes(name: &str) -> bool {
    matches!(
        name,
        "setattr" | "vars" | "exec" | "eval" | "__dict__" | "__setattr__" | "__getattr__"
            | "__getattribute__"
            // Of the standard library: texts and keywords name the attributes.
            | "SimpleNamespace" | "make_dataclass" | "namedtuple"
            // JavaScript's own, of `browser`.
            | "Object" | "Reflect"
    )
}

struct Reader {
    writes: Found,
    /// The class that the item is: whether an attribute of its objects that was never assigned is an error.
    is_plain: bool,
    /// Inside of a class or function.
    is_inside: bool,
}

impl Reader {
    fn target(&mut self, target: &Expr, written: Written) {
        match &*target.kind {
            ExprKind::Attribute { attr, .. } if attr.name == "__class__" => {
                self.writes.is_open = true;
            }
            ExprKind::Attribute { attr, .. } => {
                if written == Written::Anything {
                    self.writes.held.insert(names::attribute(&attr.name).into());
                }
                self.writes.add(&attr.name, written);
            }
            ExprKind::Tuple(parts) | ExprKind::List(parts) => {
                parts.iter().for_each(|part| self.target(part, Written::Anything));
            }
            ExprKind::Starred(part) => self.target(part, Written::Anything),
            _ => {}
        }
    }

    /// What stands in the body of a class is an attribute of its instances.
    fn class_body(&mut self, class: &ClassDef, is_plain: bool) {
        // A decorator makes parameters of what is annotated, a base what it likes of anything.
        let is_bare = class.decorators.is_empty() && class.bases.is_empty();
        for statement in &class.body {
            match &statement.kind {
                StmtKind::Function(function) => {
                    let written = if is_plain { method(function) } else { Written::Anything };
                    self.writes.add(&function.name.name, written);
                }
                StmtKind::Assign { targets, value } => {
                    for target in targets {
                        self.class_attribute(target, value, is_plain);
                    }
                }
                StmtKind::AnnAssign { target, value: Some(value), .. } => {
                    self.class_attribute(target, value, is_bare);
                }
                _ => {
                    for name in bound_names(std::slice::from_ref(statement)) {
                        self.writes.add(&name, Written::Anything);
                    }
                }
            }
        }
    }

    fn class_attribute(&mut self, target: &Expr, value: &Expr, is_kept: bool) {
        match &*target.kind {
            ExprKind::Name(name) if is_kept => self.writes.add(name, value_written(value)),
            ExprKind::Name(name) => self.writes.add(name, Written::Anything),
            ExprKind::Tuple(parts) | ExprKind::List(parts) => {
                parts.iter().for_each(|part| self.class_attribute(part, value, false));
            }
            ExprKind::Starred(part) => self.class_attribute(part, value, false),
            _ => {}
        }
    }

    fn is_literal_setattr(&mut self, callee: &Expr, args: &[Expr]) -> bool {
        let (ExprKind::Name(function), [_, name, _]) = (&*callee.kind, args) else { return false };
        let ExprKind::Constant(Constant::Str(name)) = &*name.kind else { return false };
        if function != "setattr" || name.starts_with("__") {
            return false;
        }
        self.writes.held.insert(names::attribute(name).into());
        self.writes.add(name, Written::Anything);
        true
    }
}

impl Visitor for Reader {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Assign { targets, value } => {
                targets.iter().for_each(|target| self.target(target, written(target, value)));
            }
            StmtKind::AnnAssign { target, value: Some(value), .. } => {
                self.target(target, value_written(value));
            }
            StmtKind::AugAssign { target, op, value } => {
                self.target(target, augmented(*op, value));
            }
            StmtKind::For { target, .. } => self.target(target, Written::Anything),
            StmtKind::With { items, .. } => {
                let targets = items.iter().filter_map(|item| item.target.as_ref());
                targets.for_each(|target| self.target(target, Written::Anything));
            }
            StmtKind::Function(function) => {
                self.writes.is_open |= opens_attributes(&function.name.name);
                self.is_inside = true;
            }
            StmtKind::Class(class) => {
                let is_plain = if self.is_inside { class.bases.is_empty() } else { self.is_plain };
                self.class_body(class, is_plain);
                self.is_inside = true;
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Call { callee, args, keywords } if self.is_literal_setattr(callee, args) => {
                self.visit_exprs(args);
                return keywords.iter().for_each(|keyword| self.visit_expr(&keyword.value));
            }
            ExprKind::Call { callee, keywords, .. } if !keywords.is_empty() => {
                self.writes.called_with_keywords(callee);
            }
            ExprKind::Name(name) => self.writes.is_open |= opens_attributes(name),
            ExprKind::Attribute { attr, .. } => self.writes.is_open |= opens_attributes(&attr.name),
            ExprKind::Constant(Constant::Str(text)) => {
                self.writes.is_open |= opens_attributes(text) || &**text == "__class__";
            }
            _ => {}
        }
        walk_expr(self, expression);
    }

    fn visit_comprehension(&mut self, comprehension: &Comprehension) {
        self.target(&comprehension.target, Written::Anything);
        self.visit_expr(&comprehension.iter);
        self.visit_expr(&comprehension.target);
        self.visit_exprs(&comprehension.ifs);
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}

/// What an assignment leaves in one of its targets: `self.count = self.count + 1` is what `self.count += 1` is.
fn written(target: &Expr, value: &Expr) -> Written {
    match &*value.kind {
        ExprKind::Binary { left, op, right } if is_same_attribute(left, target) => {
            augmented(*op, right)
        }
        _ => value_written(value),
    }
}

/// Whether both are `name.attribute`, of one name and one attribute.
fn is_same_attribute(left: &Expr, right: &Expr) -> bool {
    let (
        ExprKind::Attribute { value: left, attr },
        ExprKind::Attribute { value: right, attr: other },
    ) = (&*left.kind, &*right.kind)
    else {
        return false;
    };
    let is_one = matches!((&*left.kind, &*right.kind), (ExprKind::Name(left), ExprKind::Name(right)) if left == right);
    is_one && attr.name == other.name
}

fn value_written(value: &Expr) -> Written {
    type_of_value(value).map_or(Written::Anything, Written::Value)
}

/// The type of a value as it is written.
fn type_of_value(value: &Expr) -> Option<AttributeType> {
    match &*value.kind {
        ExprKind::Constant(Constant::Bool(_)) | ExprKind::Unary { op: UnaryOp::Not, .. } => {
            Some(AttributeType::Bool)
        }
        ExprKind::Compare { comparisons, .. } => {
            let is_bool = |op| {
                matches!(op, CompareOp::Is | CompareOp::IsNot | CompareOp::In | CompareOp::NotIn)
            };
            comparisons.iter().all(|(op, _)| is_bool(*op)).then_some(AttributeType::Bool)
        }
        ExprKind::Constant(Constant::Str(_)) | ExprKind::FString(_) => Some(AttributeType::Str),
        ExprKind::List(_) | ExprKind::ListComp { .. } => Some(AttributeType::List),
        ExprKind::Dict(_) | ExprKind::DictComp { .. } => Some(AttributeType::Dict),
        _ => {
            let value = small_int(value)?;
            Some(AttributeType::Count { is_natural: value >= 0 })
        }
    }
}

/// What `target.name op= value` leaves there, if it leaves anything.
fn augmented(op: BinaryOp, value: &Expr) -> Written {
    let Some(known) = type_of_value(value) else { return Written::Anything };
    let step = small_int(value).filter(|step| step.unsigned_abs() <= LARGEST_STEP);
    match (op, known) {
        (BinaryOp::Add, AttributeType::Str | AttributeType::List) => Written::Value(known),
        (BinaryOp::Add | BinaryOp::Sub, AttributeType::Count { is_natural }) if step.is_some() => {
            let is_natural = is_natural && op == BinaryOp::Add;
            Written::Value(AttributeType::Count { is_natural })
        }
        _ => Written::Anything,
    }
}

/// By how much a count goes up or down at once and stays a count: nothing takes hundreds of millions of steps.
const LARGEST_STEP: u64 = 16;

/// What a method gives, if that shows in its `return` statements.
fn method(function: &FunctionDef) -> Written {
    let ends = matches!(function.body.last().map(|last| &last.kind), Some(StmtKind::Return(_)));
    if !ends || function.is_async || !function.decorators.is_empty() {
        return Written::Anything;
    }
    let receiver = function.params.iter().next().map(|param| &param.name.name);
    let receiver = receiver.filter(|name| !bound_names(&function.body).contains(*name));
    let mut results = Results { receiver, all: Some(BTreeSet::new()) };
    results.visit_block(&function.body);
    results.all.map_or(Written::Anything, Written::Method)
}

/// Collects what a function returns; nothing if something of that is not known.
struct Results<'a> {
    receiver: Option<&'a Name>,
    all: Option<BTreeSet<Returned>>,
}

impl Results<'_> {
    fn returned(&self, value: &Expr) -> Option<Returned> {
        if let ExprKind::Attribute { value: object, attr } = &*value.kind
            && matches!(&*object.kind, ExprKind::Name(name) if Some(name) == self.receiver)
        {
            return Some(Returned::Attribute(names::attribute(&attr.name).into()));
        }
        type_of_value(value).map(Returned::Value)
    }
}

impl Visitor for Results<'_> {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(_) | StmtKind::Class(_) => {}
            StmtKind::Return(value) => {
                let returned = value.as_ref().and_then(|value| self.returned(value));
                match (&mut self.all, returned) {
                    (Some(all), Some(returned)) => {
                        all.insert(returned);
                    }
                    _ => self.all = None,
                }
                walk_stmt(self, statement);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) => self.all = None,
            ExprKind::Lambda { .. } => {}
            _ => walk_expr(self, expression),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::BuildDatabase;
    use crate::emit::shared_js;
    use crate::testing::example_app;
    use expect_test::{Expect, expect};

    /// An app whose one component calls `use` of this file.
    fn app_using(file: &str) -> BuildDatabase {
        let card = "from sprag import Component, ui\nfrom app import things\n\n\nclass Card(Component):\n    def render(self, props=None):\n        return ui.p(things.use())\n";
        example_app(&[("app/card.py", card), ("app/things.py", file)])
    }

    #[track_caller]
    fn check(file: &str, expected: Expect) {
        let db = app_using(file);
        let attributes = BrowserAttributes::get(&db).types(&db);
        let values = attributes.values.iter().map(|(name, known)| format!("{name}: {known:?}\n"));
        let results =
            attributes.results.iter().map(|(name, known)| format!("{name}(): {known:?}\n"));
        expected.assert_eq(&values.chain(results).collect::<String>());
    }

    const COUNTER: &str = "
class Counter:
    def __init__(self):
        self.count = 0
        self.log = \"\"
        self.names = []
        self.is_open = False

    def step(self):
        self.count += 1
        self.log += f\"{self.count}\"
        self.names += [\"a\"]
        self.is_open = not self.is_open

    def value(self):
        return self.count

    def state(self):
        if self.is_open:
            return \"open\"
        return self.log
";

    #[test]
    fn attributes_and_results_have_the_type_that_all_code_gives_them() {
        check(
            &format!("{COUNTER}\n\ndef use():\n    return Counter().value()\n"),
            expect![[r#"
                count: Count { is_natural: true }
                isOpen: Bool
                log: Str
                names: List
                state(): Str
                value(): Count { is_natural: true }
            "#]],
        );
    }

    #[test]
    fn what_is_known_gives_the_operators_of_javascript() {
        let file = "
class Counter:
    def __init__(self):
        self.count = 0
        self.log = \"\"

    def step(self):
        self.count += 1
        if self.count % 1000 == 0:
            self.log += \".\"

    def value(self):
        return self.count


def use():
    counter = Counter()
    total = 0
    for i in range(10):
        counter.step()
        total = (total + counter.value()) % 65536
    return total
";
        let db = app_using(file);
        let module = shared_js(&db, db.file("app/things.py").expect("exists")).expect("compiles");
        let code: Vec<&str> = module.code.lines().filter(|line| !line.starts_with("//")).collect();
        expect![[r#"
            import { Fields, PyObject } from "../../python/classes.js";
            import { sig } from "../../python/core.js";

            class Counter extends PyObject {
              static #fields = class extends Fields {
                count = 0;
                log;
              };
              __init__() {
                new Counter.#fields(this, Counter);
                this.count = 0;
                this.log = "";
              }
              step() {
                this.count += 1;
                if (this.count % 1000 === 0) {
                  this.log += ".";
                }
              }
              value() {
                return this.count;
              }
              static{
                sig(this, "");
              }
            }

            function use() {
              const counter = new Counter();
              let total = 0;
              for(let i = 0; i < 10; i++){
                counter.step();
                total = (total + counter.value()) % 65536;
              }
              return total;
            }

            export { Counter, use };"#]]
        .assert_eq(&code.join("\n"));
    }

    #[test]
    fn what_other_code_assigns_counts_wherever_it_stands() {
        for other in [
            "def use():\n    counter = Counter()\n    counter.count = 1.5\n    return counter\n",
            "class Odd(Counter):\n    def step(self):\n        self.count = None\n\n\ndef use():\n    return Odd()\n",
            "class Odd(Counter):\n    count = None\n\n\ndef use():\n    return Odd()\n",
            "class Odd(Counter):\n    @property\n    def count(self):\n        return 1\n\n\ndef use():\n    return Odd()\n",
            "def use():\n    counter = Counter()\n    for counter.count in \"abc\":\n        pass\n    return counter\n",
            "def use():\n    counter = Counter()\n    counter.count, other = \"ab\"\n    return counter\n",
            "def use():\n    counter = Counter()\n    return [1 for counter.count in \"ab\"]\n",
            "def use():\n    counter = Counter()\n    setattr(counter, \"count\", \"a\")\n    return counter\n",
            "def use():\n    counter = Counter()\n    counter.count += 2.5\n    return counter\n",
            "def use():\n    counter = Counter()\n    counter.count -= 100\n    return counter\n",
            "def use():\n    counter = Counter()\n    with open_file() as counter.count:\n        pass\n    return counter\n",
        ] {
            check(
                &format!("{COUNTER}\n\n{other}"),
                expect![[r#"
                    isOpen: Bool
                    log: Str
                    names: List
                    state(): Str
                "#]],
            );
        }
    }

    #[test]
    fn an_attribute_that_is_assigned_a_step_from_itself_is_a_count() {
        check(
            "class Steps:\n    def __init__(self):\n        self.up = 0\n        self.down = 0\n        self.other = 0\n        self.text = \"\"\n\n    def go(self, than):\n        self.up = self.up + 1\n        self.down = self.down - 2\n        self.other = than.other + 1\n        self.text = self.text + \".\"\n\n\ndef use():\n    return Steps().go(Steps())\n",
            expect![[r#"
                down: Count { is_natural: false }
                text: Str
                up: Count { is_natural: true }
            "#]],
        );
    }

    #[test]
    fn nothing_is_known_where_code_can_assign_what_it_does_not_name() {
        for other in [
            "def use(name):\n    setattr(Counter(), name, 1)\n",
            "def use():\n    vars(Counter())[\"count\"] = \"a\"\n",
            "def use():\n    Counter().__dict__.update(count=\"a\")\n",
            "def use():\n    getattr(Counter(), \"__dict__\")[\"count\"] = \"a\"\n",
            "def use():\n    object.__setattr__(Counter(), \"count\", \"a\")\n",
            "def use():\n    list(map(setattr, [Counter()], [\"count\"], [\"a\"]))\n",
            "class Odd(Counter):\n    def __getattr__(self, name):\n        return name\n\n\ndef use():\n    return Odd()\n",
            "from types import SimpleNamespace as Space\n\n\ndef use():\n    return Counter.value(Space(count=\"a\"))\n",
            "class Odd:\n    pass\n\n\ndef use():\n    counter = Counter()\n    counter.__class__ = Odd\n    return counter\n",
        ] {
            check(&format!("{COUNTER}\n\n{other}"), expect![[""]]);
        }
    }

    #[test]
    fn methods_count_only_where_every_class_has_one_that_gives_the_same() {
        for other in [
            "class Odd(Counter):\n    def value(self):\n        return None\n\n\ndef use():\n    return Odd(), Counter()\n",
            "def use():\n    Counter.value = lambda self: \"a\"\n    return Counter()\n",
            "class Odd:\n    async def value(self):\n        return 1\n\n\ndef use():\n    return Odd(), Counter()\n",
            "class Odd:\n    def value(self):\n        yield 1\n        return 1\n\n\ndef use():\n    return Odd(), Counter()\n",
            "class Odd:\n    def value(self):\n        if self:\n            return 1\n\n\ndef use():\n    return Odd(), Counter()\n",
            "class Odd:\n    def value(self):\n        self = 1\n        return self.count\n\n\ndef use():\n    return Odd(), Counter()\n",
            "class Odd(Exception):\n    def value(self):\n        return self.count\n\n\ndef use():\n    return Odd(), Counter()\n",
        ] {
            check(
                &format!("{COUNTER}\n\n{other}"),
                expect![[r#"
                    count: Count { is_natural: true }
                    isOpen: Bool
                    log: Str
                    names: List
                    state(): Str
                "#]],
            );
        }
    }
}
