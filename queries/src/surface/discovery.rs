//! Which files declare surfaces: the framework's discovery rules, over the project's file paths.

use super::problem::{At, Problem, codes};
use crate::syntax::ast::Name;
use std::collections::BTreeSet;

/// A file that the framework's discovery imports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SurfaceFile {
    pub path: Name,
    /// The name under which it is imported.
    pub module: Name,
}

/// Finds the `leaf` (`page` or `mount`) files below a dotted package among the project's Python files.
///
/// A folder without `__init__.py` is invisible to Python's package walk, which would lose its pages in
/// silence; that is a problem here. Folders with a dot in their name (`[...rest]`) are found by path.
pub fn surface_files(
    files: &BTreeSet<Name>,
    package: &str,
    leaf: &str,
) -> (Vec<SurfaceFile>, Vec<Problem>) {
    let root = format!("{}/", package.replace('.', "/"));
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in files.range(Name::from(&root)..).take_while(|path| path.starts_with(root.as_str()))
    {
        let relative = &path[root.len()..];
        let Some(folders) = surface_folders(relative, leaf) else { continue };
        match folder_without_init(files, &root, &folders) {
            Some(folder) => problems.push(missing_init(path, &folder, leaf)),
            None => found.push(SurfaceFile {
                path: path.clone(),
                module: module_name(package, &folders, leaf),
            }),
        }
    }
    (found, problems)
}

/// The folders between the package and the file, if the file is `leaf.py` or the package `leaf/`.
fn surface_folders<'a>(relative: &'a str, leaf: &str) -> Option<Vec<&'a str>> {
    let mut parts: Vec<&str> = relative.split('/').collect();
    let file = parts.pop()?.strip_suffix(".py")?;
    match file {
        "__init__"
            if parts.last() == Some(&leaf) && !parts.iter().any(|part| part.contains('.')) =>
        {
            parts.pop();
            Some(parts)
        }
        _ if file == leaf => Some(parts),
        _ => None,
    }
}

/// The first folder on the way that Python's walk would skip, relative to the project.
fn folder_without_init(files: &BTreeSet<Name>, root: &str, folders: &[&str]) -> Option<String> {
    if folders.iter().any(|folder| folder.contains('.')) {
        return None;
    }
    let mut folder = root.to_string();
    for part in folders {
        folder.push_str(part);
        folder.push('/');
        if !files.contains(format!("{folder}__init__.py").as_str()) {
            return Some(folder);
        }
    }
    None
}

fn missing_init(path: &Name, folder: &str, leaf: &str) -> Problem {
    let message = format!("`{folder}` has no `__init__.py`, so this {leaf} would never be found");
    Problem::new(At::File(path.clone()), codes::MISSING_INIT, message)
        .help(format!("Create an empty file `{folder}__init__.py`."))
}

/// The module name of a discovered file. A dot in a folder name makes the framework replace every
/// part that is not an identifier; without one, names stay as they are, brackets included.
fn module_name(package: &str, folders: &[&str], leaf: &str) -> Name {
    let is_synthetic = folders.iter().any(|folder| folder.contains('.'));
    let mut name = package.to_string();
    for folder in folders {
        name.push('.');
        name.push_str(&if is_synthetic {
            importable_segment(folder)
        } else {
            (*folder).to_string()
        });
    }
    format!("{name}.{leaf}").into()
}

/// A folder name as the framework makes it importable: `[...rest]` is `__sprag_catchall_rest__`.
pub fn importable_segment(folder: &str) -> String {
    if super::read::is_identifier(folder) {
        return folder.to_string();
    }
    let inner = folder.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match inner.map(|inner| inner.strip_prefix("...").ok_or(inner)) {
        Some(Ok(name)) => format!("__sprag_catchall_{}__", word(name)),
        Some(Err(name)) => format!("__sprag_param_{}__", word(name)),
        None => format!("__sprag_{}__", word(folder)),
    }
}

/// `name` with each run of other letters replaced by one `_`.
fn word(name: &str) -> String {
    let is_plain = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    let parts: Vec<&str> =
        name.split(|letter| !is_plain(letter)).filter(|part| !part.is_empty()).collect();
    let joined = parts.join("_");
    match joined.trim_matches('_') {
        "" => "segment".into(),
        trimmed => trimmed.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn found(paths: &[&str]) -> (Vec<SurfaceFile>, Vec<Problem>) {
        surface_files(&paths.iter().map(|path| Name::from(*path)).collect(), "app.routes", "page")
    }

    fn modules(paths: &[&str]) -> Vec<Name> {
        found(paths).0.into_iter().map(|file| file.module).collect()
    }

    #[test]
    fn pages_are_found_in_packages_and_only_there() {
        let files = [
            "app/routes/home/__init__.py",
            "app/routes/home/page.py",
            "app/routes/home/web.py",
            "app/page.py",
        ];
        assert_eq!(modules(&files), ["app.routes.home.page"]);
    }

    #[test]
    fn a_page_directly_in_the_routes_package_is_found() {
        assert_eq!(modules(&["app/routes/__init__.py", "app/routes/page.py"]), ["app.routes.page"]);
    }

    #[test]
    fn a_package_called_page_is_a_page_module() {
        let files = ["app/routes/shop/__init__.py", "app/routes/shop/page/__init__.py"];
        assert_eq!(modules(&files), ["app.routes.shop.page"]);
    }

    #[test]
    fn bracketed_folders_keep_their_name_unless_a_dot_makes_it_synthetic() {
        let files = [
            "app/routes/blog/__init__.py",
            "app/routes/blog/[slug]/__init__.py",
            "app/routes/blog/[slug]/page.py",
            "app/routes/docs/[...segments]/page.py",
            "app/routes/my-docs/[...all the rest]/page.py",
        ];
        let expected = [
            "app.routes.blog.[slug].page",
            "app.routes.docs.__sprag_catchall_segments__.page",
            "app.routes.__sprag_my_docs__.__sprag_catchall_all_the_rest__.page",
        ];
        assert_eq!(modules(&files), expected);
    }

    #[test]
    fn a_folder_without_init_is_an_error_with_the_remedy() {
        let (files, problems) = found(&["app/routes/__init__.py", "app/routes/lost/page.py"]);
        assert!(files.is_empty());
        expect![[r#"
            [
                (
                    "`app/routes/lost/` has no `__init__.py`, so this page would never be found",
                    Some(
                        "Create an empty file `app/routes/lost/__init__.py`.",
                    ),
                ),
            ]
        "#]]
        .assert_debug_eq(
            &problems
                .into_iter()
                .map(|problem| (problem.message, problem.help))
                .collect::<Vec<_>>(),
        );
    }
}
