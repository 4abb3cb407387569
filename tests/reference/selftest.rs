//! The reference held against examples computed by hand, one or more for each section of `docs/semantics.md`.

use super::eval::{Outcome, Val, View, evaluate};
use super::ground::ground;
use super::model::*;

const YES: Val = (true, false);
const NO: Val = (false, true);
const OPEN: Val = (false, false);
const BOTH: Val = (true, true);

/// A small world under construction: kinds `actor`, `state` (an actor), `person`, `act`.
struct Bench {
    w: World,
}

fn var(name: Name, kind: Name) -> Var {
    Var { name, kinds: vec![kind] }
}

fn lit(sentence: usize, args: &[Name]) -> Lit {
    Lit { sentence, args: args.iter().map(|a| Term::Var(a)).collect(), negated: false }
}

fn is(sentence: usize, args: &[Name]) -> Cond {
    Cond::Lit(lit(sentence, args))
}

fn isnt(sentence: usize, args: &[Name]) -> Cond {
    Cond::Lit(Lit { negated: true, ..lit(sentence, args) })
}

fn kind(id: Name, parent: Option<Name>) -> Kind {
    Kind { id, parent }
}

const REPORTED: Heading = Heading::Evidence(Std::Reasonable);
const LIKELY: Heading = Heading::Evidence(Std::Balance);
const CORROBORATED: Heading = Heading::Evidence(Std::Clear);
const ESTABLISHED: Heading = Heading::Evidence(Std::Beyond);

impl Bench {
    fn new() -> Bench {
        let mut w = World::default();
        w.book.packs.push(Pack { id: "main", ..Pack::default() });
        w.book.kinds = vec![kind("actor", None), kind("state", Some("actor")), kind("person", None), kind("act", None)];
        Bench { w }
    }

    fn sentence(&mut self, sort: Sort, slots: &[Name]) -> usize {
        self.w.book.sentences.push(Sentence {
            sort,
            raised: false,
            words: "",
            slots: slots.iter().map(|s| vec![*s]).collect(),
            crossroads: false,
        });
        self.w.book.sentences.len() - 1
    }

    /// Sentences without slots.
    fn facts<const N: usize>(&mut self) -> [usize; N] {
        std::array::from_fn(|_| self.sentence(Sort::Fact, &[]))
    }

    fn conclusion(&mut self) -> usize {
        self.sentence(Sort::Conclusion, &[])
    }

    fn entity(&mut self, name: Name, kind: Name) -> usize {
        self.w.case.entities.push(Entity { name, kind, on: None });
        self.w.case.entities.len() - 1
    }

    fn provision(&mut self, id: Name, sort: Sort2, vars: Vec<Var>, when: Cond) -> &mut Provision {
        self.w.book.provisions.push(Provision {
            id,
            sort,
            vars,
            under: Vec::new(),
            when: Some(when),
            unless: Vec::new(),
            prevails: Vec::new(),
            without_presumptions: false,
            peremptory: false,
            rebuttal: None,
            pack: 0,
        });
        self.w.book.provisions.last_mut().expect("just pushed")
    }

    fn rule(&mut self, id: Name, head: usize, when: Cond) -> &mut Provision {
        self.provision(id, Sort2::Rule(lit(head, &[])), Vec::new(), when)
    }

    fn rule_not(&mut self, id: Name, head: usize, when: Cond) -> &mut Provision {
        self.provision(id, Sort2::Rule(Lit { negated: true, ..lit(head, &[]) }), Vec::new(), when)
    }

    fn exception(&mut self, id: Name, to: Name, when: Cond) -> &mut Provision {
        self.provision(id, Sort2::Exception(vec![to]), Vec::new(), when)
    }

    /// A prohibition on `<state S>` with the act `<act A>`, citing `source 1`.
    fn norm(&mut self, id: Name, source: Name, applies: Option<Cond>, breached: Cond) -> &mut Provision {
        let sort = Sort2::Norm {
            force: Force::Prohibition,
            words: "{} must do no harm by {}",
            applies,
            binds: Vec::new(),
            binds_later: Vec::new(),
            concludes: Vec::new(),
        };
        let p = self.provision(id, sort, vec![var("S", "state"), var("A", "act")], breached);
        p.under = vec![Cite { source, pins: vec!["1"] }];
        p
    }

    fn source(&mut self, id: Name, sort: SourceSort) -> &mut Source {
        self.w.book.sources.push(Source {
            id,
            sort,
            in_force: None,
            since: None,
            until: None,
            restates: None,
            members_of: None,
            through: Vec::new(),
            scopes: Vec::new(),
            reservations: Vec::new(),
            parties: Vec::new(),
        });
        self.w.book.sources.last_mut().expect("just pushed")
    }

    fn state(&mut self, h: Heading, sentence: usize, args: &[usize]) {
        self.say(h, sentence, args, false);
    }

    fn state_not(&mut self, h: Heading, sentence: usize, args: &[usize]) {
        self.say(h, sentence, args, true);
    }

    fn say(&mut self, h: Heading, sentence: usize, args: &[usize], negated: bool) {
        let ground = g(sentence, args);
        self.w.case.statements.push((h, Content::Sentence(Quoted { ground, negated })));
    }

    fn measure(&mut self, h: Heading, sentence: usize, args: &[usize], least: Option<i64>, most: Option<i64>) {
        let n = |n: Option<i64>| n.map(Quantity::Number);
        self.w.case.statements.push((h, Content::Measure(g(sentence, args), n(least), n(most))));
    }

    fn at(&self, view: &View, sentence: usize, args: &[usize]) -> [Val; 4] {
        let ask = g(sentence, args);
        let grounding = ground(&self.w, std::slice::from_ref(&ask));
        let ev = evaluate(&grounding, view);
        Std::ALL.map(|s| ev.value(&ask, s))
    }

    fn values(&self, sentence: usize) -> [Val; 4] {
        self.at(&View::default(), sentence, &[])
    }

    /// The values on somebody's account.
    fn account(&self, who: Name, sentence: usize) -> [Val; 4] {
        self.at(&View { account: Some(who), ..View::default() }, sentence, &[])
    }

    /// The outcome of the only instance of a norm (`None` if idle), at each standard.
    fn outcomes(&self, norm: Name) -> Option<[Outcome; 4]> {
        let grounding = ground(&self.w, &[]);
        let view = View::default();
        let ev = evaluate(&grounding, &view);
        let number = self.w.book.provision(norm);
        let of: Vec<usize> = (0..grounding.norms.len()).filter(|i| grounding.norms[*i].provision == number).collect();
        let [one] = of[..] else { panic!("{} instances", of.len()) };
        let n = &grounding.norms[one];
        (n.possible && (!n.untouched || ev.is_shown(one))).then(|| Std::ALL.map(|s| ev.outcome(one, s)))
    }

    fn outcome(&self, norm: Name) -> Outcome {
        self.outcomes(norm).expect("not idle")[0]
    }
}

fn g(sentence: usize, args: &[usize]) -> Ground {
    Ground { sentence, args: args.iter().map(|a| Obj::Entity(*a)).collect() }
}

fn every(v: Val) -> [Val; 4] {
    [v; 4]
}

// § 2.

#[test]
fn at_least_counts_both_sides() {
    let mut b = Bench::new();
    let [p, q, r] = b.facts();
    let x = b.conclusion();
    b.rule("r", x, Cond::AtLeast(2, vec![is(p, &[]), is(q, &[]), is(r, &[])]));
    b.state(ESTABLISHED, p, &[]);
    assert_eq!(b.values(x), every(OPEN), "one for, two open");
    b.state_not(ESTABLISHED, q, &[]);
    assert_eq!(b.values(x), every(OPEN), "one for, one against, one open");
    b.state_not(ESTABLISHED, r, &[]);
    assert_eq!(b.values(x), every(NO), "k−n+1 = 2 against");
}

#[test]
fn blocks_combine_pairs() {
    let mut b = Bench::new();
    let [p, q] = b.facts();
    let (all, any, none) = (b.conclusion(), b.conclusion(), b.conclusion());
    b.rule("r1", all, Cond::All(vec![is(p, &[]), is(q, &[])]));
    b.rule("r2", any, Cond::Any(vec![is(p, &[]), is(q, &[])]));
    b.rule("r3", none, Cond::None(vec![is(p, &[]), is(q, &[])]));
    b.state(LIKELY, p, &[]);
    b.state_not(LIKELY, p, &[]);
    b.state(ESTABLISHED, q, &[]);
    assert_eq!(b.values(all), [BOTH, BOTH, OPEN, OPEN]);
    assert_eq!(b.values(any), every(YES));
    assert_eq!(b.values(none), every(NO));
}

// § 3.

/// Two persons, a relation, a fact, and a sentence without slots that a rule concludes.
fn quantified(cond: impl FnOnce(usize, usize) -> Cond) -> (Bench, usize, usize, usize) {
    let mut b = Bench::new();
    let r = b.sentence(Sort::Relation, &["person"]);
    let f = b.sentence(Sort::Fact, &["person"]);
    let x = b.conclusion();
    b.entity("P1", "person");
    b.entity("P2", "person");
    let cond = cond(r, f);
    b.rule("r", x, cond);
    (b, r, f, x)
}

#[test]
fn some_ranges_over_those_of_whom_something_is_said() {
    let (mut b, _, f, x) = quantified(|_, f| Cond::Some(vec![var("P", "person")], Box::new(is(f, &["P"]))));
    assert_eq!(b.values(x), every(NO), "the empty or");
    b.state_not(ESTABLISHED, f, &[0]);
    assert_eq!(b.values(x), every(NO), "the second person is inert");
    b.state(Heading::Unknown, f, &[1]);
    assert_eq!(b.values(x), every(OPEN));
}

#[test]
fn every_is_no_counterexample() {
    let (mut b, r, f, x) =
        quantified(|r, f| Cond::Every(vec![var("P", "person")], Box::new(is(r, &["P"])), Box::new(is(f, &["P"]))));
    assert_eq!(b.values(x), every(YES));
    b.state(ESTABLISHED, r, &[0]);
    assert_eq!(b.values(x), every(OPEN));
    b.state(LIKELY, f, &[0]);
    assert_eq!(b.values(x), [YES, YES, OPEN, OPEN]);
    b.state(REPORTED, r, &[1]);
    b.state_not(ESTABLISHED, f, &[1]);
    assert_eq!(b.values(x), [NO, OPEN, OPEN, OPEN]);
}

#[test]
fn a_misfit_is_refuted_and_kinds_are_tested() {
    let mut b = Bench::new();
    let f = b.sentence(Sort::Fact, &["state"]);
    let mention = b.sentence(Sort::Fact, &["actor"]);
    let [x, y, z] = [b.conclusion(), b.conclusion(), b.conclusion()];
    let group = b.entity("Group", "actor");
    b.state(ESTABLISHED, mention, &[group]);
    let some = |c| Cond::Some(vec![var("G", "actor")], Box::new(c));
    b.rule("r1", x, some(is(f, &["G"])));
    b.rule("r2", y, some(isnt(f, &["G"])));
    b.rule("r3", z, some(Cond::IsA("G", "state", false)));
    assert_eq!([b.values(x), b.values(y), b.values(z)], [every(NO), every(YES), every(NO)]);
    let s = b.entity("S", "state");
    b.state(ESTABLISHED, mention, &[s]);
    assert_eq!(b.values(z), every(YES));
}

#[test]
fn sentence_variables_range_over_recorded_slots() {
    let mut b = Bench::new();
    let [p] = b.facts();
    let knew = b.sentence(Sort::Relation, &["person", "sentence"]);
    let x = b.conclusion();
    let who = b.entity("P1", "person");
    b.rule("r", x, Cond::Some(vec![var("P", "person"), var("Q", "sentence")], Box::new(is(knew, &["P", "Q"]))));
    assert_eq!(b.values(x), every(NO));
    let inner = Obj::Sentence(Box::new(Quoted { ground: g(p, &[]), negated: true }));
    let knows = Ground { sentence: knew, args: vec![Obj::Entity(who), inner] };
    b.w.case.statements.push((CORROBORATED, Content::Sentence(Quoted { ground: knows, negated: false })));
    assert_eq!(b.values(x), [YES, YES, YES, OPEN]);
}

#[test]
fn positions_are_accepted_or_rejected() {
    let mut b = Bench::new();
    let x = b.conclusion();
    b.w.book.positions.push("p");
    b.rule("r", x, Cond::Position("p", false));
    assert_eq!(b.values(x), every(NO));
    let view = View { accepted: ["p"].into(), ..View::default() };
    assert_eq!(b.at(&view, x, &[]), every(YES));
}

// § 4.

#[test]
fn better_evidence_prevails() {
    let mut b = Bench::new();
    let [p, q, r] = b.facts();
    b.state(LIKELY, p, &[]);
    b.state_not(REPORTED, p, &[]);
    assert_eq!(b.values(p), [YES, YES, OPEN, OPEN]);
    b.state(REPORTED, q, &[]);
    b.state_not(CORROBORATED, q, &[]);
    assert_eq!(b.values(q), [NO, NO, NO, OPEN]);
    b.state(LIKELY, r, &[]);
    b.state_not(LIKELY, r, &[]);
    assert_eq!(b.values(r), [BOTH, BOTH, OPEN, OPEN]);
}

#[test]
fn findings_prevail_over_accounts_and_accounts_over_evidence() {
    let mut b = Bench::new();
    let [p] = b.facts();
    b.state(ESTABLISHED, p, &[]);
    b.state(Heading::Denied("Vega"), p, &[]);
    assert_eq!(b.values(p), every(YES));
    assert_eq!(b.account("Vega", p), every(NO));
    b.state(Heading::Found("Court"), p, &[]);
    assert_eq!(b.account("Vega", p), every(YES));
    b.state_not(Heading::Found("Panel"), p, &[]);
    assert_eq!(b.values(p), every(BOTH));
}

#[test]
fn silence_refutes_relations_and_what_must_be_raised() {
    let mut b = Bench::new();
    let r = b.sentence(Sort::Relation, &[]);
    let [p, q] = b.facts();
    b.w.book.sentences[q].raised = true;
    assert_eq!([b.values(r), b.values(p), b.values(q)], [every(NO), every(OPEN), every(NO)]);
    b.state(Heading::Unknown, q, &[]);
    b.state(Heading::Claimed("Vega"), r, &[]);
    assert_eq!([b.values(r), b.values(q)], [every(OPEN), every(OPEN)]);
    assert_eq!(b.account("Vega", r), every(YES));
}

fn compared(op: Op, q: i64) -> (Bench, usize, usize) {
    let mut b = Bench::new();
    let m = b.sentence(Sort::Number, &[]);
    let x = b.conclusion();
    let left = Measure::Declared(m, Vec::new());
    b.rule("r", x, Cond::Compare { left, op, right: Operand::Value(Quantity::Number(q)), negated: false });
    (b, m, x)
}

#[test]
fn a_range_speaks_if_all_or_none_of_it_satisfies() {
    let (mut b, m, x) = compared(Op::AtLeast, 10);
    assert_eq!(b.values(x), every(OPEN));
    b.measure(REPORTED, m, &[], Some(12), None);
    assert_eq!(b.values(x), [YES, OPEN, OPEN, OPEN]);
    b.measure(LIKELY, m, &[], Some(8), Some(10));
    assert_eq!(b.values(x), [YES, OPEN, OPEN, OPEN], "neither for nor against");
    b.measure(LIKELY, m, &[], None, Some(9));
    assert_eq!(b.values(x), [NO, NO, OPEN, OPEN]);
}

#[test]
fn on_an_account_only_its_own_claims_of_a_measure_count() {
    let (mut b, m, x) = compared(Op::More, 10);
    b.measure(ESTABLISHED, m, &[], Some(11), Some(11));
    b.measure(Heading::Claimed("Vega"), m, &[], Some(9), Some(12));
    b.measure(Heading::Denied("Altair"), m, &[], Some(11), Some(11));
    assert_eq!(b.values(x), every(YES));
    assert_eq!(b.account("Vega", x), every(OPEN));
    assert_eq!(b.account("Altair", x), every(YES), "a denial says nothing about a measure");
}

#[test]
fn two_measures_compare_at_the_lower_standard() {
    let mut b = Bench::new();
    let (m, n) = (b.sentence(Sort::Number, &[]), b.sentence(Sort::Number, &[]));
    let x = b.conclusion();
    let left = Measure::Declared(m, Vec::new());
    let right = Operand::Measure(Measure::Declared(n, Vec::new()));
    b.rule("r", x, Cond::Compare { left, op: Op::Less, right, negated: false });
    b.measure(ESTABLISHED, m, &[], Some(1), Some(2));
    assert_eq!(b.values(x), every(OPEN));
    b.measure(LIKELY, n, &[], Some(3), None);
    assert_eq!(b.values(x), [YES, YES, OPEN, OPEN]);
    b.measure(Heading::Claimed("Vega"), n, &[], Some(0), Some(0));
    assert_eq!(b.account("Vega", x), [YES, YES, OPEN, OPEN], "only evidence counts");
}

#[test]
fn the_date_of_an_act_is_its_own_else_the_incidents() {
    let mut b = Bench::new();
    let done = b.sentence(Sort::Relation, &["act"]);
    let x = b.sentence(Sort::Conclusion, &["act"]);
    let a = b.entity("A1", "act");
    b.state(ESTABLISHED, done, &[a]);
    let right = Operand::Value(Quantity::Day("2000-01-01"));
    let when = Cond::Compare { left: Measure::DateOf("A"), op: Op::Less, right, negated: false };
    b.provision("r", Sort2::Rule(lit(x, &["A"])), vec![var("A", "act")], when);
    assert_eq!(b.at(&View::default(), x, &[a]), every(OPEN));
    b.w.case.on = Some("1999-12-31");
    assert_eq!(b.at(&View::default(), x, &[a]), every(YES));
    b.w.case.entities[a].on = Some("2000-01-01");
    assert_eq!(b.at(&View::default(), x, &[a]), every(NO));
}

// § 5.

#[test]
fn a_rule_without_a_source_in_force_is_refuted() {
    let mut b = Bench::new();
    let [p] = b.facts();
    let x = b.conclusion();
    b.state(ESTABLISHED, p, &[]);
    b.source("t", SourceSort::Treaty).in_force = Some("2000-01-01");
    b.rule("r", x, is(p, &[])).under = vec![Cite { source: "t", pins: vec!["1"] }];
    assert_eq!(b.values(x), every(YES), "without a date every source is in force");
    b.w.case.on = Some("1999-01-01");
    assert_eq!(b.values(x), every(NO));
    b.w.case.on = Some("2000-01-01");
    assert_eq!(b.values(x), every(YES));
    b.w.book.sources[0].until = Some("2000-01-01");
    assert_eq!(b.values(x), every(NO), "until the day itself");
}

#[test]
fn rules_are_alternatives_and_together_complete() {
    let mut b = Bench::new();
    let [p, q, n] = b.facts();
    let x = b.conclusion();
    b.rule("r1", x, is(p, &[]));
    b.rule("r2", x, is(q, &[]));
    b.rule_not("r3", x, is(n, &[]));
    b.state_not(ESTABLISHED, p, &[]);
    assert_eq!(b.values(x), every(OPEN));
    b.state_not(LIKELY, q, &[]);
    assert_eq!(b.values(x), [NO, NO, OPEN, OPEN]);
    b.state(ESTABLISHED, q, &[]);
    b.state(REPORTED, n, &[]);
    assert_eq!(b.values(x), [BOTH, YES, YES, YES], "the better evidence for q and the reported n");
}

#[test]
fn a_fact_keeps_its_evidence_beside_rules() {
    let mut b = Bench::new();
    let [p, x, y] = b.facts();
    let z = b.conclusion();
    b.rule("r1", x, is(p, &[]));
    b.rule_not("r2", z, is(p, &[]));
    b.state_not(ESTABLISHED, p, &[]);
    assert_eq!(b.values(x), every(OPEN), "the fact itself is open");
    b.state(LIKELY, x, &[]);
    assert_eq!(b.values(x), [YES, YES, OPEN, OPEN]);
    assert_eq!(b.values(z), every(OPEN), "concluded only negatively");
    assert_eq!(b.values(y), every(OPEN));
}

#[test]
fn found_replaces_the_derivation() {
    let mut b = Bench::new();
    let [p] = b.facts();
    let x = b.conclusion();
    b.rule("r", x, is(p, &[]));
    b.state(ESTABLISHED, p, &[]);
    b.state_not(Heading::Found("Court"), x, &[]);
    assert_eq!(b.values(x), every(NO));
}

#[test]
fn recursion_is_least_for_and_greatest_against() {
    let mut b = Bench::new();
    let above = b.sentence(Sort::Relation, &["person", "person"]);
    let chain = b.sentence(Sort::Conclusion, &["person", "person"]);
    let people: Vec<usize> = ["P1", "P2", "P3"].into_iter().map(|n| b.entity(n, "person")).collect();
    let vars = || vec![var("P", "person"), var("Q", "person")];
    b.provision("r1", Sort2::Rule(lit(chain, &["P", "Q"])), vars(), is(above, &["P", "Q"]));
    let step = Cond::All(vec![is(above, &["P", "R"]), is(chain, &["R", "Q"])]);
    let when = Cond::Some(vec![var("R", "person")], Box::new(step));
    b.provision("r2", Sort2::Rule(lit(chain, &["P", "Q"])), vars(), when);
    b.state(ESTABLISHED, above, &[people[0], people[1]]);
    b.state(LIKELY, above, &[people[1], people[2]]);
    b.state(ESTABLISHED, above, &[people[2], people[1]]);
    let view = View::default();
    assert_eq!(b.at(&view, chain, &[people[0], people[2]]), [YES, YES, OPEN, OPEN]);
    assert_eq!(b.at(&view, chain, &[people[0], people[0]]), every(NO), "the cycle between P2 and P3 proves nothing");
}

// § 6.

#[test]
fn an_exception_counts_once_established_at_the_rebuttal_standard() {
    let mut b = Bench::new();
    let [p, e] = b.facts();
    let x = b.conclusion();
    b.rule("r", x, is(p, &[])).unless = vec![is(e, &[])];
    b.state(ESTABLISHED, p, &[]);
    assert_eq!(b.values(x), every(YES), "open");
    b.state(REPORTED, e, &[]);
    assert_eq!(b.values(x), every(YES), "too weak");
    b.state(LIKELY, e, &[]);
    assert_eq!(b.values(x), every(NO), "at every standard");
    b.state_not(LIKELY, e, &[]);
    assert_eq!(b.values(x), every(BOTH), "contested");
    b.w.book.provisions[0].rebuttal = Some(Std::Clear);
    assert_eq!(b.values(x), every(YES), "too weak for a higher rebuttal standard");
    b.w.book.provisions[0].rebuttal = None;
    b.w.book.packs[0].rebuttal = Some(Std::Clear);
    b.w.case.rebuttal = Some(Std::Reasonable);
    assert_eq!(b.values(x), every(YES), "the pack's before the record's");
}

#[test]
fn exceptions_to_exceptions_alternate() {
    let mut b = Bench::new();
    let [p, e1, e2, e3] = b.facts();
    let x = b.conclusion();
    b.rule("r", x, is(p, &[]));
    b.exception("e1", "r", is(e1, &[]));
    b.exception("e2", "e1", is(e2, &[]));
    b.exception("e3", "e2", is(e3, &[]));
    b.state(ESTABLISHED, p, &[]);
    b.state(LIKELY, e1, &[]);
    assert_eq!(b.values(x), every(NO));
    b.state(CORROBORATED, e2, &[]);
    assert_eq!(b.values(x), [YES, YES, YES, (false, false)], "the claimant must show it at σ; at ρ it is shown");
    b.state(LIKELY, e3, &[]);
    assert_eq!(b.values(x), every(NO), "the other side at ρ");
}

#[test]
fn a_rule_that_prevails_is_an_exception() {
    let mut b = Bench::new();
    let [p, q, u] = b.facts();
    let x = b.conclusion();
    b.rule("r", x, is(p, &[]));
    b.rule_not("n", x, is(q, &[])).unless = vec![is(u, &[])];
    b.state(ESTABLISHED, p, &[]);
    b.state(LIKELY, q, &[]);
    assert_eq!(b.values(x), [BOTH, BOTH, YES, YES], "a clash");
    b.w.book.provisions[1].prevails = vec!["r"];
    assert_eq!(b.values(x), every(NO));
    b.state(LIKELY, u, &[]);
    assert_eq!(b.values(x), [YES; 4], "it falls to its own exception");
}

// § 7.

#[test]
fn a_presumption_fills_in_until_rebutted() {
    let mut b = Bench::new();
    let [c, x] = b.facts();
    b.provision("p", Sort2::Presume(lit(x, &[])), Vec::new(), is(c, &[]));
    assert_eq!(b.values(x), every(OPEN));
    b.state(LIKELY, c, &[]);
    assert_eq!(b.values(x), every(YES));
    b.state_not(REPORTED, x, &[]);
    assert_eq!(b.values(x), every(YES), "evidence too weak to rebut does not count");
    b.state_not(LIKELY, x, &[]);
    assert_eq!(b.values(x), [NO, NO, OPEN, OPEN], "rebutted");
}

#[test]
fn presumptions_apply_in_order() {
    let mut b = Bench::new();
    let [x, u] = b.facts();
    b.provision("p1", Sort2::Presume(lit(x, &[])), Vec::new(), Cond::All(Vec::new())).unless = vec![is(u, &[])];
    b.provision("p2", Sort2::Presume(Lit { negated: true, ..lit(x, &[]) }), Vec::new(), Cond::All(Vec::new()));
    assert_eq!(b.values(x), every(YES));
    b.state(LIKELY, u, &[]);
    assert_eq!(b.values(x), every(NO));
}

#[test]
fn strict_mode_knows_no_presumption_and_wants_exceptions_refuted() {
    let mut b = Bench::new();
    let [p, e] = b.facts();
    let (x, y, z) = (b.conclusion(), b.conclusion(), b.conclusion());
    b.provision("p", Sort2::Presume(lit(p, &[])), Vec::new(), Cond::All(Vec::new()));
    b.rule("r1", x, is(p, &[])).unless = vec![is(e, &[])];
    b.rule("r2", y, is(x, &[])).without_presumptions = true;
    b.rule("r3", z, is(y, &[]));
    assert_eq!([b.values(x), b.values(y), b.values(z)], [every(YES), every(OPEN), every(OPEN)]);
    b.state(ESTABLISHED, p, &[]);
    assert_eq!(b.values(y), every(OPEN));
    b.state_not(CORROBORATED, e, &[]);
    assert_eq!([b.values(x), b.values(y)], [every(YES), [YES, YES, YES, OPEN]]);
}

// § 8.

#[test]
fn a_crossroads_takes_the_branch_the_record_does_not_speak_against() {
    let mut b = Bench::new();
    let [x] = b.facts();
    b.w.book.sentences[x].crossroads = true;
    let branch = |yes| View { branches: [(g(x, &[]), yes)].into(), ..View::default() };
    assert_eq!(b.at(&branch(true), x, &[]), every(YES));
    assert_eq!(b.at(&branch(false), x, &[]), every(NO));
    b.state(LIKELY, x, &[]);
    assert_eq!(b.at(&branch(true), x, &[]), every(YES));
    assert_eq!(b.at(&branch(false), x, &[]), [YES, YES, OPEN, OPEN]);
}

// § 9.

/// A state, an act that is attributable to it (a relation), a fact of the act, and a norm under the source `t`.
fn norm_bench(sort: SourceSort) -> (Bench, usize, usize) {
    let mut b = Bench::new();
    let by = b.sentence(Sort::Relation, &["act", "state"]);
    let harm = b.sentence(Sort::Fact, &["act"]);
    b.entity("S1", "state");
    b.entity("A1", "act");
    b.source("t", sort);
    b.norm("n", "t", None, Cond::All(vec![is(by, &["A", "S"]), is(harm, &["A"])]));
    b.state(ESTABLISHED, by, &[1, 0]);
    (b, by, harm)
}

#[test]
fn a_treaty_binds_parties_on_the_date() {
    let (mut b, _, harm) = norm_bench(SourceSort::Treaty);
    b.state(ESTABLISHED, harm, &[1]);
    assert_eq!(b.outcome("n"), Outcome::NotApplicable);
    b.w.book.sources[0].parties = vec![("S1", "2000-01-01", Some("2010-01-01"))];
    assert_eq!(b.outcome("n"), Outcome::Undetermined, "no date");
    for (date, outcome) in [
        ("1999-12-31", Outcome::NotApplicable),
        ("2000-01-01", Outcome::Breach),
        ("2009-12-31", Outcome::Breach),
        ("2010-01-01", Outcome::NotApplicable),
    ] {
        b.w.case.on = Some(date);
        assert_eq!(b.outcome("n"), outcome, "{date}");
    }
    b.w.case.entities[1].on = Some("2005-01-01");
    assert_eq!(b.outcome("n"), Outcome::Breach, "the date of the act");
    b.w.book.sources[0].reservations = vec![("S1", vec!["1", "2"])];
    assert_eq!(b.outcome("n"), Outcome::NotApplicable, "a reservation");
    b.w.book.provisions[0].under[0].pins = vec!["1", "3"];
    assert_eq!(b.outcome("n"), Outcome::Breach, "which does not cover all the pinpoints");
}

#[test]
fn other_sources_bind_through_custom_or_members() {
    let (mut b, _, harm) = norm_bench(SourceSort::Code);
    b.state(ESTABLISHED, harm, &[1]);
    b.w.case.on = Some("2005-01-01");
    assert_eq!(b.outcome("n"), Outcome::NotApplicable);
    b.w.book.sources[0].restates = Some(vec!["2"]);
    assert_eq!(b.outcome("n"), Outcome::NotApplicable);
    b.w.book.sources[0].restates = Some(vec!["1"]);
    assert_eq!(b.outcome("n"), Outcome::Breach);
    b.w.book.sources[0].restates = None;
    b.w.book.sources[0].members_of = Some("u");
    b.source("u", SourceSort::Treaty).parties = vec![("S1", "2000-01-01", None)];
    assert_eq!(b.outcome("n"), Outcome::Breach);
    let (mut c, _, harm) = norm_bench(SourceSort::Custom);
    c.state(ESTABLISHED, harm, &[1]);
    c.w.case.on = Some("2005-01-01");
    c.w.book.sources[0].since = Some("2005-01-02");
    assert_eq!(c.outcome("n"), Outcome::NotApplicable);
    c.w.book.sources[0].since = Some("2005-01-01");
    assert_eq!(c.outcome("n"), Outcome::Breach);
}

#[test]
fn a_scope_clause_and_the_law_that_binds_through_another() {
    let (mut b, _, harm) = norm_bench(SourceSort::Treaty);
    b.w.book.provisions[0].vars[0].kinds = vec!["actor"];
    b.w.case.entities[0].kind = "actor";
    let bench = &mut b;
    bench.w.book.sentences[0].slots[1] = vec!["actor"];
    let from = bench.sentence(Sort::Fact, &["actor", "state"]);
    let [war] = bench.facts();
    let s2 = bench.entity("S2", "state");
    bench.state(LIKELY, from, &[0, s2]);
    bench.state(ESTABLISHED, harm, &[1]);
    bench.w.case.on = Some("2005-01-01");
    bench.w.book.sources[0].through =
        vec![Through { group: var("G", "actor"), party: var("T", "state"), when: is(from, &["G", "T"]) }];
    let of = |b: &Bench| {
        let grounding = ground(&b.w, &[]);
        let view = View::default();
        let ev = evaluate(&grounding, &view);
        let i = grounding.norms.iter().position(|n| n.args[0] == Obj::Entity(0)).expect("the group");
        Std::ALL.map(|s| ev.outcome(i, s))
    };
    use Outcome::{Breach, NotApplicable, Undetermined};
    assert_eq!(of(bench), [NotApplicable; 4]);
    bench.w.book.sources[0].parties = vec![("S2", "2000-01-01", None)];
    assert_eq!(of(bench), [Breach, Breach, Undetermined, Undetermined]);
    bench.w.book.sources[0].scopes = vec![Scope { pins: vec!["9"], vars: Vec::new(), when: is(war, &[]) }];
    assert_eq!(of(bench)[0], Breach, "of another pinpoint");
    bench.w.book.sources[0].scopes[0].pins = Vec::new();
    assert_eq!(of(bench)[0], Undetermined);
    bench.state_not(ESTABLISHED, war, &[]);
    assert_eq!(of(bench), [NotApplicable; 4]);
}

#[test]
fn the_table_of_outcomes() {
    use Outcome::{Breach, Contested, NoBreach, NotPermitted, NotShown, Permitted, Undetermined};
    let (mut b, _, harm) = norm_bench(SourceSort::Custom);
    assert_eq!(b.outcomes("n"), None, "idle: nothing is said of the harm");
    b.state(Heading::Unknown, harm, &[1]);
    assert_eq!(b.outcomes("n"), Some([Undetermined; 4]));
    b.state(Heading::NotProven, harm, &[1]);
    assert_eq!(b.outcomes("n"), Some([NotShown; 4]));
    b.state(LIKELY, harm, &[1]);
    assert_eq!(b.outcomes("n"), Some([Breach, Breach, NotShown, NotShown]));
    b.state_not(LIKELY, harm, &[1]);
    assert_eq!(b.outcomes("n"), Some([Contested, Contested, NotShown, NotShown]));
    b.state_not(CORROBORATED, harm, &[1]);
    assert_eq!(b.outcomes("n"), Some([NoBreach, NoBreach, NoBreach, NotShown]));
    let Sort2::Norm { force, .. } = &mut b.w.book.provisions[0].sort else { panic!("a norm") };
    *force = Force::Permission;
    assert_eq!(b.outcome("n"), NotPermitted);
    b.state(ESTABLISHED, harm, &[1]);
    assert_eq!(b.outcome("n"), Permitted);
}

#[test]
fn an_instance_that_silence_defeats_is_idle() {
    let (mut b, by, harm) = norm_bench(SourceSort::Custom);
    b.state(ESTABLISHED, harm, &[1]);
    assert_eq!(b.outcome("n"), Outcome::Breach);
    b.w.case.statements.remove(0);
    let other = b.sentence(Sort::Fact, &["state"]);
    b.state(ESTABLISHED, other, &[0]);
    assert_eq!(b.outcomes("n"), None, "no act of the state is mentioned");
    b.state_not(ESTABLISHED, by, &[1, 0]);
    assert_eq!(b.outcome("n"), Outcome::NoBreach, "it is denied");
}

#[test]
fn what_a_norm_concludes_and_what_rests_on_its_breach() {
    let (mut b, by, harm) = norm_bench(SourceSort::Custom);
    let wrongful = b.sentence(Sort::Conclusion, &["state"]);
    let Sort2::Norm { concludes, .. } = &mut b.w.book.provisions[0].sort else { panic!("a norm") };
    concludes.push(lit(wrongful, &["S"]));
    let view = View::default();
    assert_eq!(b.at(&view, wrongful, &[0]), every(NO), "idle: concludes nothing");
    b.state(LIKELY, harm, &[1]);
    assert_eq!(b.at(&view, wrongful, &[0]), [YES, YES, OPEN, OPEN]);
    let helped = b.sentence(Sort::Conclusion, &["state"]);
    let when = Cond::Some(
        vec![var("A", "act")],
        Box::new(Cond::Breaches { norm: "n", args: vec![Some("S"), Some("A")], negated: false }),
    );
    b.provision("r", Sort2::Rule(lit(helped, &["S"])), vec![var("S", "state")], when);
    let as_if = b.sentence(Sort::Conclusion, &["act", "state"]);
    let when = Cond::Wrongful { act: "A", actor: "S", negated: false };
    b.provision("w", Sort2::Rule(lit(as_if, &["A", "S"])), vec![var("A", "act"), var("S", "state")], when);
    let s2 = b.entity("S2", "state");
    b.state_not(ESTABLISHED, by, &[1, s2]);
    assert_eq!(b.at(&view, helped, &[0]), [YES, YES, OPEN, OPEN]);
    assert_eq!(b.at(&view, as_if, &[1, s2]), [YES, YES, OPEN, OPEN]);
    assert_eq!(b.at(&view, as_if, &[1, 0]), every(NO), "S2 did nothing that S1 must not do");
    let Sort2::Norm { words, .. } = &mut b.w.book.provisions[0].sort else { panic!("a norm") };
    *words = "{} must make reparation for {}";
    assert_eq!(b.at(&view, as_if, &[1, s2]), every(NO), "it is not breached by the act");
}

#[test]
fn a_norm_that_prevails_is_an_exception() {
    let (mut b, _, harm) = norm_bench(SourceSort::Custom);
    let leave = b.sentence(Sort::Fact, &["act"]);
    b.state(ESTABLISHED, harm, &[1]);
    b.state(REPORTED, leave, &[1]);
    let n = b.norm("m", "t", None, is(leave, &["A"]));
    n.prevails = vec!["n"];
    let Sort2::Norm { force, .. } = &mut n.sort else { panic!("a norm") };
    *force = Force::Permission;
    assert_eq!(b.outcome("n"), Outcome::Breach, "too weak for the rebuttal standard");
    b.state(LIKELY, leave, &[1]);
    assert_eq!(b.outcome("n"), Outcome::NoBreach);
    assert_eq!(
        b.outcomes("m"),
        Some([Outcome::Permitted, Outcome::Permitted, Outcome::Undetermined, Outcome::Undetermined])
    );
}
