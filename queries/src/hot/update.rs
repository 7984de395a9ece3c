//! What the dev server tells pages, and what they answer. The JSON form is the protocol.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How much of a page an update touches; later ones touch more.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What runs in the browser is the same.
    #[default]
    None,
    /// Stylesheets, images and fonts are loaded again.
    Css,
    /// Live instances get new methods and render again with their state.
    Swap,
    /// As swap; what `on_start` had registered is undone and `on_start` runs again.
    Rewire,
    /// The page is fetched: its prerendered part is morphed, its data merged.
    Data,
    /// The islands with instances of the class are made anew, with their state.
    Remount,
    /// The page is loaded again, and its state restored.
    Reload,
}

impl Level {
    /// As people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Css => "css",
            Self::Swap => "swap",
            Self::Rewire => "rewire",
            Self::Data => "data",
            Self::Remount => "remount",
            Self::Reload => "reload",
        }
    }
}

/// What pages have to do after a save. A page leaves out what it has not loaded or is not about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Counts the updates of a session from 1; given by the server.
    pub seq: u64,
    /// The highest level of what follows.
    pub level: Level,
    /// Why it is that level: a sentence without a full stop.
    pub reason: String,
    /// Modules to load again, in the order in which they must be evaluated.
    pub modules: Vec<ModuleUpdate>,
    /// The classes among them, by name.
    pub classes: Vec<ClassUpdate>,
    /// Surfaces whose server code changed.
    pub data: Option<Scope>,
    /// Web paths, with a leading `/`, of stylesheets and other files that pages show.
    pub assets: Vec<String>,
    pub reload: Vec<Reload>,
}

/// A module of which there is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleUpdate {
    /// In the web root: `generated/components/Card.js`.
    pub path: String,
    /// The value of `v` in its URL.
    pub version: u64,
    /// The exported names whose values are to be replaced; those of the other names are kept, and
    /// with them counters, caches and the identity of classes.
    pub names: Vec<String>,
}

/// A browser class that is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassUpdate {
    pub name: String,
    /// The dotted Python module.
    pub module: String,
    /// The path of its ES module, which identifies it in the page.
    pub path: String,
    pub level: Level,
    pub reason: String,
    /// The Python names of methods that were changed, added or removed.
    pub changed: Vec<String>,
}

/// A page or mount as its payload names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SurfaceName {
    /// `route` or `mount`.
    pub kind: String,
    pub name: String,
}

/// Which pages are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    All,
    /// Pages whose browser code uses stores.
    Stores,
    Surfaces(BTreeSet<SurfaceName>),
}

impl Scope {
    /// Both.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Surfaces(mut some), Self::Surfaces(others)) => {
                some.extend(others);
                Self::Surfaces(some)
            }
            _ => Self::All,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reload {
    pub scope: Scope,
    pub reason: String,
}

impl Update {
    /// All pages load again.
    pub fn reload(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        let reload = vec![Reload { scope: Scope::All, reason: reason.clone() }];
        Self { level: Level::Reload, reason, reload, ..Self::default() }
    }

    /// All pages fetch their data.
    pub fn data(scope: Scope, reason: impl Into<String>) -> Self {
        Self { level: Level::Data, reason: reason.into(), data: Some(scope), ..Self::default() }
    }

    /// Whether no page has anything to do.
    pub fn is_empty(&self) -> bool {
        self.level == Level::None
    }

    /// Raises the level, and with it the reason.
    pub(super) fn raise(&mut self, level: Level, reason: &str) {
        if level > self.level {
            self.level = level;
            reason.clone_into(&mut self.reason);
        }
    }
}

/// A diagnostic as the overlay shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `SPR101`
    pub code: String,
    /// `error`, `warning` or `hint`.
    pub severity: String,
    pub message: String,
    pub help: Option<String>,
    /// Project-relative.
    pub file: String,
    /// 1-based; 0 if there is no place.
    pub line: u32,
    /// 1-based, in characters.
    pub column: u32,
    /// How many characters are marked on that line.
    pub width: u32,
    /// The lines around it.
    pub excerpt: Vec<ExcerptLine>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcerptLine {
    /// 1-based.
    pub line: u32,
    pub text: String,
}

/// What a page says back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// `applied`, `failed` (the update threw and was undone) or `error` (compiled code threw).
    pub kind: String,
    /// Of the update; 0 for errors.
    pub seq: u64,
    /// What was done, which may be more than was asked for.
    pub level: Level,
    pub reason: String,
    /// Milliseconds from the arrival of the event until the new code had run and the page had drawn.
    pub ms: f64,
    /// How many live instances got new code.
    pub instances: u32,
    /// The path of the page.
    pub page: String,
    /// For errors: the message, with its place in Python where that is known.
    pub message: String,
    pub file: String,
    pub line: u32,
    pub column: u32,
}
