//! The framework's public names: what each is, and where it runs.

/// The JavaScript name of a Python attribute or method name.
///
/// Applies to attributes and methods only, definitions included; never to local variables, parameters,
/// dict keys, classes, functions or stores. It is SPRAG's naming rule, which apps and its runtimes rely on.
pub fn js_member_name(name: &str) -> std::borrow::Cow<'_, str> {
    use std::borrow::Cow;
    match name {
        "inner_html" => return Cow::Borrowed("innerHTML"),
        "upper" => return Cow::Borrowed("toUpperCase"),
        "lower" => return Cow::Borrowed("toLowerCase"),
        "strip" => return Cow::Borrowed("trim"),
        _ if name.starts_with('_') || !name.contains('_') => return Cow::Borrowed(name),
        _ => {}
    }
    let mut words = name.split('_');
    let mut mapped = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut chars = word.chars();
        mapped.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        mapped.push_str(chars.as_str());
    }
    Cow::Owned(mapped)
}

#[cfg(test)]
mod tests {
    use super::js_member_name;

    #[test]
    fn attribute_names_become_camel_case() {
        let names = ["on_start", "inner_html", "upper", "_private_name", "value", "a_bC", "data_"];
        let mapped: Vec<_> = names.iter().map(|name| js_member_name(name)).collect();
        assert_eq!(
            mapped,
            ["onStart", "innerHTML", "toUpperCase", "_private_name", "value", "aBC", "data"]
        );
    }
}
