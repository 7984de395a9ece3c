//! `sprag inspect`: one page with everything it is made of, or one browser class, with the JavaScript
//! beside the Python.

use super::routes::action;
use super::{comma_list, look, shown_place};
use crate::arguments::Inspect;
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print;
use crate::project::Project;
use queries::suggest::closest;
use queries::survey::{Class, Code, Method, Surface, Survey, is_at};
use serde::Serialize;

pub(crate) fn run(arguments: &Inspect) -> Result<u8, Failure> {
    let (project, common) = (Project::of(&arguments.look)?, arguments.look.common());
    let target = arguments.target.trim();
    let looked = look(&project, &common, Some(target))?;
    let survey = &looked.survey;
    let surface = survey.surfaces.iter().find(|surface| is_at(surface, target));
    let classes: Vec<&Class> = survey.classes.iter().filter(|class| class.code.is_some()).collect();
    if surface.is_none() && classes.is_empty() {
        print::note(&unknown(target, survey));
        return Ok(PROBLEMS);
    }
    if arguments.look.json {
        print::json("inspect", &Inspected { surface, classes });
        return Ok(CLEAN);
    }
    looked.note_problems();
    if let Some(surface) = surface {
        print::result(&surface_text(surface, &classes));
    }
    for class in classes {
        if surface.is_none() {
            print::result(&class_text(class));
        }
        if !arguments.open_files
            && let Some(code) = &class.code
        {
            print::result(&code_text(class, code));
        }
    }
    Ok(CLEAN)
}

#[derive(Serialize)]
struct Inspected<'a> {
    surface: Option<&'a Surface>,
    classes: Vec<&'a Class>,
}

fn unknown(target: &str, survey: &Survey) -> String {
    let patterns = survey.surfaces.iter().map(|surface| surface.pattern.as_str());
    let classes = survey.classes.iter().map(|class| class.name.as_str());
    let meant = closest(target, patterns.chain(classes));
    let hint = meant.map_or("`sprag routes` lists all paths".to_owned(), |meant| {
        format!("did you mean `{meant}`?")
    });
    format!("error: no page, mount or browser class is called {target}; {hint}")
}

fn surface_text(surface: &Surface, classes: &[&Class]) -> String {
    let none = || "(none)".to_owned();
    let name = |class: &Option<String>| class.clone().unwrap_or_else(none);
    let mut lines = vec![
        format!("module: {}", surface.module),
        format!("file: {}", shown_place(&surface.place)),
        format!("pattern: {}", surface.pattern),
        format!("paths: {}", comma_list(&surface.paths)),
        format!("mode: {}", surface.mode),
    ];
    if surface.kind == "mount" {
        lines.push(format!("component: {}", name(&surface.component)));
        lines.push(format!("module class: {}", name(&surface.root_module)));
        lines.push(format!("boot: {}", name(&surface.controller)));
    } else {
        lines.push(format!("controller: {}", name(&surface.controller)));
        lines.push(format!("screen: {}", name(&surface.screen)));
    }
    let providers = surface.providers.iter().map(|(name, class)| format!("{name} ({class})"));
    let aliases = surface.aliases.iter().map(|(alias, url)| format!("{alias} ({url})"));
    lines.extend([
        format!("actions: {}", comma_list(surface.actions.iter().map(action))),
        format!("stores: {}", comma_list(&surface.stores)),
        format!("providers: {}", comma_list(providers)),
        format!("js modules: {}", comma_list(aliases)),
        format!("socket: {}", if surface.uses_socket { "yes" } else { "no" }),
        format!("scripts: {}", size(surface.script_bytes)),
        String::new(),
        "hydration:".to_owned(),
    ]);
    lines.extend(surface.islands.iter().map(|island| {
        let module = island.module.as_deref().unwrap_or("(none)");
        format!("  - id={} component={} module={module}", island.id, island.component)
    }));
    if surface.islands.is_empty() {
        lines.push("  - (none)".to_owned());
    }
    lines.extend([String::new(), "generated files:".to_owned()]);
    lines.extend(classes.iter().map(|class| format!("  - {}", file_line(class))));
    if classes.is_empty() {
        lines.push("  - (none)".to_owned());
    }
    lines.push(String::new());
    lines.push("source locations:".to_owned());
    lines.extend(classes.iter().flat_map(|class| locations(class)));
    lines.join("\n")
}

/// Each method's line in the Python file and in the module.
fn locations(class: &Class) -> Vec<String> {
    let mut lines =
        vec![format!("  - {} ({}): {}", class.name, class.kind, shown_place(&class.place))];
    let methods = class.code.iter().flat_map(|code| &code.methods);
    lines.extend(methods.map(|method| {
        let Method { name, line, javascript_line } = method;
        format!("    {name} -> source line {line} (generated line {javascript_line})")
    }));
    lines
}

fn file_line(class: &Class) -> String {
    let size = class.bytes.map_or("does not compile".to_owned(), size);
    format!("{} ({size}) from {}", class.output, shown_place(&class.place))
}

fn class_text(class: &Class) -> String {
    let lines = [
        format!("{}: {}", class.kind, class.name),
        format!("file: {}", shown_place(&class.place)),
        format!("output: {}", file_line(class)),
        format!("surfaces: {}", comma_list(&class.surfaces)),
        format!("actions: {}", comma_list(&class.actions)),
        format!("stores: {}", comma_list(&class.stores)),
        format!("providers: {}", comma_list(&class.providers)),
        format!("js modules: {}", comma_list(&class.aliases)),
        format!("imports: {}", comma_list(&class.imports)),
        "source locations:".to_owned(),
    ];
    lines.into_iter().chain(locations(class)).collect::<Vec<_>>().join("\n")
}

/// The two texts, one after the other.
fn code_text(class: &Class, code: &Code) -> String {
    let javascript = code.javascript.as_deref().unwrap_or("(does not compile)");
    let python = format!("--- {} ---\n{}", shown_place(&class.place), code.python.trim_end());
    format!("\n{python}\n\n--- {} ---\n{}", class.output, javascript.trim_end())
}

fn size(bytes: usize) -> String {
    if bytes < 1024 { format!("{bytes} B") } else { format!("{:.1} KB", bytes as f64 / 1024.0) }
}

#[cfg(test)]
pub(super) mod samples {
    use queries::survey::{Island, Place, Surface};
    use std::collections::BTreeMap;

    pub(in crate::look) fn surface() -> Surface {
        Surface {
            kind: "route".to_owned(),
            pattern: "/news/[id]".to_owned(),
            name: "news".to_owned(),
            mode: "hybrid".to_owned(),
            paths: vec!["/news/1".to_owned()],
            module: "app.routes.news.page".to_owned(),
            place: Place { path: "app/routes/news/page.py".to_owned(), line: Some(5) },
            controller: Some("NewsController".to_owned()),
            screen: Some("NewsScreen".to_owned()),
            component: None,
            root_module: None,
            actions: Vec::new(),
            aliases: BTreeMap::new(),
            providers: BTreeMap::from([("clock".to_owned(), "Clock".to_owned())]),
            stores: Vec::new(),
            classes: vec!["Card".to_owned()],
            islands: vec![Island {
                id: "sprag-h1".to_owned(),
                component: "Card".to_owned(),
                module: None,
            }],
            uses_socket: false,
            script_bytes: 2048,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_page_is_shown_with_its_parts_and_their_sizes() {
        expect![[r#"
            module: app.routes.news.page
            file: app/routes/news/page.py:5
            pattern: /news/[id]
            paths: /news/1
            mode: hybrid
            controller: NewsController
            screen: NewsScreen
            actions: (none)
            stores: (none)
            providers: clock (Clock)
            js modules: (none)
            socket: no
            scripts: 2.0 KB

            hydration:
              - id=sprag-h1 component=Card module=(none)

            generated files:
              - (none)

            source locations:"#]]
        .assert_eq(&surface_text(&samples::surface(), &[]));
    }
}
