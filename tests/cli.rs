//! Runs the transcripts in `tests/cli/*.md`: each command of a `console` block, its output (standard output, then
//! standard error) and its exit code. A block such as ```` ```text file=a.case ```` writes a file first. With `UPDATE=1`
//! in the environment the transcripts are rewritten to what comes out.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on says so and stops"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A part of a transcript.
enum Part {
    /// Lines that stand as they are.
    Text(Vec<String>),
    /// A command with the output that is expected of it.
    Run { command: String, expected: Vec<String> },
    /// A file to write, before the commands that follow.
    File { path: PathBuf, text: String },
}

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut names: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of transcripts")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    names.sort();
    assert!(names.len() > 10, "transcripts are missing");
    let update = std::env::var_os("UPDATE").is_some();
    let mut failures = String::new();
    for name in &names {
        let old = fs::read_to_string(name).expect("a transcript");
        let new = run(&old, &folder.join("files"));
        if update {
            fs::write(name, &new).expect("a transcript is written");
        } else if old != new {
            failures.push_str(&format!("--- {}\n{}", name.display(), difference(&old, &new)));
        }
    }
    assert!(failures.is_empty(), "transcripts differ (UPDATE=1 rewrites them):\n{failures}");
}

/// The lines from the first to the last that differ.
fn difference(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut text = format!("line {}\n", start + 1);
    old[start..old.len() - end].iter().for_each(|l| text.push_str(&format!("- {l}\n")));
    new[start..new.len() - end].iter().for_each(|l| text.push_str(&format!("+ {l}\n")));
    text
}

/// The transcript with the output that comes out.
fn run(transcript: &str, files: &Path) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(files).expect("the folder of files") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), folder.path().join(entry.file_name())).expect("a file is copied");
    }
    let mut out = String::new();
    for part in parts(transcript, folder.path()) {
        match part {
            Part::Text(lines) => lines.iter().for_each(|l| out.push_str(&format!("{l}\n"))),
            Part::File { path, text } => {
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
                fs::write(path, text).expect("a file is written");
            }
            Part::Run { command, expected: _ } => {
                out.push_str(&format!("$ {command}\n"));
                out.push_str(&execute(&command, folder.path()));
            }
        }
    }
    out
}

fn parts(transcript: &str, folder: &Path) -> Vec<Part> {
    let mut parts = vec![Part::Text(Vec::new())];
    let mut file: Option<(PathBuf, String)> = None;
    let mut console = false;
    for line in transcript.lines() {
        if line == "```" && console {
            console = false;
            parts.push(Part::Text(Vec::new()));
        } else if line == "```"
            && let Some((path, text)) = file.take()
        {
            parts.push(Part::File { path, text });
            parts.push(Part::Text(Vec::new()));
        } else if line == "```console" {
            console = true;
        } else if let Some(name) = line.strip_prefix("```").and_then(|l| l.split_once("file=")).map(|(_, n)| n) {
            file = Some((folder.join(name), String::new()));
        } else if let Some((_, text)) = &mut file {
            text.push_str(&format!("{line}\n"));
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| console) {
            parts.push(Part::Run { command: command.to_owned(), expected: Vec::new() });
            continue;
        }
        match parts.last_mut() {
            Some(Part::Text(lines)) => lines.push(line.to_owned()),
            Some(Part::Run { expected, .. }) => expected.push(line.to_owned()),
            Some(Part::File { .. }) | None => {}
        }
    }
    parts
}

/// Runs one command: `caroline …`, perhaps with `< FILE` and `| head -N` at the end, or `cat FILE`.
fn execute(command: &str, folder: &Path) -> String {
    let (command, head) = match command.split_once(" | head -") {
        Some((c, n)) => (c, n.trim().parse::<usize>().expect("a number")),
        None => (command, usize::MAX),
    };
    let (command, input) = match command.split_once(" < ") {
        Some((c, file)) => (c, fs::read(folder.join(file.trim())).expect("the input")),
        None => (command, Vec::new()),
    };
    let words = split(command);
    if words[0] == "cat" {
        return fs::read_to_string(folder.join(&words[1])).expect("a file");
    }
    assert_eq!(words[0], "caroline", "only `caroline` and `cat` are run");
    let mut child = Command::new(env!("CARGO_BIN_EXE_caroline"))
        .args(&words[1..])
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("caroline runs");
    child.stdin.take().expect("an input").write_all(&input).expect("the input is written");
    let output = child.wait_with_output().expect("caroline ends");
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let mut shown: String = text.lines().take(head).map(|l| format!("{}\n", l.trim_end())).collect();
    match output.status.code() {
        Some(0) => {}
        Some(code) => shown.push_str(&format!("exit: {code}\n")),
        None => panic!("`{command}` was killed"),
    }
    shown
}

/// Splits a command into words; quotes keep words together.
fn split(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_caroline"))
        .args(["list", "sentences"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("caroline runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("caroline ends");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}
