//! Hot replacement: what a save means for the pages that are open, and in which form their modules are
//! served while they are.
//!
//! Owns the facts that decide ([`facts`]), what of them differs ([`Difference`]), the decision ([`plan()`]), its wire form ([`update`]) and the
//! form of a module that can be replaced while it runs ([`form`]). Pure: who watches, serves and restarts
//! is `daemon/src/dev/`; who applies an update is the page's client, `queries/runtime/dev/`.
//!
//! # How a module is replaced
//!
//! ES modules are cached by URL and their bindings are live, so a module keeps the URL under which the page
//! first loaded it, and the new version is loaded from the same path with `?v=<version>`. Every module of
//! `generated/components/`, `generated/modules/` and `generated/shared/` is served in its [hot form](form):
//! its text, and a last statement that hands the client a way to read and to write its exported names. When
//! the new version has been evaluated, the client writes its names into the old one, so that everything that
//! imported the old one sees the new values at once: nothing that merely imports has to be loaded again.
//!
//! - Specifiers of **shared** modules that changed since the server started carry the version, in every
//!   module and whether or not it was itself asked for with one (`form::hot_form` does it): a class that
//!   starts to use one more helper needs a version of the helper's module that exports it. All versions of a
//!   path are kept equal by the client.
//! - Specifiers of everything else stay as they are. In particular a class's URL without `?v=` stays the one
//!   through which others import it.
//! - The server answers `<path>?v=<anything>` with the current text and `Cache-Control: no-cache`, with or
//!   without `v`. Versions are counted, not hashed, so that a text that comes back is evaluated again.
//! - Runtime files, `stores.js`, `manifest.js`, entries and the framework's files are served as they are.
//!
//! # What the server keeps
//!
//! One [`Fingerprints`], which is what pages hold, and the updates of the session. After every save that was
//! compiled, with or without errors, the facts are gathered again: by [`Fingerprints::difference`] where nothing
//! but the edited files can tell of the edit, else all of them, by [`fingerprints`]. What differs ([`Difference`]) is
//! given to [`plan()`]; if the update is not empty, it gets the next `seq` and goes to all pages. Modules
//! are served with the new `versions` from then on. The first facts of a session are `fingerprints(db,
//! &Fingerprints::default())`.
//!
//! # The protocol between the dev server and the page
//!
//! The server puts into the head of every HTML response (also of its 404 and 500 pages), before any other
//! script:
//!
//! ```html
//! <script type="module" src="/__sprag__/dev/client/client.js" data-sprag-dev='{"session":"4fa1","seq":12}'></script>
//! ```
//!
//! and serves the files of [`CLIENT`] below `/__sprag__/dev/client/` (`no-cache`). `session` names the run
//! of the dev server, `seq` the last update that the response contains.
//!
//! `GET /__sprag__/dev/events?session=4fa1&seq=12` is a stream of server-sent events. `data` is one line of
//! JSON; the event names are:
//!
//! | event | data | meaning |
//! |---|---|---|
//! | `connected` | `{"session", "seq", "diagnostics": […]}` | first, always; the errors that stand now. A page of another session, or one that is ahead, reloads itself. |
//! | `update` | [`Update`] | to be applied. After `connected` the server repeats those above the page's `seq` in order, or sends one of `Update::reload("…")` if it no longer has them all. |
//! | `errors` | `{"seq", "diagnostics": [`[`Problem`]`, …]}` | the save does not compile: everything keeps running, the overlay shows all of them. |
//! | `cleared` | `{"seq"}` | there are no errors any more; sent before the `update` of the same save. |
//! | `ping` | `{}` | every 15 s or so, so that dead connections are noticed. |
//!
//! An update with data (`Update::data` not empty) must be sent only when the app's server answers with the
//! new code; the client fetches the page at once. Nothing else has to wait for that server: if a save needs
//! both, the server may send two updates, the classes' first.
//!
//! `POST /__sprag__/dev/report` with JSON [`Report`]: how the page took an update, or an error of compiled
//! code. `GET /__sprag__/dev/open?file=app/x.py&line=3&column=7` (1-based) opens the editor.
//! `GET /__sprag__/dev/source?file=app/x.py` answers the file's current text, for excerpts.

mod difference;
pub mod facts;
pub mod form;
mod parts;
mod plan;
mod pragma;
pub mod update;

pub use difference::Difference;
pub use facts::{Fingerprints, fingerprints};
pub use form::hot_form;
pub use plan::{Saved, plan};
pub use update::{ClassUpdate, Level, ModuleUpdate, Problem, Reload, Report, SurfaceName, Update};

/// The files of the page's client: name below `/__sprag__/dev/client/`, and text.
pub static CLIENT: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/dev_client.rs"));

#[cfg(test)]
mod tests;
