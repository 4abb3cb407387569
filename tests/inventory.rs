//! The packs have every legal test of the inventory in `tests/inventory/ids.txt`, and the cases
//! exercise all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use caroline::casebook::Coverage;
use caroline::casebook::coverage::coverage_of;
use caroline::pipeline::Session;
use caroline::rulebook::model::Rulebook;
use caroline::source::Text;

/// One line of the inventory.
struct Entry {
    id: String,
    /// The ids that stand for it, if the packs have it under other names.
    stand_ins: Vec<String>,
    /// Why, if they do.
    reason: Option<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn inventory() -> Vec<Entry> {
    let text = fs::read_to_string(root().join("tests/inventory/ids.txt")).unwrap();
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let (line, reason) = line.split_once(" : ").map_or((line, None), |(l, r)| (l, Some(r.to_owned())));
            let (id, others) = line.split_once(" -> ").unwrap_or((line, ""));
            let stand_ins = others.split(", ").filter(|o| !o.is_empty()).map(str::to_owned).collect();
            Entry { id: id.to_owned(), stand_ins, reason }
        })
        .collect()
}

/// The rules of all bundled packs.
fn all_packs() -> std::sync::Arc<caroline::pipeline::Law> {
    let mut session = Session::bundled();
    let packs: Vec<Text> = session.library.packs.keys().cloned().collect();
    let law = session.law(&packs);
    assert!(law.usable, "the packs go together: {:?}", session.findings());
    law
}

fn has(rulebook: &Rulebook, id: &str) -> bool {
    rulebook.provision_ids.contains_key(id) || rulebook.position_ids.contains_key(id)
}

#[test]
fn the_packs_have_every_test_of_the_inventory() {
    let law = all_packs();
    let inventory = inventory();
    assert!(inventory.len() > 300, "the inventory has {} entries", inventory.len());
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    for entry in &inventory {
        let id = &entry.id;
        if seen.contains(&id) {
            faults.push(format!("{id} is listed twice"));
        }
        seen.push(id);
        match (has(&law.rulebook, id), &entry.reason) {
            (true, None) => {}
            (true, Some(_)) => faults.push(format!("{id} is in the packs, but said to have other names")),
            (false, None) => faults.push(format!("{id} is missing from the packs")),
            (false, Some(reason)) if reason.trim().is_empty() => {
                faults.push(format!("{id} is left out without a reason"))
            }
            (false, Some(_)) => {
                let gone = entry.stand_ins.iter().filter(|s| !has(&law.rulebook, s));
                faults.extend(gone.map(|s| format!("{s}, which stands for {id}, is missing from the packs")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The packs may have more than the inventory, but nothing that does not say to which of its fields it belongs.
#[test]
fn every_provision_says_its_field() {
    let law = all_packs();
    let field = |id: &str| id.split('-').next().unwrap_or_default().to_owned();
    let positions = &law.rulebook.position_ids;
    let fields: Vec<String> =
        inventory().iter().filter(|e| !positions.contains_key(e.id.as_str())).map(|e| field(&e.id)).collect();
    let strays: Vec<&str> =
        law.rulebook.provision_ids.keys().map(Text::as_str).filter(|id| !fields.contains(&field(id))).collect();
    assert!(strays.is_empty(), "these belong to no field of the inventory: {}", strays.join(", "));
}

fn cases(folder: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "case"));
    paths.sort();
    paths.into_iter().map(|p| (p.display().to_string(), fs::read(&p).unwrap())).collect()
}

/// What all cases exercise.
fn coverage() -> Coverage {
    let all = ["tests/casebook", "examples", "tests/hypotheticals"].into_iter().flat_map(cases);
    coverage_of(&mut Session::bundled(), all).unwrap()
}

/// Every rule is met in some case and fails in another, every exception and presumption decides, something turns on every
/// position.
#[test]
fn every_rule_is_exercised() {
    let coverage = coverage();
    assert!(coverage.cases.len() > 60, "the cases are run");
    assert!(coverage.packs.iter().flat_map(|p| p.rules()).count() > 400, "the rules are seen");
    let gaps = coverage.gaps();
    assert!(gaps.is_empty(), "the cases leave out\n{gaps:#?}");
}
