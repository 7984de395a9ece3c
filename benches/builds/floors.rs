//! The least that things can cost on this machine, at this moment.

use anyhow::{Result, ensure};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use swc_common::sync::Lrc;
use swc_common::{FileName, SourceMap};
use swc_ecma_ast::{EsVersion, Module};
use swc_ecma_codegen::text_writer::JsWriter;
use swc_ecma_codegen::{Config, Emitter};
use swc_ecma_parser::{EsSyntax, Syntax, parse_file_as_module};

/// The argument that makes this program the client which does nothing.
const NOTHING: &str = "__nothing";

/// The socket that such a client is to ask.
pub(crate) fn socket_of(arguments: &[String]) -> Option<&Path> {
    match arguments {
        [word, socket] if word == NOTHING => Some(Path::new(socket)),
        _ => None,
    }
}

/// Connects, asks, prints what comes back.
pub(crate) fn do_nothing(socket: &Path) -> Result<()> {
    let mut stream = UnixStream::connect(socket)?;
    stream.write_all(b"?")?;
    let mut answer = [0; 64];
    let length = stream.read(&mut answer)?;
    std::io::stdout().write_all(&answer[..length])?;
    Ok(())
}

/// So many clients that do nothing, from start to exit.
pub(crate) fn clients_that_do_nothing(folder: &Path, rounds: usize) -> Result<Vec<Duration>> {
    let socket = folder.join("nothing");
    fs::remove_file(&socket).ok();
    let listener = UnixListener::bind(&socket)?;
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut question = [0];
            if stream.read_exact(&mut question).is_ok() {
                stream.write_all(b"nothing to do\n").ok();
            }
        }
    });
    let own = std::env::current_exe()?;
    let ask = |_| {
        let mut command = Command::new(&own);
        command.arg(NOTHING).arg(&socket).stdout(Stdio::null());
        let start = Instant::now();
        ensure!(command.status()?.success(), "the client that does nothing failed");
        Ok(start.elapsed())
    };
    (0..rounds).map(ask).collect()
}

/// Lists a folder and asks for the metadata of all that is in it, without outputs and state.
pub(crate) fn walk(folder: &Path) -> Result<Duration> {
    let start = Instant::now();
    let files = files_below(folder)?;
    for file in &files {
        fs::symlink_metadata(file)?;
    }
    ensure!(!files.is_empty(), "{} is empty", folder.display());
    Ok(start.elapsed())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let is_own = ["dist", ".sprag"].iter().any(|name| entry.file_name() == *name);
            match entry.file_type()? {
                _ if is_own => {}
                kind if kind.is_dir() => folders.push(entry.path()),
                _ => files.push(entry.path()),
            }
        }
    }
    Ok(files)
}

/// A file of a build, before it is written.
pub(crate) enum Output {
    Module(Module),
    /// A source map, or another file: as it is.
    Bytes(Vec<u8>),
}

/// The files of a build, with the trees of compiled scripts.
pub(crate) fn outputs(folder: &Path) -> Result<Vec<Output>> {
    let generated = folder.join("generated");
    let output = |path: PathBuf| {
        let is_module = path.extension().is_some_and(|extension| extension == "js");
        if !is_module || !path.starts_with(&generated) {
            return Ok(Output::Bytes(fs::read(path)?));
        }
        let map = SourceMap::default();
        let file = map.new_source_file(FileName::Anon.into(), fs::read_to_string(path)?);
        let syntax = Syntax::Es(EsSyntax::default());
        let module = parse_file_as_module(&file, syntax, EsVersion::EsNext, None, &mut vec![]);
        Ok(Output::Module(module.map_err(|error| anyhow::anyhow!("{error:?}"))?))
    };
    files_below(folder)?.into_iter().map(output).collect()
}

/// Reads and parses every Python file, then prints every module and writes all files to a folder that is not
/// there yet, each on all processors.
pub(crate) fn cold(sources: &Path, outputs: &[Output], output: &Path) -> Result<Duration> {
    let start = Instant::now();
    let files = files_below(sources)?;
    on_all_processors(&files, |_, file| {
        let text = fs::read_to_string(file)?;
        ensure!(queries::syntax::parse(&text).is_ok(), "the app does not parse");
        Ok(())
    })?;
    fs::create_dir_all(output)?;
    on_all_processors(outputs, |index, file| {
        let path = output.join(index.to_string());
        match file {
            Output::Module(module) => fs::write(path, printed(module)?)?,
            Output::Bytes(bytes) => fs::write(path, bytes)?,
        }
        Ok(())
    })?;
    Ok(start.elapsed())
}

fn printed(module: &Module) -> Result<Vec<u8>> {
    let map = Lrc::new(SourceMap::default());
    let mut bytes = Vec::new();
    let writer = JsWriter::new(Lrc::clone(&map), "\n", &mut bytes, None);
    let cfg = Config::default().with_target(EsVersion::Es2022);
    Emitter { cfg, cm: map, comments: None, wr: writer }.emit_module(module)?;
    Ok(bytes)
}

fn on_all_processors<T: Sync>(
    items: &[T],
    work: impl Fn(usize, &T) -> Result<()> + Sync,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let run = || -> Result<()> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return Ok(()) };
            work(index, item)?;
        }
    };
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let spawned: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        spawned.into_iter().try_for_each(|thread| {
            thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a thread panicked")))
        })
    })
}
