use super::*;
use queries::artifact::BuildKind;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A build of `root` by `engine`, without the app's Python.
fn build(engine: &Engine, root: &Path) {
    let request = BuildRequest {
        kind: BuildKind::Static,
        output: root.join("dist"),
        app: None,
        python: PathBuf::new(),
        environment: BTreeMap::new(),
        publish: true,
        prerender: false,
        umask: 0o022,
    };
    let (sender, replies) = std::sync::mpsc::channel();
    let listen = Box::new(move |reply: Reply| drop(sender.send(reply)));
    let _interest = engine.submit(request, listen);
    let last = replies.iter().find(Reply::is_last);
    assert!(matches!(last, Some(Reply::Finished(ref summary)) if summary.published), "{last:?}");
}

/// How many files the graph knows, or knew.
async fn files(engine: &Engine) -> usize {
    let uses = engine.memory().await.expect("no build runs");
    uses.iter().find(|used| used.name == "SourceFile").map_or(0, |used| used.values)
}

#[tokio::test]
async fn files_that_come_and_go_without_end_do_not_stay_and_no_change_is_missed() {
    const AT_ONCE: usize = 300;
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("exists");
    let app = root.join("app");
    fs::create_dir(&app).expect("created");
    fs::write(app.join("__init__.py"), "").expect("written");
    let engine = Engine::start_watching(root.clone()).expect("a thread");
    let mut changes = engine.changes();
    let mut most = 0;
    for round in 0..10 {
        changes.borrow_and_update();
        for index in 0..AT_ONCE {
            let new = format!("import app.other_{round}_{index}\n");
            fs::write(app.join(format!("part_{round}_{index}.py")), new).expect("written");
            if round > 0 {
                let old = app.join(format!("part_{}_{index}.py", round - 1));
                fs::remove_file(old).expect("there");
            }
        }
        if round > 0 {
            let told = tokio::time::timeout(Duration::from_secs(5), changes.changed()).await;
            assert!(told.is_ok(), "round {round}: nobody was told");
        }
        build(&engine, &root);
        let known = files(&engine).await;
        assert!(known == 0 || known > AT_ONCE, "{known}");
        most = most.max(known);
    }
    // All in all there were ten times as many as at any time.
    assert!(most > 2 * AT_ONCE && most < 8 * AT_ONCE, "{most}");
}
