//! SARIF 2.1.0, the interchange format of static analysis (OASIS): one run, with the whole catalogue as
//! its rules.

use super::level;
use super::path::Paths;
use daemon::protocol::VERSION;
use daemon::report::{Place, Report};
use queries::diagnostic::{CODES, CodeInfo};
use serde_json::{Value, json};
use std::fmt::Write;

pub(super) fn log(reports: &[Report], paths: &Paths) -> Value {
    let results: Vec<Value> = reports.iter().map(|report| result(report, paths)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "sprag",
                    "version": VERSION,
                    "rules": CODES.iter().map(rule).collect::<Vec<_>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(info: &CodeInfo) -> Value {
    json!({
        "id": info.code.to_string(),
        "name": info.slug,
        "shortDescription": { "text": info.title },
        "fullDescription": { "text": info.why },
        "help": { "text": info.help },
        "defaultConfiguration": { "level": level(info.severity, "note") },
    })
}

fn result(report: &Report, paths: &Paths) -> Value {
    let text = match &report.help {
        Some(help) => format!("{}\n{help}", report.message),
        None => report.message.clone(),
    };
    let mut result = json!({
        "ruleId": report.code,
        "level": level(report.severity, "note"),
        "message": { "text": text },
    });
    if let Some(index) = CODES.iter().position(|info| info.code.to_string() == report.code) {
        result["ruleIndex"] = index.into();
    }
    if !report.place.path.is_empty() {
        result["locations"] = json!([{ "physicalLocation": location(&report.place, paths) }]);
    }
    let related: Vec<Value> = report
        .related
        .iter()
        .map(|related| {
            json!({
                "message": { "text": related.message },
                "physicalLocation": location(&related.place, paths),
            })
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(place: &Place, paths: &Paths) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(&paths.shown(place)) } });
    if let Some(span) = &place.span {
        location["region"] = json!({
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
            "snippet": { "text": span.source },
        });
    }
    location
}

/// A path as a URI reference; absolute ones as `file:` URIs.
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(byte.into());
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use expect_test::expect;

    fn log_of(reports: &[Report]) -> Value {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        log(reports, &Paths::of(&here))
    }

    #[test]
    fn a_result_has_its_rule_its_place_and_the_other_places() {
        let log = log_of(&[samples::clock()]);
        let run = &log["runs"][0];
        let mut result = run["results"][0].clone();
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "SPR101");
        result["ruleIndex"] = Value::Null;
        expect![[r#"
            {
              "ruleId": "SPR101",
              "level": "error",
              "message": {
                "text": "`Clock` is a Service: it runs on the server\ncall an action instead"
              },
              "ruleIndex": null,
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "app/my%20web.py"
                    },
                    "region": {
                      "startLine": 7,
                      "startColumn": 22,
                      "endLine": 7,
                      "endColumn": 27,
                      "snippet": {
                        "text": "        self.clock = Clock()"
                      }
                    }
                  }
                }
              ],
              "relatedLocations": [
                {
                  "message": {
                    "text": "declared here"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "app/my%20web.py"
                    },
                    "region": {
                      "startLine": 2,
                      "startColumn": 7,
                      "endLine": 2,
                      "endColumn": 12,
                      "snippet": {
                        "text": "class Clock(Service):"
                      }
                    }
                  }
                }
              ]
            }"#]]
        .assert_eq(&serde_json::to_string_pretty(&result).unwrap());
    }

    #[test]
    fn a_problem_without_a_file_has_no_location() {
        let log = log_of(&[samples::project_wide()]);
        assert_eq!(log["runs"][0]["results"][0].get("locations"), None);
    }

    #[test]
    fn every_code_is_a_rule() {
        let log = log_of(&[]);
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), CODES.len());
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
