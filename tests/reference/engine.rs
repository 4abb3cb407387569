//! The engine as the tests use it: texts in, values and outcomes by name out. Knows nothing of the reference's values.

use std::collections::{BTreeMap, BTreeSet};

use caroline::engine::standpoint::{Dimension, Standpoint, key};
use caroline::engine::{Evaluation, Limits, Outcome, Outcomes, Plan};
use caroline::record::model::{Content, Ground, Record, TermId, TermRef};
use caroline::rulebook::model::{PositionId, Rulebook, Standard};
use caroline::source::{FileId, SourceMap, Text};
use caroline::syntax::tree::LawFile;
use caroline::syntax::{Limits as SyntaxLimits, parse_case, parse_content, parse_law};

/// A rule book and a record, read and resolved.
pub struct Input {
    map: SourceMap,
    pub rulebook: Rulebook,
    pub plan: Plan,
    pub record: Record,
}

impl Input {
    /// Reads texts; what was found wrong if they cannot be used.
    pub fn read(laws: &[(String, String)], case: &str) -> Result<Input, String> {
        let mut map = SourceMap::default();
        let limits = SyntaxLimits::default();
        let mut wrong = Vec::new();
        let mut files: Vec<(FileId, LawFile)> = Vec::new();
        for (name, text) in laws {
            let file = map.add(name.as_str(), text.as_str());
            let parsed = parse_law(&map, file, &limits);
            wrong.extend(parsed.diagnostics);
            files.push((file, parsed.value));
        }
        let built = caroline::rulebook::build(&files);
        wrong.extend(built.diagnostics);
        let file = map.add("test.case", case);
        let parsed = parse_case(&map, file, &limits);
        wrong.extend(parsed.diagnostics);
        let mut record = Record::default();
        if !wrong.iter().any(|d| d.is_error()) {
            let built_record = caroline::record::build(&built.rulebook, &parsed.value);
            wrong.extend(built_record.diagnostics);
            record = built_record.record;
        }
        let errors: Vec<String> = wrong
            .iter()
            .filter(|d| d.is_error())
            .map(|d| {
                let span = d.span();
                let text = map.get(span.file).and_then(|f| f.text.get(span.range()).map(str::to_owned));
                format!("{}: {} at `{}`", d.code, d.message, text.unwrap_or_default())
            })
            .collect();
        if !errors.is_empty() {
            return Err(errors.join("\n"));
        }
        let plan = Plan::new(&built.rulebook);
        Ok(Input { map, rulebook: built.rulebook, plan, record })
    }

    /// The ground sentence that words say, without its sign.
    pub fn ground(&mut self, words: &str) -> Result<Ground, String> {
        let file = self.map.add("sentence", words);
        let parsed = parse_content(&self.map, file, &SyntaxLimits::default());
        let Some(content) = parsed.value.filter(|_| parsed.diagnostics.is_empty()) else {
            return Err(format!("`{words}` is no sentence"));
        };
        match caroline::record::content(&self.rulebook, &mut self.record, &content) {
            Ok(Content::Sentence { ground, .. }) => Ok(ground),
            Ok(other) => Err(format!("`{words}` is {other:?}")),
            Err(wrong) => Err(wrong.iter().map(|d| d.message.clone()).collect::<Vec<_>>().join("\n")),
        }
    }

    pub fn evaluate(&self) -> Evaluation<'_> {
        Evaluation::new(&self.rulebook, &self.plan, &self.record, Limits::default()).expect("within limits")
    }

    /// A complete standpoint.
    pub fn standpoint(
        &self,
        standard: Standard,
        account: Option<&str>,
        accepted: &BTreeSet<&str>,
        branches: &[(Ground, bool)],
    ) -> Standpoint {
        let position = |p: &&str| -> PositionId { self.rulebook.position_ids[*p] };
        Standpoint {
            standard: Some(standard),
            account: account.map(Text::from),
            accepted: accepted.iter().map(position).collect(),
            branches: branches.iter().map(|(g, b)| (key(g), *b)).collect(),
        }
    }

    /// An entity's name, or a whole sentence in the words that `say` finds.
    pub fn name(&self, term: TermId, say: &dyn Fn(&Ground) -> String) -> String {
        match self.record.term(term) {
            Some(TermRef::Entity(e)) => e.name.to_string(),
            Some(TermRef::Sentence(q)) => format!("{}{}", if q.negated { "not " } else { "" }, say(&q.ground)),
            None => panic!("no such term"),
        }
    }
}

/// What an outcome is of.
pub enum Of {
    Sentence(caroline::engine::diagram::Value),
    Norm(Outcomes),
}

/// The norm instances that are not idle, with where each outcome holds: by norm and names.
pub fn instances(
    input: &Input,
    ev: &mut Evaluation<'_>,
    say: &dyn Fn(&Ground) -> String,
) -> BTreeMap<(String, Vec<String>), Outcomes> {
    let mut found = BTreeMap::new();
    for id in ev.norm_instances() {
        if ev.is_idle(id) {
            continue;
        }
        let norm = ev.provision(id).expect("a provision").id.to_string();
        let args = ev.graph().instance(id).expect("an instance").args.iter().map(|t| input.name(*t, say)).collect();
        let outcomes = ev.outcomes(id);
        let twice = found.insert((norm, args), outcomes);
        assert!(twice.is_none(), "an instance is listed twice");
    }
    found
}

/// The crossroads that an evaluation met.
pub fn crossroads(ev: &Evaluation<'_>) -> Vec<Ground> {
    ev.space
        .dimensions()
        .filter_map(|(_, d)| match d {
            Dimension::Crossroads(g) => Some(g.clone()),
            _ => None,
        })
        .collect()
}

/// The outcome of a norm instance in words.
pub fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breach => "breach",
        Outcome::Permitted => "permitted",
        Outcome::Established => "established",
        Outcome::Contested => "contested",
        Outcome::Undetermined => "undetermined",
        Outcome::NotShown => "not shown",
        Outcome::NotProved => "not proved",
        Outcome::NoBreach => "no breach",
        Outcome::NotPermitted => "not permitted",
        Outcome::Refuted => "refuted",
        Outcome::NotApplicable => "not applicable",
    }
}
