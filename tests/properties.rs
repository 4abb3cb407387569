//! The engine held against the reference, and the laws of `docs/semantics.md` § 11.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, unreachable_pub)]

mod reference;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};
use reference::generate::worlds;
use reference::hold::{Counts, hold, smallest};
use reference::print;

fn config() -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2000);
    Config { cases, max_shrink_iters: 0, failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_engine_agrees_with_the_reference(drawn in worlds()) {
        let world = drawn.0;
        match hold(&world, &mut Counts::new()) {
            Ok(None) => {}
            Ok(Some(_)) => {
                let (small, d) = smallest(&world);
                return Err(TestCaseError::fail(format!("{}\n{}", print::texts(&small), d.what)));
            }
            Err(e) => return Err(TestCaseError::fail(format!("{}\n{e}", print::texts(&world)))),
        }
    }
}

#[test]
fn explore() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let n: usize = std::env::var("EXPLORE").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut runner = TestRunner::new(config());
    let mut counts = Counts::new();
    let mut failed = 0;
    for _ in 0..n {
        let world = worlds().new_tree(&mut runner).unwrap().current().0;
        match hold(&world, &mut counts) {
            Ok(None) => {}
            Ok(Some(_)) => {
                failed += 1;
                let (small, d) = smallest(&world);
                println!("#### {}\n{}", print::texts(&small), d.what);
            }
            Err(e) => println!("#### {}\n{e}", print::texts(&world)),
        }
    }
    println!("{failed} failed; {counts:#?}");
}
