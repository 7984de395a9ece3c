//! The catalogue of diagnostics. A code keeps its meaning for ever.

use super::{Code, Severity};

/// What a code means, apart from any one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    pub code: Code,
    /// The code as a word, for people who search.
    pub slug: &'static str,
    pub severity: Severity,
    pub title: &'static str,
    /// What to do, in general; a diagnostic may have better advice.
    pub help: &'static str,
    /// Why it is a problem.
    pub why: &'static str,
}

const fn error(
    code: u16,
    slug: &'static str,
    title: &'static str,
    help: &'static str,
    why: &'static str,
) -> CodeInfo {
    CodeInfo { code: Code(code), slug, severity: Severity::Error, title, help, why }
}

const fn warning(
    code: u16,
    slug: &'static str,
    title: &'static str,
    help: &'static str,
    why: &'static str,
) -> CodeInfo {
    CodeInfo { code: Code(code), slug, severity: Severity::Warning, title, help, why }
}

const fn hint(
    code: u16,
    slug: &'static str,
    title: &'static str,
    help: &'static str,
    why: &'static str,
) -> CodeInfo {
    CodeInfo { code: Code(code), slug, severity: Severity::Hint, title, help, why }
}

/// All codes, in order.
pub const CODES: &[CodeInfo] = &[
    error(
        101,
        "server-symbol-in-browser",
        "Browser code uses something that runs on the server",
        "Move the work behind an `@action` of the Controller and call it with `call_action`.",
        "Server classes hold secrets, sockets and files; none of that exists in a browser.",
    ),
    hint(
        102,
        "server-import-unused",
        "A server name is imported beside browser classes and not used",
        "Remove the import.",
        "It does no harm here, and makes readers look for server code where there is none.",
    ),
    error(
        103,
        "browser-symbol-on-server",
        "Server code uses something that exists only in browsers",
        "Move it into a Component or Module.",
        "In Python these names are stubs: they return nothing, or raise when they are called.",
    ),
    error(
        104,
        "dom-in-ssr-render",
        "A `render()` that the server runs too uses the page",
        "Read it in `on_start`, and keep what `render()` needs in the state.",
        "The server renders the Component before there is a page.",
    ),
    error(
        105,
        "system-in-browser",
        "Browser code uses files, processes or sockets",
        "Move the work behind an `@action` of the Controller and call it with `call_action`.",
        "A browser gives pages no access to the machine they run on.",
    ),
    error(
        106,
        "module-not-in-browser",
        "Browser code uses a module that has no browser version",
        "Move the work behind an `@action`, or declare a JavaScript library with `module(…)`.",
        "Compiled code cannot run Python packages; a part of the standard library has a browser version.",
    ),
    error(
        107,
        "undefined-name",
        "A name is not defined",
        "Define it in this file or import it.",
        "In the browser the name would fail at the moment it is used.",
    ),
    error(
        109,
        "secret-env-in-browser",
        "Browser code reads a variable that pages do not receive",
        "Read it on the server, or rename it to `SPRAG_PUBLIC_…` if anybody may see it.",
        "Only variables whose names begin with `SPRAG_PUBLIC_` are sent to browsers.",
    ),
    error(
        111,
        "socket-direction",
        "A class calls a method that only the other side has",
        "Use the counterpart that the message names.",
        "Modules listen and call; Controllers and services receive and send.",
    ),
    error(
        114,
        "ambiguous-runtime",
        "A class derives from both browser and server classes",
        "Split it into one class for each side.",
        "A class runs on one side; which one follows from its bases.",
    ),
    error(
        115,
        "unknown-base",
        "A base class cannot be resolved without running code",
        "Import the base class by name from a module of the project or of SPRAG.",
        "The bases decide where a class runs, so a guess could send server code to the browser.",
    ),
    error(
        201,
        "unsupported-in-browser",
        "Python that has no equivalent in the browser",
        "Write it as the message says.",
        "What cannot mean the same in the browser is refused rather than compiled to something else.",
    ),
    error(
        202,
        "call-mismatch",
        "A call does not fit the parameters of what it calls",
        "Compare the call with the definition.",
        "Python would raise a TypeError at the call.",
    ),
    error(
        203,
        "big-integer",
        "An integer that JavaScript would round",
        "Keep it as text, or compute with it on the server.",
        "JavaScript numbers are exact up to 2**53 - 1 only.",
    ),
    error(
        204,
        "lone-surrogate",
        "A string with half of a surrogate pair in it",
        "Write the whole character.",
        "Python keeps the two halves apart and JavaScript joins them; neither can be sent or stored as text.",
    ),
    error(
        401,
        "unknown-action",
        "The Controller of this surface has no such action",
        "Check the name, or add a method with `@action`.",
        "The call would fail when the user triggers it.",
    ),
    error(
        402,
        "payload-unknown-field",
        "An action is sent a field that it does not take",
        "Correct the name, or let the action take the field.",
        "The server would answer with status 400.",
    ),
    error(
        403,
        "payload-missing-field",
        "An action is not sent a field that it needs",
        "Send the field.",
        "The server would answer with status 400.",
    ),
    error(
        404,
        "payload-wrong-type",
        "An action is sent a value that its Schema refuses",
        "Send a value of the type, or of the choices, that the Schema names.",
        "The server would answer with status 400.",
    ),
    warning(
        405,
        "payload-dropped-field",
        "An action is sent a field that its Schema does not have",
        "Correct the name, or add the field to the Schema.",
        "A Schema that is not strict leaves out what it does not name; the action never sees it.",
    ),
    error(
        406,
        "unknown-store",
        "Browser code refers to a store whose name is not known",
        "Write the store's name as a string literal.",
        "The generated stores module exports stores by their names.",
    ),
    warning(
        407,
        "unknown-store-key",
        "A store key that nothing sets",
        "Correct the name, or add the key to the initial state.",
        "Reading a key that is not there gives None.",
    ),
    error(
        408,
        "store-declared-twice",
        "One store name has two declarations with different initial state",
        "Declare the store once and import it.",
        "Only one of the two initial states can win.",
    ),
    error(
        409,
        "unknown-import-alias",
        "No page, mount or app declares this JavaScript alias",
        "Add it to `modules={…}` of the surface or the app.",
        "`imports.<name>` is filled from those declarations.",
    ),
    warning(
        410,
        "unknown-provider",
        "No surface that needs this class has such a provider",
        "Check the name, or add it to `providers={…}` of the page or mount.",
        "`provider(…)` would fail when the page starts.",
    ),
    warning(
        412,
        "timer-unit",
        "A time in milliseconds where seconds are meant, or the other way round",
        "Write the time in the unit that the message names.",
        "SPRAG's own timers take seconds; those of the browser take milliseconds.",
    ),
    hint(
        413,
        "selector-not-rendered",
        "A delegated event waits for an element that nothing renders",
        "Compare the selector with what is rendered.",
        "The handler would never be called.",
    ),
    error(
        414,
        "element-in-init",
        "`self.element` is used while the class is constructed",
        "Do it in `on_start`.",
        "The element is there once the class has been mounted.",
    ),
    error(
        501,
        "class-name-collision",
        "Two browser classes have the same name",
        "Rename one of them.",
        "Each browser class becomes a module that is named after it.",
    ),
    error(
        502,
        "duplicate-path",
        "Two surfaces have the same path",
        "Give one of them another path.",
        "A request can be answered by one of them only.",
    ),
    error(
        503,
        "mount-over-route",
        "A mount covers the path of a page",
        "Move the mount or the page.",
        "The mount answers every request below its path.",
    ),
    warning(
        504,
        "controller-route-mismatch",
        "The Controller's route is not the page's path",
        "Make the two equal.",
        "Socket events of the Controller go to its route by default.",
    ),
    error(
        505,
        "missing-init",
        "A folder of routes or mounts is not a package",
        "Add an `__init__.py`, or rename the folder to something that can be imported.",
        "Pages are found by importing their packages.",
    ),
    error(
        506,
        "wrong-declaration",
        "A declaration has an argument that cannot be right",
        "Compare it with the signature.",
        "The app would fail while it is loaded.",
    ),
    error(
        507,
        "missing-static-paths",
        "A dynamic route has no `static_paths` in a static build",
        "Give `static_paths` the parameters to render.",
        "A static build has to know each page in advance.",
    ),
    hint(
        508,
        "unreached-class",
        "No surface reaches this browser class",
        "Use it in a page or mount, or remove it.",
        "It is not part of the output.",
    ),
    error(
        509,
        "syntax-error",
        "The file is not valid Python",
        "Correct the line.",
        "The last text that was valid stays in use.",
    ),
    error(
        510,
        "not-utf8",
        "The file is not UTF-8",
        "Save it as UTF-8.",
        "Python source is read as UTF-8.",
    ),
    error(
        511,
        "missing-asset",
        "A file that a declaration names does not exist",
        "Correct the path, or add the file.",
        "The browser's request for it would fail.",
    ),
    warning(
        512,
        "public-overwrites",
        "A file of `public/` takes the place of a generated file",
        "Rename it.",
        "`public/` is copied last.",
    ),
    error(
        513,
        "no-app",
        "There is no `App` to build",
        "Create one in `app/__init__.py`, or name it with `--app module:attribute`.",
        "The app says which routes there are.",
    ),
    warning(
        514,
        "answer-differs",
        "Running the app gives another answer than reading it",
        "Make the declaration literal, or move what computes it into the declaration.",
        "The build would not match what the server does.",
    ),
    error(
        515,
        "store-name",
        "A store's name cannot be a JavaScript identifier",
        "Use letters, digits and `_`.",
        "The generated stores module exports each store under its name.",
    ),
    error(
        516,
        "missing-slot",
        "A shell's template has no place for the page",
        "Put `{{ sprag_slot }}` or `<sprag-slot></sprag-slot>` where the page goes.",
        "Without a slot the page would be lost.",
    ),
    warning(
        540,
        "useless-ignore",
        "A comment asks to ignore what cannot be ignored",
        "Remove the code from the comment.",
        "Only warnings and hints can be ignored; a code that does not exist is most likely mistyped.",
    ),
    warning(
        601,
        "unknown-tag",
        "There is no such element",
        "Correct the name.",
        "Any name makes an element; browsers give one that they do not know neither look nor behaviour.",
    ),
    warning(
        602,
        "unknown-event",
        "There is no such event",
        "Correct the name: events are written as in HTML, `onclick`.",
        "The handler would never be called.",
    ),
    hint(
        603,
        "list-without-key",
        "A list does not say what its rows are told apart by",
        "Give `key=` the name of a field, or a function of the item.",
        "Without keys, a row that is inserted takes over the elements, and what was typed, of the row at its place.",
    ),
    hint(
        604,
        "unlabelled-control",
        "Nothing says what a control or picture is",
        "Give it a label, `aria_label=` or `alt=`.",
        "Screen readers can only read out its tag.",
    ),
    error(
        611,
        "import-failed",
        "A module of the app raised while it was imported",
        "Correct it; the surfaces that import it are left out until then.",
        "A surface exists only once its module has been imported.",
    ),
    error(
        612,
        "start-failed",
        "A provider or controller raised while it was started",
        "Let it start without the services of production.",
        "The app is started at build time as it is on the server.",
    ),
    error(
        614,
        "static-paths-failed",
        "`static_paths` raised, or gave paths that do not fit the pattern",
        "Return full paths, or a dict of parameters for each page.",
        "The pages of a dynamic route are known only from `static_paths`.",
    ),
    error(
        615,
        "load-failed",
        "`load()` raised",
        "Make it work at build time too, where `request.method` is `\"BUILD\"`.",
        "Pages are rendered ahead with what `load()` returns.",
    ),
    error(
        616,
        "render-failed",
        "`render()` raised",
        "Make it work with what `load()` returns at build time.",
        "Pages are rendered ahead on the server.",
    ),
    error(
        617,
        "not-json",
        "A value on its way to the browser cannot be JSON",
        "Convert it first: a date with `.isoformat()`, a set with `sorted(...)`.",
        "The browser receives what `load()` returns and what components are given as JSON.",
    ),
    error(
        618,
        "too-slow",
        "Code that runs at build time did not end",
        "Give network calls a timeout.",
        "A build has to end.",
    ),
    error(
        619,
        "process-ended",
        "Code that runs at build time ended the process",
        "Raise an exception instead.",
        "The other pages are rendered by the same process.",
    ),
    warning(
        620,
        "too-much-output",
        "Code that runs at build time printed more than is kept",
        "Print less.",
        "Output is kept to be shown, not to be stored.",
    ),
    error(
        621,
        "bad-env-file",
        "A line of an environment file is malformed",
        "Write `KEY=VALUE`, one to a line.",
        "The framework refuses the whole file.",
    ),
    error(
        801,
        "output-not-a-folder",
        "The output path is not a folder",
        "Remove what is there, or choose another folder with `--output`.",
        "Outputs are never written through a link or in place of a file.",
    ),
    error(
        802,
        "output-not-ours",
        "A file in the output folder was not written by spragd",
        "Remove it, or choose another folder with `--output`.",
        "Only files that an earlier build wrote are ever replaced.",
    ),
    error(
        803,
        "output-not-writable",
        "The outputs cannot be written",
        "Make the folder writable for this user, or make room on the disk.",
        "The outputs of the build before stay as they were.",
    ),
    error(
        804,
        "output-busy",
        "Another build writes to the same output folder for long",
        "End the other build, or choose another folder with `--output`.",
        "An output folder has one writer at a time.",
    ),
    error(
        805,
        "output-half-done",
        "Writing the outputs failed, and so did putting them back",
        "Build again.",
        "The next build completes what this one began.",
    ),
    error(
        810,
        "no-interpreter",
        "There is no Python interpreter",
        "Choose one with `--python`, or with `python` under `[tool.sprag]` in pyproject.toml.",
        "Pages are rendered by the app's own Python.",
    ),
    error(
        811,
        "no-framework",
        "The framework is not installed for this interpreter",
        "Install it: `python -m pip install spragkit`.",
        "The app imports it.",
    ),
    error(
        812,
        "python-version",
        "This version of Python cannot run the framework",
        "Use Python 3.9 to 3.12.",
        "The framework imports the module `cgi`, which Python 3.13 removed.",
    ),
    error(
        813,
        "environment-not-prepared",
        "The app's environment could not be prepared",
        "Type the command that the diagnostic names, and read what it says.",
        "The framework and the app's requirements have to be installed once.",
    ),
    error(
        820,
        "unreadable",
        "A file or folder of the project cannot be read",
        "Make it readable for this user, or move it out of the project.",
        "A build of less than the whole project would be wrong.",
    ),
    error(
        830,
        "port-in-use",
        "The port of the dev server is in use",
        "Choose another with `--port`; `--port 0` takes any that is free.",
        "One program at a time listens on a port: perhaps another `sprag dev` does.",
    ),
    error(
        831,
        "cannot-listen",
        "The dev server cannot listen on this address",
        "Choose an address of this machine with `--host`, and a port above 1023 with `--port`.",
        "Ports below 1024 need rights that a dev server should not have.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
