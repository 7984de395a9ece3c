//! The parameters of what the framework gives to browser classes, in the order of its Python
//! signatures. Source: the framework's type stubs for `Module`, `Component` and stores.

use super::names;
use crate::binding::{BrowserKind, ParamKind, Signature, SignatureParam};

/// `(method, parameters)`; `=` marks a default.
type Table = &'static [(&'static str, &'static str)];

const BOTH: Table = &[
    ("on_start", ""),
    ("on_stop", ""),
    ("on", "target,event,fn"),
    ("off", "target,event,fn"),
    ("delegate", "target,event,selector,fn"),
    ("listen", "event,fn"),
    ("emit", "event,data="),
    ("timeout", "fn,seconds"),
    ("interval", "fn,seconds"),
    ("clear_timeout", "handle"),
    ("clear_interval", "handle"),
    ("clear_timers", ""),
    ("add_cleanup", "fn"),
    ("adopt", "child,options="),
    ("create_selector", "deps,fn"),
    ("set_state", "new_state"),
    ("form_data", "source"),
    ("upload_form", "name,source,on_progress="),
    ("upload", "name,file,payload=,on_progress="),
    ("action_error_message", "error,fallback="),
    ("navigate", "target,options="),
    ("set_metadata", "metadata,options="),
];

const MODULE: Table = &[
    ("start", ""),
    ("stop", ""),
    ("batch_state", "fn"),
    ("watch_state", "fn"),
    ("subscribe", "store,fn="),
    ("provider", "name"),
    ("adopt_component", "component,options="),
    ("on_socket", "event,fn"),
    ("off_socket", "event,fn"),
    ("emit_socket", "event,payload="),
    ("refetch_on_socket", "event=,action=,on_result=,on_error="),
    ("join_topic", "topic"),
    ("leave_topic", "topic"),
    ("call_action", "name,payload="),
];

const COMPONENT: Table = &[
    ("render", "props="),
    ("set_state_sync", "new_state"),
    ("mount", "parent"),
    ("mount_before", "sibling"),
    ("unmount", ""),
    ("start", ""),
    ("stop", ""),
];

/// Of these, `subscribe` alone takes options too.
const STORE: Table = &[
    ("subscribe", "fn"),
    ("get", "path=,default="),
    ("get_state", ""),
    ("snapshot", ""),
    ("set", "path,value"),
    ("patch", "partial"),
    ("update", "mutator"),
    ("delete", "path"),
    ("clear", ""),
    ("reset", ""),
    ("listen", "path,fn"),
    ("select", "selector,default="),
];

/// Functions of the `dom` namespace, except the two that take options.
const DOM: Table = &[
    ("query", "selector,parent="),
    ("query_all", "selector,parent="),
    ("show", "element"),
    ("hide", "element"),
    ("clear", "element"),
    ("remove", "element"),
    ("toggle", "element,force="),
    ("css", "element,styles"),
    ("attr", "element,attrs"),
    ("create_icon", "svg_string,class_name="),
    ("append", "parent,child"),
    ("prepend", "parent,child"),
    ("insert_before", "parent,child,reference="),
    ("batch_append", "parent,children"),
    ("clear_pool", "key="),
];

const FUNCTIONS: Table = &[
    ("createSelector", "input_selectors,result_func"),
    ("createStateStore", "initial_state=,options="),
];

fn signature(text: &str) -> Signature {
    let params = text
        .split(',')
        .filter(|part| !part.is_empty())
        .map(|part| SignatureParam {
            name: part.trim_end_matches('=').into(),
            kind: ParamKind::Positional,
            has_default: part.ends_with('='),
        })
        .collect();
    Signature { params, ..Signature::default() }
}

fn find(table: Table, name: &str) -> Option<Signature> {
    text(table, name).map(signature)
}

fn text(table: Table, name: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(method, _)| *method == name || names::attribute(method) == name)
        .map(|(_, text)| *text)
}

/// A method that every browser class of this kind has from the framework.
pub(super) fn method(kind: BrowserKind, name: &str) -> Option<Signature> {
    let own = match kind {
        BrowserKind::Component => COMPONENT,
        BrowserKind::Module => MODULE,
    };
    find(BOTH, name).or_else(|| find(own, name))
}

/// A method that `super()` reaches in the framework's base.
pub(super) fn inherited(kind: BrowserKind, name: &str) -> Option<Signature> {
    if name == "__init__" { Some(constructor(kind)) } else { method(kind, name) }
}

/// What Python's constructor of a class without `__init__` takes.
pub(super) fn constructor(kind: BrowserKind) -> Signature {
    signature(match kind {
        BrowserKind::Component => "props=,state=,refs=,virtual_scroll=",
        BrowserKind::Module => "screen=,state=,stores=,element=,component=",
    })
}

pub(super) fn dom_function(name: &str) -> Option<Signature> {
    find(DOM, name)
}

/// A function of the framework that JavaScript takes as it is.
pub(super) fn function(name: &str) -> Option<Signature> {
    find(FUNCTIONS, name)
}

/// What a method of this name takes where only the run knows which object of the framework has it: a call that
/// gives so many positional arguments and these keywords fits no other.
pub(super) fn fitting(name: &str, given: usize, keywords: &[&str]) -> Option<&'static str> {
    texts(name).find(|text| {
        let params: Vec<&str> = text.split(',').collect();
        let rest = params.get(given..).unwrap_or_default();
        let is_given = |param: &&str| keywords.contains(&param.trim_end_matches('='));
        rest.iter().filter(|param| is_given(param)).count() == keywords.len()
            && rest.iter().all(|param| param.ends_with('=') || is_given(param))
    })
}

pub(super) fn store_method(name: &str) -> Option<Signature> {
    find(STORE, name)
}

/// The same where only the run knows what the call gives.
pub(super) fn first_of(name: &str) -> Option<&'static str> {
    texts(name).next()
}

fn texts(name: &str) -> impl Iterator<Item = &'static str> {
    [BOTH, MODULE, COMPONENT, STORE].into_iter().filter_map(move |table| text(table, name))
}

/// Whether browser classes have a method of this name from the framework.
pub(super) fn is_method(name: &str) -> bool {
    [BOTH, MODULE, COMPONENT].into_iter().any(|table| find(table, name).is_some())
}

/// Methods that call a function of the class with an event, and for `delegate` the element.
pub(super) fn calls_with_event(name: &str) -> bool {
    matches!(name, "on" | "delegate")
}
