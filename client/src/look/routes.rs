//! `sprag routes`: every page and mount with its classes, actions and stores.

use super::{look, shown_place};
use crate::arguments::Look;
use crate::failure::{CLEAN, Failure};
use crate::print;
use crate::project::Project;
use queries::survey::{Action, ActionField, Surface};

pub(crate) fn run(arguments: &Look) -> Result<u8, Failure> {
    let (project, common) = (Project::of(arguments)?, arguments.common());
    let looked = look(&project, &common, None)?;
    if arguments.json {
        looked.survey.surfaces.iter().for_each(|surface| print::json("route", surface));
        return Ok(CLEAN);
    }
    looked.note_problems();
    for surface in &looked.survey.surfaces {
        print::result(&lines(surface));
    }
    Ok(CLEAN)
}

/// The first line and those of the actions are as the framework's own command prints them.
fn lines(surface: &Surface) -> String {
    let classes = [&surface.component, &surface.root_module, &surface.controller, &surface.screen];
    let classes: Vec<&str> = classes.into_iter().flatten().map(String::as_str).collect();
    let head = format!("{} [{}] -> {}", surface.pattern, surface.mode, classes.join(" / "));
    let mut lines = vec![head];
    lines.extend(surface.actions.iter().map(|it| format!("  @{}", action(it))));
    if !surface.stores.is_empty() {
        lines.push(format!("  stores: {}", surface.stores.join(", ")));
    }
    lines.push(format!("  {}", shown_place(&surface.place)));
    lines.join("\n")
}

pub(super) fn action(action: &Action) -> String {
    let fields: Vec<String> = action.fields.iter().map(field).collect();
    let deferred = if action.is_deferred { " [defer]" } else { "" };
    format!("{}({}){deferred}", action.name, fields.join(", "))
}

fn field(field: &ActionField) -> String {
    let kind = field.kind.as_ref().map_or(String::new(), |kind| format!(": {kind}"));
    let required = if field.is_required { " [required]" } else { "" };
    format!("{}{kind}{required}", field.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_surface_is_shown_with_its_actions_stores_and_place() {
        let field = |name: &str, is_required| ActionField {
            name: name.to_owned(),
            kind: Some("str".to_owned()),
            is_required,
        };
        let surface = Surface {
            actions: vec![Action {
                name: "save".to_owned(),
                fields: vec![field("title", true), field("note", false)],
                is_deferred: true,
            }],
            stores: vec!["visits".to_owned()],
            ..super::super::inspect::samples::surface()
        };
        expect![[r#"
            /news/[id] [hybrid] -> NewsController / NewsScreen
              @save(title: str [required], note: str) [defer]
              stores: visits
              app/routes/news/page.py:5"#]]
        .assert_eq(&lines(&surface));
    }
}
