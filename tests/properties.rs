//! The engine held against the reference in `tests/reference`, and the laws of `docs/semantics.md` § 11. Worlds are drawn
//! at random; `PROPTEST_CASES` says how many. A failure shows the smallest world found and the standpoint.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, clippy::wildcard_enum_match_arm, missing_docs, unreachable_pub)]

mod reference;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestCaseResult};
use reference::generate::worlds;
use reference::hold::{Counts, hold, smallest};
use reference::model::World;
use reference::print;
use reference::transform::{Names, extend, rename, reorder};
use reference::verdicts::{Choices, Verdicts, risen, verdicts};

/// So many cases of a hundred that are asked for.
fn config(percent: u32) -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2000);
    let cases = (cases * percent / 100).max(1);
    // The same worlds in every run, unless a seed is asked for: `PROPTEST_SEED=7` or `PROPTEST_SEED=random`.
    let seed = std::env::var("PROPTEST_SEED").unwrap_or_default();
    let rng_seed = if seed == "random" { RngSeed::Random } else { RngSeed::Fixed(seed.parse().unwrap_or(1837)) };
    Config { cases, max_shrink_iters: 0, failure_persistence: None, rng_seed, ..Config::default() }
}

fn fail(world: &World, why: &str) -> TestCaseError {
    TestCaseError::fail(format!("{}\n{why}", print::texts(world)))
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn the_engine_agrees_with_the_reference(drawn in worlds()) {
        agrees(&drawn.0)?;
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn names_do_not_matter(drawn in worlds()) {
        let mut names = Names::default();
        let other = rename(&drawn.0, &mut names);
        let choices = Choices::of(&drawn.0);
        let renamed = Choices { accounts: names.key(&choices.accounts), positions: names.key(&choices.positions) };
        let expected = said(&drawn.0, &choices)?.into_iter().map(|(k, v)| (names.key(&k), v)).collect();
        alike(&drawn.0, &other, &expected, &said(&other, &renamed)?)?;
    }

    #[test]
    fn order_does_not_matter(drawn in worlds(), seed in any::<u64>()) {
        let other = reorder(&drawn.0, seed);
        let choices = Choices::of(&drawn.0);
        alike(&drawn.0, &other, &said(&drawn.0, &choices)?, &said(&other, &choices)?)?;
    }

    #[test]
    fn strangers_do_not_matter(drawn in worlds()) {
        let other = extend(&drawn.0);
        let choices = Choices::of(&drawn.0);
        let mut found = said(&other, &choices)?;
        let expected = said(&drawn.0, &choices)?;
        found.retain(|k, _| expected.contains_key(k) || k.len() > 1 && is_norm(&drawn.0, k[0]));
        alike(&drawn.0, &other, &expected, &found)?;
    }

    #[test]
    fn two_runs_are_the_same(drawn in worlds()) {
        let choices = Choices::of(&drawn.0);
        prop_assert_eq!(said(&drawn.0, &choices)?, said(&drawn.0, &choices)?);
    }

    /// The first law of the semantics.
    #[test]
    fn a_higher_standard_makes_no_breach(drawn in worlds()) {
        match risen(&drawn.0) {
            Ok(None) => {}
            Ok(Some(_)) => {
                let (small, why) = smallest(&drawn.0, &|w| risen(w).ok().flatten());
                return Err(fail(&small, &why));
            }
            Err(why) => return Err(fail(&drawn.0, &why)),
        }
    }
}

fn agrees(world: &World) -> TestCaseResult {
    match hold(world, &mut Counts::new()) {
        Ok(None) => Ok(()),
        Ok(Some(_)) => {
            let (small, why) = smallest(world, &|w| hold(w, &mut Counts::new()).ok().flatten());
            Err(fail(&small, &why))
        }
        Err(why) => Err(fail(world, &why)),
    }
}

fn said(world: &World, choices: &Choices) -> Result<Verdicts, TestCaseError> {
    verdicts(world, choices).map_err(|why| fail(world, &why))
}

fn is_norm(world: &World, id: &str) -> bool {
    world.book.provisions.iter().any(|p| p.id == id && p.is_norm())
}

/// Two worlds that must be judged alike.
fn alike(world: &World, other: &World, expected: &Verdicts, found: &Verdicts) -> TestCaseResult {
    let keys = expected.keys().chain(found.keys());
    match keys.into_iter().find(|k| expected.get(*k) != found.get(*k)) {
        None => Ok(()),
        Some(k) => {
            let why = format!("{k:?}: {:?} and {:?}", expected.get(k), found.get(k));
            Err(fail(world, &format!("\nand\n\n{}\n{why}", print::texts(other))))
        }
    }
}

/// Every outcome is common among the worlds that are drawn.
#[test]
fn all_outcomes_are_common() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config(100), rng);
    let mut counts = Counts::new();
    for _ in 0..300 {
        let world = worlds().new_tree(&mut runner).unwrap().current().0;
        if let Err(why) = agrees(&world) {
            panic!("{why}");
        }
        hold(&world, &mut counts).unwrap();
    }
    println!("{counts:#?}");
    let norms = [
        "breach",
        "no breach",
        "not applicable",
        "undetermined",
        "not shown",
        "contested",
        "permitted",
        "not permitted",
    ];
    let all: usize = norms.iter().filter_map(|o| counts.get(o)).sum();
    for outcome in norms {
        let n = counts.get(outcome).copied().unwrap_or(0);
        assert!(n * 100 > all, "{outcome} is rare: {n} of {all}");
    }
}
