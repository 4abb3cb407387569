//! `caroline test`: runs the expectations of cases and says which fail, and how the holdings of tribunals stand. Knows
//! nothing of how they are compared.

use super::check::sort;
use super::coverage::{self, CoverageArgs};
use super::files::{self, Disk, RulesArgs, read, shown, unreadable};
use super::terminal::Terminal;
use super::{Status, Stop, diagnostics};
use crate::casebook::{self, Coverage, Failure, Held, Standing, Tally};
use crate::diagnostic::Diagnostic;
use crate::pipeline::Session;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline test cases/
  caroline test boat-strike.case --rules my-rules/
  caroline test cases/ --coverage               which rules and exceptions the cases exercise, and which not

A case says what it expects under `expect`:

  expect
    breach of attack-on-civilians by USA because attack-on-civilians
    Crew is hors de combat: undetermined
    holding Q4 \"derogation abroad\"
      not expressible \"an argument of interpretation, not an outcome\"")]
pub(super) struct Args {
    /// Case files and folders; rule files in them are used too (otherwise the current folder)
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    #[command(flatten)]
    rules: RulesArgs,
    /// Say which holdings differ or are not expressible, and why
    #[arg(long)]
    holdings: bool,
    #[command(flatten)]
    coverage: CoverageArgs,
}

/// What came of all cases.
#[derive(Debug, Default)]
struct Total {
    passed: usize,
    failed: usize,
    cases: usize,
    unusable: bool,
    holdings: Tally,
    coverage: Option<Coverage>,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let (mut session, _) = args.rules.session()?;
    let here = [".".to_owned()];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let mut cases = Vec::new();
    for path in paths {
        let found = sort(path)?;
        if found.rules {
            session.add_rules(&Disk, path).map_err(|e| unreadable(path, &e))?;
        }
        cases.extend(found.cases);
    }
    if cases.is_empty() {
        return Err(Stop::with_help(
            format!("there are no cases in `{}`", paths.join("`, `")),
            "case files end in `.case`; `caroline new case NAME` writes one to start from",
        ));
    }
    let mut total = Total { cases: cases.len(), coverage: args.coverage.asked(), ..Total::default() };
    let aside = args.coverage.results(terminal);
    let results = aside.as_ref().unwrap_or(terminal);
    for path in &cases {
        case(path, &mut session, results, args.holdings, &mut total)?;
    }
    let in_cases = if total.cases == 1 { "1 case".to_owned() } else { format!("{} cases", total.cases) };
    results.write(&format!("{} passed, {} failed, in {in_cases}\n", total.passed, total.failed))?;
    if total.holdings.all() > 0 {
        let held = &total.holdings;
        let more = !args.holdings && held.differ + held.not_expressible > 0;
        let hint = if more { " (`--holdings` says which, and why)" } else { "" };
        results.write(&format!("holdings: {held}{hint}\n"))?;
    }
    if let Some(found) = &total.coverage {
        coverage::show(&args.coverage, terminal, found)?;
    }
    match (total.unusable, total.failed) {
        (true, _) => Err(Stop::Said),
        (false, 0) => Ok(Status::Fine),
        (false, _) => Ok(Status::Findings),
    }
}

fn case(path: &str, session: &mut Session, terminal: &Terminal, holdings: bool, total: &mut Total) -> Result<(), Stop> {
    let bytes = read(path)?;
    let case = session.case(shown(path), &bytes);
    let judged = case.and_then(|c| c.resolve(session));
    files::report(terminal, session);
    let Some(judged) = judged else {
        total.unusable = true;
        terminal.write(&format!("{path}: not run, because of the errors above\n"))?;
        return Ok(());
    };
    if judged.record.expectations.is_empty() && judged.record.holdings.is_empty() {
        terminal.write(&format!("{path}: expects nothing; add `expect` with the verdicts you are sure of\n"))?;
        return Ok(());
    }
    match casebook::run_covering(session, &judged, total.coverage.as_mut()) {
        Ok(outcome) => {
            total.passed += outcome.passed;
            total.failed += outcome.failures.len();
            let mut text = format!("{path}: {} passed", outcome.passed);
            if !outcome.failures.is_empty() {
                text.push_str(&format!(", {} failed", outcome.failures.len()));
            }
            let tally = outcome.tally();
            total.holdings.add(tally);
            if tally.all() > 0 {
                text.push_str(&format!("; holdings: {tally}"));
            }
            text.push_str(if outcome.failures.is_empty() { "\n" } else { "\n\n" });
            for held in outcome.holdings.iter().filter(|_| holdings) {
                text.push_str(&standing(held));
            }
            for failure in &outcome.failures {
                text.push_str(&told(session, path, failure));
            }
            terminal.write(&text)?;
        }
        Err(error) => {
            total.unusable = true;
            diagnostics::draw(terminal, &session.map, &[Diagnostic::from(error)]);
        }
    }
    Ok(())
}

/// A holding that differs or is not expressible, with the reasons.
fn standing(held: &Held) -> String {
    let word = match held.standing {
        Standing::Agrees | Standing::Fails => return String::new(),
        Standing::Differs => "differs",
        Standing::NotExpressible => "not expressible",
    };
    let mut text = wrapped("  ", "    ", &format!("{}, {word}: {}", held.id, held.words));
    held.reasons.iter().for_each(|why| text.push_str(&wrapped("    ", "    ", why)));
    text
}

fn wrapped(first: &str, other: &str, text: &str) -> String {
    let options = textwrap::Options::new(90).initial_indent(first).subsequent_indent(other);
    textwrap::fill(text, options) + "\n"
}

fn told(session: &Session, path: &str, failure: &Failure) -> String {
    let (line, _) = session.map.position(failure.span);
    let mut text = format!("  {path}:{line}\n    {}\n", failure.line);
    if let Some(holding) = &failure.holding {
        text.push_str(&wrapped("    holding   ", "              ", holding));
    }
    if let Some(standpoint) = &failure.standpoint {
        text.push_str(&format!("    from      {standpoint}\n"));
    }
    text.push_str(&format!("    expected  {}\n    found     {}\n", failure.expected, failure.found));
    for (i, why) in failure.why.iter().enumerate() {
        let first = if i == 0 { "    why       " } else { "              " };
        text.push_str(&wrapped(first, "              ", why));
    }
    text.push('\n');
    text
}
