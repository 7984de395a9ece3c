//! Helix for the tests of its configuration. Debian has it from version 13 on; on an older one the package
//! is unpacked beside its own C library, and the system stays as it is.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::{answers, capture, command, run};
use crate::layout::Layout;

/// What the program is called: by its authors, and by Debian.
const NAMES: [&str; 2] = ["helix", "hx"];

/// The first release of Debian that has the package.
const SUITE: &str = "trixie";

const KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// The program, installed if it is not there.
///
/// # Errors
/// If it cannot be installed.
pub(crate) fn prepare(layout: &Layout) -> Result<PathBuf> {
    if let Some(found) = NAMES.into_iter().find(|name| answers(name)) {
        return Ok(found.into());
    }
    let folder = layout.target.join("test-helix");
    let program = folder.join("hx");
    if answers(&program) {
        return Ok(program);
    }
    if !answers("apt-get") || !Path::new(KEYS).exists() {
        bail!("missing: helix\nInstall it; on Debian 13 and later with: sudo apt-get install hx");
    }
    unpack(&folder).context("cannot unpack Helix")?;
    let root = folder.join("root");
    let libraries = root.join("usr/lib").join(format!("{}-linux-gnu", std::env::consts::ARCH));
    let loader = fs::read_dir(&libraries)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"ld-linux"))
        })
        .context("the C library has no loader")?;
    let text = format!(
        "#!/bin/sh\nHELIX_RUNTIME='{root}/usr/lib/hx/runtime' exec '{loader}' --library-path '{libraries}' \
         '{root}/usr/lib/hx/hx' \"$@\"\n",
        root = root.display(),
        loader = loader.display(),
        libraries = libraries.display(),
    );
    fs::write(&program, text)?;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755))?;
    if !answers(&program) {
        bail!("{} does not run", program.display());
    }
    Ok(program)
}

/// The package and what it needs of the system, below `root` in a folder.
fn unpack(folder: &Path) -> Result<()> {
    let sources = folder.join("sources");
    for path in ["sources", "lists/partial", "archives/partial", "root"] {
        fs::create_dir_all(folder.join(path))?;
    }
    let mirror = mirror(folder)?;
    let source = format!(
        "Types: deb\nURIs: {mirror}\nSuites: {SUITE}\nComponents: main\nSigned-By: {KEYS}\n"
    );
    fs::write(sources.join("debian.sources"), source)?;
    fs::write(folder.join("status"), "")?;
    let apt = |arguments: &[&str]| {
        let mut apt = command("apt-get", folder);
        let options = [
            ("Dir::Etc::sourcelist", PathBuf::from("/dev/null")),
            ("Dir::Etc::sourceparts", sources.clone()),
            ("Dir::State", folder.to_owned()),
            ("Dir::State::lists", folder.join("lists")),
            ("Dir::State::status", folder.join("status")),
            ("Dir::Cache", folder.to_owned()),
            ("Dir::Cache::archives", folder.join("archives")),
            ("APT::Sandbox::User", PathBuf::from("root")),
            ("Acquire::Languages", PathBuf::from("none")),
            ("Acquire::IndexTargets::deb::DEP-11::DefaultEnabled", PathBuf::from("false")),
        ];
        for (name, value) in options {
            apt.arg("-o").arg(format!("{name}={}", value.display()));
        }
        run(apt.args(["-q", "-y"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update"])?;
    apt(&["install", "--download-only", "--no-install-recommends", "hx"])?;
    for entry in fs::read_dir(folder.join("archives"))? {
        let package = entry?.path();
        if package.extension().is_some_and(|extension| extension == "deb") {
            run(command("dpkg-deb", folder).arg("-x").arg(package).arg("root"))?;
        }
    }
    fs::remove_dir_all(folder.join("lists"))?;
    Ok(())
}

/// Where this machine has Debian's packages from.
fn mirror(folder: &Path) -> Result<String> {
    let format = "$(LABEL) $(REPO_URI)";
    let known = || {
        let mut targets = command("apt-get", folder);
        let listed =
            capture(targets.args(["indextargets", "--format", format, "Created-By: Packages"]))?;
        anyhow::Ok(listed.lines().find_map(|line| line.strip_prefix("Debian ")).map(str::to_owned))
    };
    if let Some(mirror) = known()? {
        return Ok(mirror);
    }
    // Whose packages they are is in the lists.
    run(command("apt-get", folder).args(["update", "-q"]))?;
    known()?.context("this machine has no source of Debian's packages")
}
