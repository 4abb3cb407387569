//! Words that several parts of the opinion need: names, headings, conditions as the rules state them. Knows nothing of
//! outcomes.

use crate::engine::Evaluation;
use crate::engine::facts::Facts;
use crate::engine::graph::{GroundTest, Node};
use crate::engine::join::{Env, get};
use crate::record::model::{Heading, Statement, TermId, TermRef};
use crate::record::wording::{self, Terms};
use crate::rulebook::model::{
    Comparison, Condition, Literal, Measure, Operand, Provision, Rulebook, TemplatePart, Term, Test, VarId, Variable,
};

/// The terms of an evaluation: those of the record and those the engine made.
pub struct EngineTerms<'e, 'a>(pub &'e Facts<'a>);

impl Terms for EngineTerms<'_, '_> {
    fn term(&self, term: TermId) -> Option<TermRef<'_>> {
        self.0.record.term(term).or_else(|| self.0.quoted(term).map(TermRef::Sentence))
    }
}

/// How somebody is shown: the display name of the entity with that name, else the name.
pub fn actor(evaluation: &Evaluation<'_>, name: &str) -> String {
    let record = evaluation.record();
    let entity = record.entities.iter().find(|e| e.name == name);
    entity.and_then(|e| e.display.clone()).unwrap_or_else(|| name.to_owned())
}

/// How a term is shown.
pub fn term(evaluation: &Evaluation<'_>, id: TermId) -> String {
    wording::name(evaluation.rulebook(), &EngineTerms(evaluation.facts()), id)
}

/// The name of an entity as it stands in statements.
pub fn name(evaluation: &Evaluation<'_>, id: TermId) -> String {
    evaluation.record().entities.get(id.index()).map_or_else(|| term(evaluation, id), |e| e.name.to_string())
}

/// The heading of a statement in words.
pub fn heading(evaluation: &Evaluation<'_>, statement: &Statement) -> String {
    use crate::rulebook::model::Standard;
    match &statement.heading {
        Heading::Evidence(Standard::BeyondReasonableDoubt) => "established".to_owned(),
        Heading::Evidence(Standard::ClearAndConvincing) => "corroborated".to_owned(),
        Heading::Evidence(Standard::BalanceOfProbabilities) => "likely".to_owned(),
        Heading::Evidence(Standard::ReasonableGrounds) => "reported".to_owned(),
        Heading::Unknown => "unknown".to_owned(),
        Heading::NotProven => "not proven".to_owned(),
        Heading::ClaimedBy(who) => format!("claimed by {}", actor(evaluation, who)),
        Heading::DeniedBy(who) => format!("denied by {}", actor(evaluation, who)),
        Heading::FoundBy(who) => format!("found by {}", actor(evaluation, who)),
        Heading::AssertedBy(who) => format!("asserted by {}", actor(evaluation, who)),
    }
}

/// A ground condition in words, if it is not a block.
pub fn test(evaluation: &Evaluation<'_>, node: &Node<'_>, vars: &[Variable]) -> String {
    let rulebook = evaluation.rulebook();
    let terms = EngineTerms(evaluation.facts());
    if let GroundTest::Atom(id, negated) = &node.test {
        let atom = evaluation.graph().atom(*id);
        atom.map_or(String::new(), |a| wording::sentence(rulebook, &terms, a.ground.sentence, &a.ground.args, *negated))
    } else if let GroundTest::IllTyped(ground, negated) = &node.test {
        wording::sentence(rulebook, &terms, ground.sentence, &ground.args, *negated)
    } else {
        condition(evaluation, node.condition, &node.env, vars)
    }
}

/// A condition in the words of its rule, with the values that are known; open variables are shown by their kind
/// and letter.
pub fn condition(evaluation: &Evaluation<'_>, condition: &Condition, env: &Env, vars: &[Variable]) -> String {
    let speaker = Speaker { evaluation, env, vars };
    speaker.test(&condition.test)
}

/// A provision's id in words: `attack-on-medical-unit` → `attack on medical unit`.
pub fn title(provision: &Provision) -> String {
    match &provision.title {
        Some(title) => title.clone(),
        None => wording::capital(&provision.id.replace('-', " ")),
    }
}

struct Speaker<'s, 'a> {
    evaluation: &'s Evaluation<'a>,
    env: &'s Env,
    vars: &'s [Variable],
}

impl Speaker<'_, '_> {
    fn rulebook(&self) -> &Rulebook {
        self.evaluation.rulebook()
    }

    fn var(&self, v: VarId) -> String {
        match get(self.env, v) {
            Some(t) => term(self.evaluation, t),
            None => match self.vars.get(v.index()) {
                Some(var) => format!("{} {}", self.rulebook().kinds.describe(var.kinds), var.name),
                None => "somebody".to_owned(),
            },
        }
    }

    fn literal(&self, literal: &Literal) -> String {
        let Some(sentence) = self.rulebook().sentences.get(literal.sentence.index()) else { return String::new() };
        let words: Vec<String> = sentence
            .template
            .iter()
            .map(|part| match part {
                TemplatePart::Word(w) => w.to_string(),
                TemplatePart::Slot(i) => match literal.args.get(*i) {
                    Some(Term::Var(v)) => self.var(*v),
                    Some(Term::Sentence(inner)) => self.literal(inner),
                    None => String::new(),
                },
            })
            .collect();
        let text = words.join(" ").replace(" ,", ",");
        if literal.negated { format!("not: {text}") } else { text }
    }

    fn measure(&self, measure: &Measure) -> String {
        match measure {
            Measure::Declared { sentence, args } => {
                self.literal(&Literal { sentence: *sentence, args: args.clone(), negated: false })
            }
            Measure::DateOf(act) => format!("the date of {}", self.var(*act)),
        }
    }

    fn test(&self, test: &Test) -> String {
        let not = |negated: &bool| if *negated { "not " } else { "" };
        let rulebook = self.rulebook();
        match test {
            Test::Sentence(literal) => self.literal(literal),
            Test::Position { position, negated } => {
                let id = rulebook.positions.get(position.index()).map_or("", |p| p.id.as_str());
                format!("{}on the position {id}", not(negated))
            }
            Test::Same { left, right, negated } => {
                format!("{} is {}the same as {}", self.var(*left), not(negated), self.var(*right))
            }
            Test::IsKind { var, name, negated, .. } => {
                let article =
                    if name.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
                format!("{} is {}{article} {name}", self.var(*var), not(negated))
            }
            Test::BoundBy { actor, source, act, negated } => {
                let source = rulebook.sources.get(source.index()).map_or("", super::cite::short);
                let date = act.map_or(String::new(), |a| format!(" at the date of {}", self.var(a)));
                format!("{} is {}bound by {source}{date}", self.var(*actor), not(negated))
            }
            Test::Breaches { norm, args, negated } => {
                let provision = rulebook.provisions.get(norm.index());
                let norm = provision.map_or(String::new(), |p| p.id.to_string());
                let mut args = args.iter().flatten().map(|v| self.var(*v));
                let who = args.next().unwrap_or_else(|| "somebody".to_owned());
                let rest: Vec<String> = args.collect();
                let rest = if rest.is_empty() { String::new() } else { format!(" ({})", rest.join("; ")) };
                format!("{who} {} {norm}{rest}", if *negated { "does not breach" } else { "breaches" })
            }
            Test::WouldBeWrongful { act, actor, negated } => {
                format!("{} would {}be wrongful if committed by {}", self.var(*act), not(negated), self.var(*actor))
            }
            Test::Compare { measure, comparison, with, negated } => {
                let with = match with {
                    Operand::Value(q) => q.text.to_string(),
                    Operand::Measure(m) => self.measure(m),
                };
                let how = match comparison {
                    Comparison::Exactly => "exactly",
                    Comparison::AtLeast => "at least",
                    Comparison::AtMost => "at most",
                    Comparison::LessThan => "less than",
                    Comparison::MoreThan => "more than",
                };
                format!("{} is {}{how} {with}", self.measure(measure), not(negated))
            }
            Test::All(parts) => parts.iter().map(|p| self.test(&p.test)).collect::<Vec<_>>().join(" and "),
            Test::Any(parts) => parts.iter().map(|p| self.test(&p.test)).collect::<Vec<_>>().join(" or "),
            Test::None(parts) => {
                format!("none of: {}", parts.iter().map(|p| self.test(&p.test)).collect::<Vec<_>>().join("; "))
            }
            Test::AtLeast(n, parts) => {
                format!("at least {n} of: {}", parts.iter().map(|p| self.test(&p.test)).collect::<Vec<_>>().join("; "))
            }
            Test::Some(_, body) => self.test(&body.test),
            Test::No(vars, body) => format!("there is no {} such that {}", self.kinds(vars), self.test(&body.test)),
            Test::Every(vars, body, then) => {
                format!("for every {} such that {}: {}", self.kinds(vars), self.test(&body.test), self.test(&then.test))
            }
        }
    }

    /// The kinds of bound variables: `state and group`.
    fn kinds(&self, vars: &[VarId]) -> String {
        kinds(self.rulebook(), self.vars, vars)
    }
}

/// The kinds of some variables: `state and group`.
pub fn kinds(rulebook: &Rulebook, vars: &[Variable], of: &[VarId]) -> String {
    let names: Vec<String> =
        of.iter().filter_map(|v| vars.get(v.index())).map(|v| rulebook.kinds.describe(v.kinds)).collect();
    names.join(" and ")
}
