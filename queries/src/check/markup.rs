//! `ui.tag(…)`: tags and events that browsers do not know, lists without keys, controls without a name.
//!
//! Any name makes an element, so an unknown one is reported only where it is a slip away from a known one.

use super::item::{Finder, literal_text};
use crate::diagnostic::Code;
use crate::runtime::Runtime;
use crate::suggest::closest;
use crate::syntax::ast::{Expr, ExprKind, Ident, Keyword};

const UNKNOWN_TAG: Code = Code(601);
const UNKNOWN_EVENT: Code = Code(602);
const LIST_WITHOUT_KEY: Code = Code(603);
const UNLABELLED: Code = Code(604);

/// What `ui` has besides elements.
const PRIMITIVES: &[&str] = &["For", "Grid", "HTML", "LazyImage"];

/// The elements of HTML and the most used ones of SVG.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "circle",
    "cite",
    "clipPath",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "defs",
    "del",
    "desc",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "ellipse",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "filter",
    "font",
    "footer",
    "foreignObject",
    "form",
    "frame",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "line",
    "linearGradient",
    "link",
    "main",
    "map",
    "mark",
    "marker",
    "mask",
    "math",
    "menu",
    "meta",
    "metadata",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "path",
    "pattern",
    "picture",
    "polygon",
    "polyline",
    "portal",
    "pre",
    "progress",
    "q",
    "radialGradient",
    "rect",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "stop",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "switch",
    "symbol",
    "table",
    "tbody",
    "td",
    "template",
    "text",
    "textPath",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tspan",
    "tt",
    "u",
    "ul",
    "use",
    "var",
    "video",
    "view",
    "wbr",
];

/// Event attributes, in lower case.
const EVENTS: &[&str] = &[
    "onabort",
    "onanimationcancel",
    "onanimationend",
    "onanimationiteration",
    "onanimationstart",
    "onauxclick",
    "onbeforeinput",
    "onbeforetoggle",
    "onblur",
    "oncancel",
    "oncanplay",
    "oncanplaythrough",
    "onchange",
    "onclick",
    "onclose",
    "oncompositionend",
    "oncompositionstart",
    "oncompositionupdate",
    "oncontextmenu",
    "oncopy",
    "oncuechange",
    "oncut",
    "ondblclick",
    "ondrag",
    "ondragend",
    "ondragenter",
    "ondragleave",
    "ondragover",
    "ondragstart",
    "ondrop",
    "ondurationchange",
    "onemptied",
    "onended",
    "onerror",
    "onfocus",
    "onfocusin",
    "onfocusout",
    "onformdata",
    "onfullscreenchange",
    "onfullscreenerror",
    "ongotpointercapture",
    "oninput",
    "oninvalid",
    "onkeydown",
    "onkeypress",
    "onkeyup",
    "onload",
    "onloadeddata",
    "onloadedmetadata",
    "onloadstart",
    "onlostpointercapture",
    "onmousedown",
    "onmouseenter",
    "onmouseleave",
    "onmousemove",
    "onmouseout",
    "onmouseover",
    "onmouseup",
    "onpaste",
    "onpause",
    "onplay",
    "onplaying",
    "onpointercancel",
    "onpointerdown",
    "onpointerenter",
    "onpointerleave",
    "onpointermove",
    "onpointerout",
    "onpointerover",
    "onpointerup",
    "onprogress",
    "onratechange",
    "onreset",
    "onresize",
    "onscroll",
    "onscrollend",
    "onsearch",
    "onseeked",
    "onseeking",
    "onselect",
    "onselectionchange",
    "onselectstart",
    "onslotchange",
    "onstalled",
    "onsubmit",
    "onsuspend",
    "ontimeupdate",
    "ontoggle",
    "ontouchcancel",
    "ontouchend",
    "ontouchmove",
    "ontouchstart",
    "ontransitioncancel",
    "ontransitionend",
    "ontransitionrun",
    "ontransitionstart",
    "onvolumechange",
    "onwaiting",
    "onwheel",
];

/// Elements that hold a text to be read.
pub(super) fn is_text(tag: &str) -> bool {
    const TEXTS: [&str; 12] =
        ["span", "p", "strong", "em", "b", "small", "legend", "h2", "h3", "h4", "h5", "th"];
    tag == "label" || TEXTS.contains(&tag)
}

pub(super) fn check(
    finder: &mut Finder<'_>,
    call: &Expr,
    tag: &Ident,
    args: &[Expr],
    keywords: &[Keyword],
) {
    let name = tag.name.as_str();
    if PRIMITIVES.contains(&name) {
        return list(finder, call, tag, keywords);
    }
    unknown_tag(finder, tag);
    for keyword in keywords {
        event(finder, keyword);
    }
    control(finder, call, tag, args, keywords);
}

fn list(finder: &mut Finder<'_>, call: &Expr, tag: &Ident, keywords: &[Keyword]) {
    let is_list = matches!(tag.name.as_str(), "For" | "Grid");
    if is_list && !has(keywords, "key") && !is_open(&[], keywords) {
        let message =
            format!("`ui.{}` without `key` tells its rows apart by their position", tag.name);
        finder.report(LIST_WITHOUT_KEY, call.id, message, None);
    }
}

fn unknown_tag(finder: &mut Finder<'_>, tag: &Ident) {
    let name = tag.name.as_str();
    // HTML does not tell upper case from lower case.
    if TAGS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return;
    }
    if let Some(meant) = closest(name, TAGS.iter().chain(PRIMITIVES).copied()) {
        let message = format!("there is no element `{name}`");
        finder.report(
            UNKNOWN_TAG,
            tag.id,
            message,
            Some(format!("did you mean `ui.{meant}`?").into()),
        );
    }
}

fn event(finder: &mut Finder<'_>, keyword: &Keyword) {
    let Some(name) = &keyword.name else { return };
    let lower = name.name.to_lowercase();
    // The server leaves handlers out; whatever their name, nothing is heard there.
    let is_heard = finder.runtime != Runtime::Screen && !finder.runtime.is_server();
    if !lower.starts_with("on") || EVENTS.contains(&lower.as_str()) || !is_heard {
        return;
    }
    let joined = lower.replace('_', "");
    let meant = if EVENTS.contains(&joined.as_str()) {
        Some(joined.as_str())
    } else {
        closest(&lower, EVENTS.iter().copied())
    };
    if let Some(meant) = meant {
        let message = format!("there is no event `{}`", name.name);
        finder.report(
            UNKNOWN_EVENT,
            name.id,
            message,
            Some(format!("did you mean `{meant}`?").into()),
        );
    }
}

/// A control or image that assistive technology can only call by its tag.
fn control(finder: &mut Finder<'_>, call: &Expr, tag: &Ident, args: &[Expr], keywords: &[Keyword]) {
    const NAMES: [&str; 5] = ["aria_label", "aria_labelledby", "title", "aria_hidden", "role"];
    if is_open(args, keywords) || NAMES.iter().any(|name| has(keywords, name)) {
        return;
    }
    let kind = keyword(keywords, "type").map(literal_text);
    let wanted = match tag.name.as_str() {
        "img" if !has(keywords, "alt") => "`alt=`; empty if the picture says nothing new",
        "button" if args.is_empty() => "text, or `aria_label=`",
        // Another element's `for_` may name the one with an id.
        "input" | "select" | "textarea" if finder.labels == 0 && !has(keywords, "id") => match kind
        {
            Some(None | Some("hidden" | "submit" | "reset" | "button" | "image")) => return,
            _ if has(keywords, "placeholder") => return,
            _ => "a `ui.label(…)` around it, or `aria_label=`",
        },
        _ => return,
    };
    let message = format!("nothing says what this `{}` is", tag.name);
    finder.report(UNLABELLED, call.id, message, Some(format!("give it {wanted}").into()));
}

fn keyword<'a>(keywords: &'a [Keyword], name: &str) -> Option<&'a Expr> {
    let is_it = |keyword: &&Keyword| keyword.name.as_ref().is_some_and(|known| known.name == name);
    keywords.iter().find(is_it).map(|keyword| &keyword.value)
}

fn has(keywords: &[Keyword], name: &str) -> bool {
    keyword(keywords, name).is_some()
}

/// Whether there may be arguments that syntax does not tell.
fn is_open(args: &[Expr], keywords: &[Keyword]) -> bool {
    keywords.iter().any(|keyword| keyword.name.is_none())
        || args.iter().any(|arg| matches!(&*arg.kind, ExprKind::Starred(_) | ExprKind::Dict(_)))
}
