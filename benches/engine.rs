//! Benchmarks: parsing, judging, growth, open positions, rules that cannot fire, the whole process. `cargo bench`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use caroline::engine::{Evaluation, Limits as EngineLimits, Plan};
use caroline::opinion::{self, View};
use caroline::record::{self, model::Record};
use caroline::rulebook::load::Library;
use caroline::rulebook::model::{DefaultStance, PositionId, Rulebook};
use caroline::source::SourceMap;
use caroline::syntax::{self, Limits};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const EXAMPLE: &str = include_str!("../examples/caribbean-boat-strikes.case");
const LARGEST: &str = include_str!("../tests/casebook/armed-activities-2005.case");

struct Judged {
    rulebook: Rulebook,
    record: Record,
    plan: Plan,
}

fn load(case: &str, more_rules: &str) -> Judged {
    let mut map = SourceMap::default();
    let limits = Limits { max_bytes: 64 << 20, ..Limits::default() };
    let file = map.add("bench.case", case);
    let parsed = syntax::parse_case(&map, file, &limits).value;
    let uses: Vec<_> = parsed.incident.as_ref().unwrap().uses.iter().map(|u| u.value.clone()).collect();
    let mut library = Library::bundled();
    if !more_rules.is_empty() {
        library.add_pack_file("more", "more/more.law", more_rules.to_owned());
    }
    let built = library.load(&mut map, &uses, &limits);
    let record = record::build(&built.rulebook, &parsed);
    let mut errors = built.diagnostics.iter().chain(&record.diagnostics).filter(|d| d.is_error());
    if let Some(d) = errors.next() {
        panic!("{}: {} at {:?}", d.code, d.message, map.position(d.span()));
    }
    let plan = Plan::new(&built.rulebook);
    Judged { rulebook: built.rulebook, record: record.record, plan }
}

fn evaluate(judged: &Judged) -> Evaluation<'_> {
    Evaluation::new(&judged.rulebook, &judged.plan, &judged.record, EngineLimits::default()).unwrap()
}

/// An incident with this many strikes, each on a boat with ten persons aboard.
fn strikes(count: usize) -> String {
    let mut case = String::from(
        "incident many \"Many strikes\"\n  on 2025-10-01\n  uses targeting, human-rights, sea, jus-ad-bellum, responsibility\n  standard reasonable grounds\n\n\
         state USA \"the United States\"\nforce Forces \"its forces\" plural\nplace HighSeas\n",
    );
    for i in 0..count {
        writeln!(case, "vessel Boat{i}\nattack Strike{i} on 2025-10-01").unwrap();
        for p in 0..10 {
            writeln!(case, "person Person{i}x{p}").unwrap();
        }
    }
    case.push_str(
        "\nestablished\n  Forces is an organ of USA under its internal law\n  HighSeas is on the high seas\n",
    );
    for i in 0..count {
        writeln!(case, "  Strike{i} is carried out by Forces\n  Strike{i} takes place in HighSeas\n  Strike{i} involves the use of armed force").unwrap();
        writeln!(case, "  Strike{i} is directed against Boat{i}\n  Strike{i} stops, boards, diverts, seizes, attacks or destroys Boat{i}").unwrap();
        for p in 0..10 {
            writeln!(
                case,
                "  Strike{i} is directed against Person{i}x{p}\n  Strike{i} causes the death of Person{i}x{p}"
            )
            .unwrap();
            writeln!(case, "  Strike{i} affects the right to life of Person{i}x{p} in a direct and reasonably foreseeable manner because \"so\"").unwrap();
            writeln!(case, "  not Strike{i} serves to protect a person from an imminent threat of death or serious injury by Person{i}x{p} because \"so\"").unwrap();
        }
    }
    case
}

fn parsing(c: &mut Criterion) {
    let rules: String = caroline::bundled::packs().into_iter().map(|f| f.text).collect::<Vec<_>>().join("\n");
    let mut group = c.benchmark_group("parsing");
    group.throughput(Throughput::Bytes(rules.len() as u64));
    let mut map = SourceMap::default();
    let file = map.add("all.law", rules.as_str());
    group.bench_function("all packs", |b| b.iter(|| black_box(syntax::parse_law(&map, file, &Limits::default()))));
    group.finish();
}

fn judging(c: &mut Criterion) {
    let mut group = c.benchmark_group("judging the example");
    group.bench_function("cold: load, check, judge", |b| {
        b.iter(|| {
            let judged = load(EXAMPLE, "");
            let mut evaluation = evaluate(&judged);
            black_box(opinion::build(&mut evaluation, &View::default()).unwrap());
        });
    });
    let judged = load(EXAMPLE, "");
    group.bench_function("warm: values only", |b| {
        b.iter(|| {
            black_box(evaluate(&judged));
        });
    });
    group.bench_function("warm: with the opinion", |b| {
        b.iter(|| {
            let mut evaluation = evaluate(&judged);
            black_box(opinion::build(&mut evaluation, &View::default()).unwrap());
        });
    });
    group.finish();
}

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth with strikes");
    group.sample_size(10);
    for count in [1, 20, 500] {
        let judged = load(&strikes(count), "");
        group.throughput(Throughput::Elements(judged.record.statements.len() as u64));
        group.bench_with_input(BenchmarkId::new("values", count), &judged, |b, judged| {
            b.iter(|| {
                black_box(evaluate(judged));
            });
        });
    }
    group.finish();
}

fn positions(c: &mut Criterion) {
    let mut group = c.benchmark_group("open positions");
    let judged = load(EXAMPLE, "");
    let all = judged.rulebook.positions.len();
    for open in [0, 6, 12, all] {
        let mut fixed = load(EXAMPLE, "");
        for position in fixed.rulebook.positions.iter_mut().skip(open) {
            if position.default == DefaultStance::Contested {
                position.default = DefaultStance::Rejected;
            }
        }
        let stances = (0..open).map(|i| (PositionId(u32::try_from(i).unwrap()), DefaultStance::Contested)).collect();
        let view = View { stances, ..View::default() };
        group.bench_with_input(BenchmarkId::new("with the opinion", open), &fixed, |b, judged| {
            b.iter(|| {
                let mut evaluation = evaluate(judged);
                black_box(opinion::build(&mut evaluation, &view).unwrap());
            });
        });
    }
    group.finish();
}

fn idle_rules(c: &mut Criterion) {
    let mut group = c.benchmark_group("rules that cannot fire");
    for count in [0usize, 10_000] {
        let mut more = String::from(
            "pack more \"More\"\n  uses targeting, human-rights, sea, jus-ad-bellum, responsibility, individual-responsibility, vocabulary, sources\n\n",
        );
        more.push_str("relation <act A> never happens to <person P>\n\n");
        for i in 0..count {
            writeln!(more, "prohibition never-{i}\n  <state S> must not do number {i} to <person P> by <act A>\n  under custom-life\n  breached when\n    A is attributable to S\n    A never happens to P\n").unwrap();
        }
        let case = EXAMPLE.replacen("  uses ", "  uses more, ", 1);
        let judged = load(&case, &more);
        group.bench_with_input(BenchmarkId::new("values", count), &judged, |b, judged| {
            b.iter(|| {
                black_box(evaluate(judged));
            });
        });
    }
    group.finish();
}

/// The program from its start to the last byte written, as a user waits for it.
fn process(c: &mut Criterion) {
    let mut group = c.benchmark_group("whole process");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let all = caroline::bundled::packs().into_iter().map(|f| f.pack).collect::<BTreeSet<_>>();
    let all = all.into_iter().collect::<Vec<_>>().join(", ");
    for (name, text) in [("the example", EXAMPLE), ("the largest decided case with all packs", LARGEST)] {
        let uses = text.lines().find(|l| l.starts_with("  uses ")).unwrap();
        let text = if text == LARGEST { text.replacen(uses, &format!("  uses {all}"), 1) } else { text.to_owned() };
        let case = folder.join("bench.case");
        std::fs::write(&case, text).unwrap();
        group.bench_function(name, |b| {
            b.iter(|| {
                let run = Command::new(env!("CARGO_BIN_EXE_caroline")).arg("judge").arg(&case).output().unwrap();
                assert!(run.status.success() && run.stdout.len() > 1000);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, parsing, judging, growth, positions, idle_rules, process);
criterion_main!(benches);
