//! The bundled examples and the decided cases meet their expectations.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::process::Command;

fn expectations_of(folder: &str) {
    let run = Command::new(env!("CARGO_BIN_EXE_caroline"))
        .args(["test", folder])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert!(said.contains(" passed, 0 failed"), "{said}");
    assert!(!said.contains("\n0 passed"), "{said}");
}

#[test]
fn examples() {
    expectations_of("examples");
}

#[test]
fn decided_cases() {
    expectations_of("tests/casebook");
}
