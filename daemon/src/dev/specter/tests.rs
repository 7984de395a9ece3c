//! The app's server with a real interpreter: what an edit costs, and that the next server is as if
//! everything had been imported for it alone.
//!
//! A page tells which process serves it (`pid`) and which import of the app that has come from (`born`).

use super::*;
use crate::worker::tests::test_python;
use std::path::Path;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::sync::mpsc;

const HELPER: &str = "app/helper.py";

/// Files of an app with one page, which shows what `helper.py` has.
const FILES: [(&str, &str); 9] = [
    ("app/__init__.py", "from sprag import App\n\napp = App()\n"),
    ("app/born.py", "import os\n\nBORN = os.urandom(8).hex()\n"),
    ("app/data.py", "from pathlib import Path\n\nTEXT = Path(\"app/data.txt\").read_text()\n"),
    ("app/data.txt", "text"),
    (HELPER, "SEEN = []\nLIMIT = 1\n\n\ndef word():\n    SEEN.append(1)\n    return \"one\"\n"),
    ("app/routes/__init__.py", ""),
    ("app/routes/home/__init__.py", ""),
    (
        "app/routes/home/server.py",
        "import os\n\nfrom sprag import Controller\n\nfrom app import helper\nfrom app.born import BORN\n\
         from app.data import TEXT\n\n\nclass Home(Controller):\n    def load(self):\n        \
         word = helper.word()\n        return {\"facts\": [os.getpid(), BORN, word, helper.LIMIT, \
         len(helper.SEEN), TEXT, os.environ.get(\"WORD\")]}\n",
    ),
    (
        "app/routes/home/page.py",
        "from sprag import Screen, page, ui\n\nfrom .server import Home\n\n\nclass View(Screen):\n    \
         def render(self, data):\n        return ui.p(\"facts \" + \" \".join(map(str, data[\"facts\"])) \
         + \" end\")\n\n\npage = page(path=\"/\", controller=Home, screen=View)\n",
    ),
];

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    pid: String,
    born: String,
    /// The rest.
    shown: String,
}

struct App {
    folder: TempDir,
    specter: Specter,
    _events: mpsc::UnboundedReceiver<DevEvent>,
}

impl App {
    /// Serves the app, with these files besides or instead.
    async fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for (path, text) in FILES.iter().chain(files) {
            write(&root, path, text);
        }
        let variables = ["PATH", "HOME"].iter();
        let environment = variables
            .filter_map(|name| Some(((*name).to_owned(), std::env::var(name).ok()?)))
            .collect();
        let options = Options { root, python: test_python(), target: None, environment };
        let (events, _events) = mpsc::unbounded_channel();
        let specter = Specter::new(options, Tell::new(events)).unwrap();
        specter.ensure(Duration::ZERO).await;
        Self { folder, specter, _events }
    }

    /// Saves a file, and what becomes of the server then.
    async fn save(&self, path: &str, text: &str) -> Outcome {
        let added =
            if self.folder.path().join(path).exists() { vec![] } else { vec![path.to_owned()] };
        write(self.folder.path(), path, text);
        self.specter.apply(&Changed { all: vec![path.to_owned()], added }).await
    }

    /// Saves a file for which there has to be a new server. What its page says.
    async fn edit(&self, path: &str, text: &str) -> Facts {
        let before = self.facts().await;
        let outcome = self.save(path, text).await;
        assert!(matches!(outcome, Outcome::Restarted { .. }), "{outcome:?}");
        let facts = self.facts().await;
        assert_ne!(facts.pid, before.pid);
        facts
    }

    async fn facts(&self) -> Facts {
        let upstream = self.specter.upstream().await.unwrap();
        let mut stream = UnixStream::connect(&upstream.socket).await.unwrap();
        let request = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let facts = answer.split_once("facts ").and_then(|(_, rest)| rest.split_once(" end"));
        let facts = facts.unwrap_or_else(|| panic!("the page has no facts:\n{answer}")).0;
        let [pid, born, shown] = facts.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            panic!("{facts}")
        };
        Facts { pid: pid.to_owned(), born: born.to_owned(), shown: shown.to_owned() }
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn helper(word: &str, limit: u32) -> String {
    format!(
        "SEEN = []\nLIMIT = {limit}\n\n\ndef word():\n    SEEN.append(1)\n    return \"{word}\"\n"
    )
}

#[tokio::test]
async fn an_edit_of_server_code_imports_nothing_that_it_does_not_concern() {
    let app = App::new(&[]).await;
    let first = app.facts().await;
    assert_eq!(first.shown, "one 1 1 text None");
    assert_eq!(app.facts().await.shown, "one 1 2 text None", "a server keeps what it holds");

    // The body of a function.
    let exchanged = app.edit(HELPER, &helper("two", 1)).await;
    assert_eq!(exchanged.shown, "two 1 1 text None", "the next one begins anew");
    assert_eq!(exchanged.born, first.born);

    // More than that, of a module and what imports it.
    let reloaded = app.edit(HELPER, &helper("two", 2)).await;
    assert_eq!(reloaded.shown, "two 2 1 text None");
    assert_eq!(reloaded.born, first.born);
}

#[tokio::test]
async fn what_importing_has_read_makes_it_begin_anew() {
    let app = App::new(&[]).await;
    let mut born = vec![app.facts().await.born];
    for (path, text, shown) in [
        ("app/data.txt", "other", "one 1 1 other None"),
        (".env", "WORD=hello\n", "one 1 1 other hello"),
        (".env", "WORD=goodbye\n", "one 1 1 other goodbye"),
        (
            "app/__init__.py",
            "from sprag import App\n\napp = App(providers={})\n",
            "one 1 1 other goodbye",
        ),
        // Not known to be harmless: it changes another module.
        (
            "app/born.py",
            "import os\n\nfrom app import helper\n\nhelper.LIMIT = 5\nBORN = os.urandom(8).hex()\n",
            "one 5 1 other goodbye",
        ),
        ("app/routes/other/page.py", "", "one 5 1 other goodbye"),
    ] {
        let facts = app.edit(path, text).await;
        assert_eq!(facts.shown, shown, "after {path}");
        assert!(!born.contains(&facts.born), "after {path}");
        born.push(facts.born);
    }
    // A module that an earlier edit belongs to is taken in from then on.
    let facts = app.edit(HELPER, &helper("two", 1)).await;
    assert_eq!(facts.shown, "two 5 1 other goodbye");
    assert_eq!(Some(facts.born), born.pop());
}

#[tokio::test]
async fn an_app_whose_import_leaves_more_than_memory_behind_is_imported_for_every_server() {
    for leaving in [
        "import threading\nimport time\n\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n",
        "import tempfile\n\nFILE = tempfile.TemporaryFile()\n",
        "from pathlib import Path\n\nPath(\"log.txt\").write_text(\"\")\n",
    ] {
        let app = App::new(&[
            ("app/routes/left.py", leaving),
            ("app/routes/__init__.py", "import app.routes.left\n"),
        ])
        .await;
        let first = app.facts().await;
        let second = app.edit(HELPER, &helper("two", 1)).await;
        assert_eq!(second.shown, "two 1 1 text None");
        assert_ne!(second.born, first.born, "{leaving}");
    }
}

#[tokio::test]
async fn a_broken_file_costs_nothing_but_its_report() {
    let app = App::new(&[]).await;
    let first = app.facts().await;
    let outcome = app.save(HELPER, "def word(:\n").await;
    assert_eq!(outcome, Outcome::Failed { because: HELPER.to_owned() });
    let problems = app.specter.follow().borrow().problems.clone();
    let [problem] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!(problem.message, "SyntaxError: invalid syntax");
    assert_eq!((problem.frames[0].file.as_str(), problem.frames[0].line), (HELPER, 1));
    assert_eq!(app.facts().await.pid, first.pid);

    // Another file reaches the pages meanwhile.
    let data = FILES[7].1.replace("len(helper.SEEN)", "\"seen\"");
    let outcome = app.save(FILES[7].0, &data).await;
    let Outcome::Restarted { without, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(without, [HELPER]);
    let meanwhile = app.facts().await;
    assert_eq!(meanwhile.shown, "one 1 seen text None");
    assert_eq!(meanwhile.born, first.born);

    let mended = app.edit(HELPER, &helper("mended", 1)).await;
    assert_eq!(mended.shown, "mended 1 seen text None");
    assert_eq!(mended.born, first.born);
}

#[tokio::test]
async fn a_file_that_raises_when_it_is_imported_leaves_the_old_server() {
    let app = App::new(&[]).await;
    let first = app.facts().await;
    let outcome = app.save(HELPER, &format!("{}\nundefined\n", helper("two", 1))).await;
    assert_eq!(outcome, Outcome::Failed { because: HELPER.to_owned() });
    assert_eq!(app.facts().await.pid, first.pid);
    let mended = app.edit(HELPER, &helper("mended", 1)).await;
    assert_eq!(mended.shown, "mended 1 1 text None");
}

#[tokio::test]
async fn a_server_that_ends_is_forked_again() {
    let app = App::new(&[]).await;
    let first = app.facts().await;
    let pid = rustix::process::Pid::from_raw(first.pid.parse().unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    app.specter.ended().await;
    app.specter.ensure(Duration::ZERO).await;
    let again = app.facts().await;
    assert_ne!(again.pid, first.pid);
    assert_eq!(again.born, first.born);
}
