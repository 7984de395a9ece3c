//! `sprag why` tells of the builds that the daemon made, also when it is gone.

use crate::project::Project;

#[test]
fn why_names_the_change_and_the_way_to_it() {
    let project = Project::new();
    project.write("app/kit.py", "def label(text='Count: '):\n    return text\n");
    let components = "app/routes/home/components.py";
    project.replace(components, "from sprag", "from app.kit import label\nfrom sprag");
    project.replace(components, "\"Count: \"", "label()");
    project.build(&["static"]).expect(0);
    let first = project.sprag(&["why", "Badge"]).expect(0).stdout;
    assert!(first.contains("knew nothing yet, so it made everything"), "{first}");
    project.replace("app/kit.py", "text=", "text, end=''): return text\ndef other(text=");
    project.replace("app/kit.py", "label(text, end='')", "label(text='Total: ', end='')");
    project.build(&["static"]).expect(0);
    let helper = project.sprag(&["why", "Badge"]).expect(0).stdout;
    assert!(helper.contains("because `label` changed, which it uses"), "{helper}");
    assert!(helper.contains("  └─ label  app/kit.py"), "{helper}");
    let page = project.sprag(&["why", "/"]).expect(0).stdout;
    assert!(page.contains("because app/kit.py changed"), "{page}");
    let module = project.sprag(&["why", "Counter"]).expect(0).stdout;
    assert!(module.contains("Counter was not part of build 2"), "{module}");
    project.replace("app/routes/home/modules.py", "\"count\": 1", "\"count\": 2");
    project.build(&["static"]).expect(0);
    let patched = project.sprag(&["why", "Counter"]).expect(0).stdout;
    assert!(patched.contains("build 3") && !patched.contains("was not part"), "{patched}");
    project.sprag(&["daemon", "stop"]);
    let file = project.sprag(&["why", "app/kit.py"]).expect(0).stdout;
    assert!(file.contains("compiled:\n  Badge (uses label)"), "{file}");
    let json = project.sprag(&["why", "Badge", "--json"]).expect(0).lines("why");
    assert_eq!(json[0]["found"]["compiled"][0]["way"][1]["name"], "label");
}

#[test]
fn a_project_that_was_never_built_has_no_history() {
    let project = Project::new();
    let ran = project.sprag(&["why"]).expect(1);
    assert!(ran.stderr.contains("nothing was built here yet"), "{}", ran.stderr);
}
