//! `@dataclass`: its fields as what the runtime makes a dataclass of.

use super::classes::Parts;
use super::js::{self, Expr, Property};
use super::lowerer::Lowerer;
use crate::syntax::ast::{self, ExprKind, Name, NodeId};

impl<'a> Lowerer<'a> {
    /// `"name"`, or `["name", {options}]`; a default is an attribute of the class.
    pub(super) fn dataclass_field(
        &mut self,
        id: NodeId,
        name: &Name,
        annotation: &ast::Expr,
        value: Option<&'a ast::Expr>,
        parts: &mut Parts,
    ) {
        let mut options = vec![];
        if self.is_annotated_as(annotation, "KW_ONLY") {
            options.push(("marker", js::boolean(true)));
        }
        if self.is_annotated_as(annotation, "InitVar") {
            options.push(("init_only", js::boolean(true)));
        }
        match value.map(|value| (value, &*value.kind)) {
            Some((_, ExprKind::Call { callee, keywords, .. }))
                if self.decorator_name(callee).as_deref() == Some("field") =>
            {
                for keyword in keywords {
                    let Some(key) = &keyword.name else { continue };
                    let value = self.isolated(|this| this.value(&keyword.value));
                    match &*key.name {
                        "default" => self.static_property(id, name, value, false, parts),
                        "default_factory" => options.push(("factory", value)),
                        other => options.push((other, value)),
                    }
                }
            }
            Some((value, _)) => {
                let value = self.isolated(|this| this.value(value));
                self.static_property(id, name, value, false, parts);
            }
            None => {}
        }
        if options.is_empty() {
            parts.fields.push(js::string(name));
            return;
        }
        let properties =
            options.into_iter().map(|(key, value)| Property::Value(key.to_owned(), value));
        let options = js::object(properties);
        parts.fields.push(js::array([js::string(name), options]));
    }

    /// `["name", {class_var: true}]`: no field, but declared among them.
    pub(super) fn class_variable(name: &Name) -> Expr {
        let options = [Property::Value("class_var".to_owned(), js::boolean(true))];
        js::array([js::string(name), js::object(options)])
    }

    /// `dataclass(this, [fields], {options}, "qualified.name")`
    pub(super) fn dataclass(&mut self, keywords: &'a [ast::Keyword], parts: &mut Parts) -> Expr {
        let fields = js::array(std::mem::take(&mut parts.fields));
        let mut arguments = vec![js::this(), fields];
        if !keywords.is_empty() {
            arguments.push(self.keyword_object(keywords));
        }
        if self.qualname.len() > 1 {
            if keywords.is_empty() {
                arguments.push(js::undefined());
            }
            arguments.push(js::string(&self.qualname.join(".")));
        }
        let local = self.import_python("std/dataclasses", "dataclassOf");
        js::call(js::name(&local), arguments)
    }
}
