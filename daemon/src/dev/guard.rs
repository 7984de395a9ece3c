//! Who may talk to the dev server.
//!
//! It runs the app with the rights of the person who develops it, so pages of other sites must not
//! reach it: not by a name that they resolve to this machine (the `Host` check), and not by requests
//! that a browser sends for them (the `Origin` and `Sec-Fetch-Site` checks).

use hyper::header::{HOST, HeaderMap, HeaderValue, ORIGIN};
use hyper::{Method, Request};
use std::net::IpAddr;

/// Why a request is refused, for whoever sent it.
pub(super) type Refusal = &'static str;

/// # Errors
/// The request does not come from a page of this server, nor from a person.
pub(super) fn admit<B>(request: &Request<B>, bound: IpAddr) -> Result<(), Refusal> {
    let headers = request.headers();
    let host = text(headers.get(HOST)).ok_or("the request names no host")?;
    if !is_own_name(host, bound) {
        return Err("the host name is not one of this server");
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_private = changes
        || headers.contains_key(hyper::header::UPGRADE)
        || request.uri().path().starts_with("/__sprag__/");
    if is_private && !is_own_page(headers, host) {
        return Err("the request comes from a page of another site");
    }
    Ok(())
}

/// Names that no one else can make point here: loopback, addresses, and the machine's own.
fn is_own_name(host: &str, bound: IpAddr) -> bool {
    let name = without_port(host).to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        return true;
    }
    let literal = name.trim_start_matches('[').trim_end_matches(']');
    if literal.parse::<IpAddr>().is_ok_and(|address| address.is_loopback() || !bound.is_loopback())
    {
        return true;
    }
    let machine = rustix::system::uname().nodename().to_string_lossy().to_ascii_lowercase();
    !bound.is_loopback() && (name == machine || name == format!("{machine}.local"))
}

fn is_own_page(headers: &HeaderMap, host: &str) -> bool {
    let same_site = |value: &str| matches!(value, "same-origin" | "none");
    let by_fetch = text(headers.get("sec-fetch-site")).is_none_or(same_site);
    let by_origin = match headers.get(ORIGIN) {
        None => true,
        Some(origin) => text(Some(origin))
            .and_then(|origin| origin.split_once("://"))
            .is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host)),
    };
    by_fetch && by_origin
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value?.to_str().ok()
}

fn without_port(host: &str) -> &str {
    match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOPBACK: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const ANYWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);

    fn admitted(method: &str, path: &str, headers: &[(&str, &str)], bound: IpAddr) -> bool {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        admit(&request.body(()).unwrap(), bound).is_ok()
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for host in ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "app.localhost", "127.0.0.1"]
        {
            assert!(admitted("GET", "/", &[("host", host)], LOOPBACK), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:8000", "192.168.0.7:8000", ""] {
            assert!(!admitted("GET", "/", &[("host", host)], LOOPBACK), "{host}");
        }
        assert!(!admitted("GET", "/", &[], LOOPBACK));
        assert!(admitted("GET", "/", &[("host", "192.168.0.7:8000")], ANYWHERE));
        assert!(!admitted("GET", "/", &[("host", "evil.example")], ANYWHERE));
    }

    #[test]
    fn pages_of_other_sites_can_neither_act_nor_listen() {
        let own = ("host", "localhost:8000");
        for path in ["/__sprag__/actions", "/form"] {
            let with = |origin| admitted("POST", path, &[own, ("origin", origin)], LOOPBACK);
            assert!(with("http://localhost:8000"));
            assert!(!with("http://localhost:9000"));
            assert!(!with("https://evil.example"));
            assert!(!with("null"));
        }
        let foreign = ("sec-fetch-site", "cross-site");
        assert!(!admitted("GET", "/__sprag__/dev/open?file=a", &[own, foreign], LOOPBACK));
        assert!(admitted("GET", "/", &[own, foreign], LOOPBACK), "a link from elsewhere");
        let upgrade = [own, ("upgrade", "websocket"), ("origin", "https://evil.example")];
        assert!(!admitted("GET", "/socket", &upgrade, LOOPBACK));
    }
}
