//! Values and outcomes at one standpoint, by iteration from the bottom: for-sides rise from 0, against-sides fall from 1,
//! level by level. All four standards are computed together, as each may ask for a value at another.

use std::collections::{BTreeMap, BTreeSet};

use super::ground::*;
use super::model::*;

/// For and against.
pub type Val = (bool, bool);

const BOTTOM: Val = (false, true);

/// A standpoint without its standard.
#[derive(Debug, Clone, Default)]
pub struct View {
    pub account: Option<Name>,
    pub accepted: BTreeSet<Name>,
    /// The branch of each crossroads instance; in those that are missing the sentence does not hold.
    pub branches: BTreeMap<Ground, bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    Breach,
    NoBreach,
    NotApplicable,
    Permitted,
    NotPermitted,
    Undetermined,
    NotShown,
    Contested,
}

/// Where a value is taken: the standard, and whether in strict mode.
#[derive(Debug, Clone, Copy)]
struct At {
    std: Std,
    strict: bool,
}

impl At {
    fn slot(self) -> usize {
        self.std as usize * 2 + usize::from(self.strict)
    }

    /// The same mode at the lowest standard, where the record says most.
    fn lowest(self) -> At {
        At { std: Std::ALL[0], ..self }
    }

    fn all() -> impl Iterator<Item = At> {
        Std::ALL.into_iter().flat_map(|std| [false, true].map(|strict| At { std, strict }))
    }
}

/// At which standard the side that has the burden must show something: σ, or ρ where `rebuttal`.
#[derive(Debug, Clone, Copy)]
struct Burden {
    sigma: Std,
    rho: Std,
    rebuttal: bool,
}

impl Burden {
    fn here(self) -> Std {
        if self.rebuttal { self.rho } else { self.sigma }
    }

    fn other(self) -> Burden {
        Burden { rebuttal: !self.rebuttal, ..self }
    }
}

/// The values of everything at one view.
pub struct Values<'g, 'w> {
    g: &'g Grounding<'w>,
    view: &'g View,
    /// Whether statements under `not proven` count as recorded against.
    court: bool,
    /// Atoms, then norms; by standard and mode.
    table: Vec<[Val; 8]>,
    /// Crossroads instances that are undetermined somewhere.
    pub open: BTreeSet<Ground>,
}

/// The values at a view, and what they would be if what is not proven were recorded against.
pub struct Evaluation<'g, 'w> {
    pub values: Values<'g, 'w>,
    court: Values<'g, 'w>,
}

pub fn evaluate<'g, 'w>(g: &'g Grounding<'w>, view: &'g View) -> Evaluation<'g, 'w> {
    Evaluation { values: Values::compute(g, view, false), court: Values::compute(g, view, true) }
}

impl Evaluation<'_, '_> {
    pub fn value(&self, ground: &Ground, std: Std) -> Val {
        let v = &self.values;
        v.table[v.g.ids[ground]][At { std, strict: false }.slot()]
    }

    /// Whether V has ground for it at some standard.
    pub fn is_shown(&self, norm: usize) -> bool {
        Std::ALL.iter().any(|s| self.values.norm(norm, *s).1.0)
    }

    pub fn outcome(&self, norm: usize, std: Std) -> Outcome {
        let g = self.values.g;
        let n = &g.norms[norm];
        let Sort2::Norm { force, .. } = &g.world.book.provisions[n.provision].sort else { panic!("a norm") };
        let permission = *force == Force::Permission;
        let (ground, v) = self.values.norm(norm, std);
        if ground == BOTTOM {
            return Outcome::NotApplicable;
        }
        match v {
            (true, false) if permission => Outcome::Permitted,
            (true, false) => Outcome::Breach,
            (false, true) if permission => Outcome::NotPermitted,
            (false, true) => Outcome::NoBreach,
            (true, true) => Outcome::Contested,
            (false, false) => {
                let (ground, v) = self.court.norm(norm, std);
                if ground == BOTTOM || v == BOTTOM { Outcome::NotShown } else { Outcome::Undetermined }
            }
        }
    }
}

fn and(vals: impl IntoIterator<Item = Val>) -> Val {
    vals.into_iter().fold((true, false), |x, y| (x.0 && y.0, x.1 || y.1))
}

fn or(vals: impl IntoIterator<Item = Val>) -> Val {
    vals.into_iter().fold((false, true), |x, y| (x.0 || y.0, x.1 && y.1))
}

fn not((f, a): Val) -> Val {
    (a, f)
}

/// φ unless E.
fn unless(phi: Val, e: Val) -> Val {
    (phi.0 && (!e.0 || e.1), phi.1 || e.0)
}

impl<'g, 'w> Values<'g, 'w> {
    fn compute(g: &'g Grounding<'w>, view: &'g View, court: bool) -> Self {
        let nodes = g.atoms.len() + g.norms.len();
        let mut values = Values { g, view, court, table: vec![[BOTTOM; 8]; nodes], open: BTreeSet::new() };
        let level = |i: usize| if i < g.atoms.len() { g.atoms[i].level } else { g.norms[i - g.atoms.len()].level };
        let highest = (0..nodes).map(level).max().unwrap_or(0);
        for l in 0..=highest {
            let group: Vec<usize> = (0..nodes).filter(|i| level(*i) == l).collect();
            let mut rounds = 0;
            loop {
                let mut changed = false;
                for i in &group {
                    let new = values.node(*i);
                    changed |= new != values.table[*i];
                    values.table[*i] = new;
                }
                if !changed {
                    break;
                }
                rounds += 1;
                assert!(rounds <= 16 * nodes + 16, "no fixpoint");
            }
        }
        values
    }

    fn node(&mut self, i: usize) -> [Val; 8] {
        match i.checked_sub(self.g.atoms.len()) {
            None => self.atom(i),
            Some(n) => {
                let mut out = [BOTTOM; 8];
                At::all().for_each(|at| out[at.slot()] = self.prov(&self.g.norms[n].prov, at));
                out
            }
        }
    }

    /// Whether bound and applicable, and V, as the norm itself reads its conditions.
    fn norm(&self, n: usize, std: Std) -> (Val, Val) {
        let norm = &self.g.norms[n];
        let at = At { std, strict: norm.prov.strict };
        let ground = and([self.formula(&norm.bound, at), self.formula(&norm.applies, at)]);
        (ground, self.prov(&norm.prov, at))
    }

    /// What a norm instance contributes to its conclusions and to conditions about it.
    fn contribution(&self, n: usize, at: At) -> Val {
        let norm = &self.g.norms[n];
        let row = &self.table[self.g.atoms.len() + n];
        let (f, a) = row[at.slot()];
        match (norm.possible, norm.untouched) {
            (false, _) => BOTTOM,
            (true, true) => (f, a || !row[at.lowest().slot()].0),
            (true, false) => (f, a),
        }
    }

    // Sentences.

    fn atom(&mut self, i: usize) -> [Val; 8] {
        let atom = &self.g.atoms[i];
        let mut vals = [BOTTOM; 8];
        At::all().for_each(|at| vals[at.slot()] = self.before_presumptions(atom, at));
        for (negated, p) in &atom.presumptions {
            let rho = At { std: p.rho, strict: false };
            let c = self.presumption(p);
            let here = vals[rho.slot()];
            let filled = c && !(if *negated { here.0 } else { here.1 });
            for std in Std::ALL {
                let v = &mut vals[At { std, strict: false }.slot()];
                match (filled, *negated) {
                    (false, _) => {}
                    (true, false) => *v = (true, false),
                    (true, true) => *v = (false, true),
                }
            }
        }
        if self.g.world.book.sentences[atom.ground.sentence].crossroads {
            let x = self.view.branches.get(&atom.ground).copied().unwrap_or(false);
            let best = vals;
            for at in At::all() {
                let (f, a) = vals[at.slot()];
                let (some_for, some_against) = best[at.lowest().slot()];
                let (yes, no) = ((f || !some_against, a), (f, a || !some_for));
                if yes != no {
                    self.open.insert(atom.ground.clone());
                }
                vals[at.slot()] = if x { yes } else { no };
            }
        }
        vals
    }

    /// Whether a presumption's conditions hold, with everything at its rebuttal standard.
    fn presumption(&self, p: &Prov) -> bool {
        if !p.in_force {
            return false;
        }
        let at = At { std: p.rho, strict: p.strict };
        let mut v = self.formula(&p.cond, at);
        for e in &p.exceptions {
            v = self.subject_to(v, e, p.strict, Burden { sigma: p.rho, rho: p.rho, rebuttal: true });
        }
        v.0
    }

    fn before_presumptions(&self, atom: &Atom, at: At) -> Val {
        if let Some(v) = self.found(&atom.ground) {
            return v;
        }
        let sentence = atom.ground.sentence;
        let e = match self.g.world.book.sentences[sentence].sort {
            Sort::Conclusion if self.g.is_concluded(sentence) => BOTTOM,
            Sort::Conclusion if self.g.is_touched(sentence) => (false, false),
            _ => self.base(atom, at.std),
        };
        let norm = |n: &usize| self.contribution(*n, at);
        let pro = atom.rules.iter().map(|p| self.prov(p, at)).chain(atom.norms.iter().map(norm));
        let contra = atom.against.iter().map(|p| self.prov(p, at)).chain(atom.norms_against.iter().map(norm));
        let (f, a) = or(std::iter::once(e).chain(pro));
        (f, a || contra.into_iter().any(|v| v.0))
    }

    /// The statements about a sentence, `true` for those that affirm it.
    fn statements(&self, ground: &Ground) -> impl Iterator<Item = (Heading, bool)> {
        self.g.world.case.statements.iter().filter_map(move |(h, c)| match c {
            Content::Sentence(q) if q.ground == *ground => Some((*h, !q.negated)),
            _ => None,
        })
    }

    fn found(&self, ground: &Ground) -> Option<Val> {
        let says = |yes: bool| self.statements(ground).any(|(h, y)| matches!(h, Heading::Found(_)) && y == yes);
        match (says(true), says(false)) {
            (false, false) => None,
            v => Some(self.dismissed(ground, v)),
        }
    }

    fn base(&self, atom: &Atom, std: Std) -> Val {
        let ground = &atom.ground;
        if let Some(v) = self.found(ground) {
            return v;
        }
        let account = |yes: bool| {
            self.view.account.is_some_and(|k| {
                self.statements(ground)
                    .any(|(h, y)| h == Heading::Claimed(k) && y == yes || h == Heading::Denied(k) && y != yes)
            })
        };
        if let v @ ((true, _) | (_, true)) = (account(true), account(false)) {
            return v;
        }
        let highest = |yes: bool| {
            let of = |(h, y)| match h {
                Heading::Evidence(s) if y == yes => Some(s),
                _ => None,
            };
            self.statements(ground).filter_map(of).max()
        };
        let s = &self.g.world.book.sentences[ground.sentence];
        let silent = (s.sort == Sort::Relation || s.raised) && !atom.mentioned;
        let otherwise = if silent { BOTTOM } else { (false, false) };
        self.dismissed(ground, weigh(highest(true), highest(false), std).unwrap_or(otherwise))
    }

    /// Sets against (for a negated statement, for) to 1 if what is not proven counts as refuted.
    fn dismissed(&self, ground: &Ground, (f, a): Val) -> Val {
        let heard = |yes| self.court && self.statements(ground).any(|s| s == (Heading::NotProven, yes));
        (f || heard(false), a || heard(true))
    }

    // Provisions.

    /// The value of a provision at a standpoint: its conditions, then its exceptions at its rebuttal standard.
    fn prov(&self, p: &Prov, at: At) -> Val {
        self.chain(p, at.strict, Burden { sigma: at.std, rho: p.rho, rebuttal: false })
    }

    /// The conditions taken at the standard of the side that has the burden, followed by the exceptions, for which the
    /// other side has it.
    fn chain(&self, p: &Prov, strict: bool, burden: Burden) -> Val {
        let strict = strict || p.strict;
        if !p.in_force {
            return BOTTOM;
        }
        let mut v = self.formula(&p.cond, At { std: burden.here(), strict });
        for e in &p.exceptions {
            v = self.subject_to(v, e, strict, burden.other());
        }
        v
    }

    /// φ unless E, the burden of E being as given; in strict mode everything is at one standard, that of φ.
    fn subject_to(&self, phi: Val, e: &Exc, strict: bool, mut burden: Burden) -> Val {
        if strict {
            let here = burden.other().here();
            burden = Burden { sigma: here, rho: here, rebuttal: true };
        }
        let named = |p: &Prov, burden: Burden| {
            let rho = if strict { burden.rho } else { p.own_rho.unwrap_or(burden.rho) };
            let burden = Burden { rho, ..burden };
            if p.strict && !strict {
                let here = burden.here();
                self.chain(p, true, Burden { sigma: here, rho: here, rebuttal: false })
            } else {
                self.chain(p, strict, burden)
            }
        };
        let value = match e {
            Exc::Inline(f) => self.formula(f, At { std: burden.here(), strict }),
            Exc::Named(p) => named(p, burden),
            Exc::Rule(p) => self.prov(p, At { std: burden.here(), strict }),
            Exc::Norms(norms) => {
                let at = At { std: burden.here(), strict };
                or(norms.iter().map(|n| self.contribution(*n, at)))
            }
        };
        if strict {
            return (phi.0 && value.1, phi.1 || value.0);
        }
        // Against φ, a named exception counts with all of it at ρ.
        let against = match e {
            Exc::Named(p) if burden.rebuttal => {
                let rho = p.own_rho.unwrap_or(burden.rho);
                named(p, Burden { sigma: rho, rho, rebuttal: true }).0
            }
            _ => value.0,
        };
        (unless(phi, value).0, phi.1 || against)
    }

    // Formulas.

    fn formula(&self, f: &F, at: At) -> Val {
        match f {
            F::Val(f, a) => (*f, *a),
            F::Atom(a) => self.table[*a][at.slot()],
            F::Position(p) => {
                let yes = self.view.accepted.contains(p);
                (yes, !yes)
            }
            F::Compare(c) => self.comparison(c, at.std),
            F::Not(f) => not(self.formula(f, at)),
            F::Always(f) => self.formula(f, at),
            F::And(each) => and(each.iter().map(|f| self.formula(f, at))),
            F::Or(each) => or(each.iter().map(|f| self.formula(f, at))),
            F::AtLeast(n, each) => {
                let vals: Vec<Val> = each.iter().map(|f| self.formula(f, at)).collect();
                let pro = vals.iter().filter(|v| v.0).count();
                let contra = vals.iter().filter(|v| v.1).count();
                (pro >= *n, contra + n > vals.len())
            }
            F::Every(each) => {
                not(or(each.iter().map(|(first, then)| and([self.formula(first, at), not(self.formula(then, at))]))))
            }
            F::Breaches(norms) => or(norms.iter().map(|n| self.contribution(*n, at))),
            F::Wrongful(each) => {
                or(each.iter().map(|(n, bound)| and([self.contribution(*n, at), self.formula(bound, at)])))
            }
        }
    }

    // Comparisons.

    fn comparison(&self, c: &Comparison, std: Std) -> Val {
        match c {
            Comparison::One(Side::Date(None), _, _) => (false, false),
            Comparison::One(Side::Date(Some(d)), op, q) => {
                let d = Some(Quantity::Day(d));
                let says = compare((d, d), *op, (Some(*q), Some(*q)));
                (says == Some(true), says == Some(false))
            }
            Comparison::One(Side::Measure(g), op, q) => self.one(g, *op, *q, std),
            Comparison::Two(Side::Date(None), ..) | Comparison::Two(_, _, Side::Date(None)) => (false, false),
            Comparison::Two(l, op, Side::Date(Some(d))) => {
                self.comparison(&Comparison::One(l.clone(), *op, Quantity::Day(d)), std)
            }
            Comparison::Two(Side::Date(Some(d)), op, r) => {
                let turned = match op {
                    Op::Exactly => Op::Exactly,
                    Op::AtLeast => Op::AtMost,
                    Op::AtMost => Op::AtLeast,
                    Op::Less => Op::More,
                    Op::More => Op::Less,
                };
                self.comparison(&Comparison::One(r.clone(), turned, Quantity::Day(d)), std)
            }
            Comparison::Two(l, op, r) => {
                let mut highest = [None, None];
                for (s, left) in self.ranges(l) {
                    for (t, right) in self.ranges(r) {
                        if let Some(yes) = compare(left, *op, right) {
                            let h = &mut highest[usize::from(yes)];
                            *h = (*h).max(Some(s.min(t)));
                        }
                    }
                }
                weigh(highest[1], highest[0], std).unwrap_or((false, false))
            }
        }
    }

    fn one(&self, g: &Ground, op: Op, q: Quantity, std: Std) -> Val {
        let says: Vec<(Heading, Option<bool>)> = self
            .g
            .world
            .case
            .statements
            .iter()
            .filter_map(|(h, c)| match c {
                Content::Measure(of, l, m) if of == g => Some((*h, compare((*l, *m), op, (Some(q), Some(q))))),
                _ => None,
            })
            .collect();
        let under = |heading: &dyn Fn(Heading) -> bool| {
            let any = |yes| says.iter().any(|(h, s)| heading(*h) && *s == Some(yes));
            (any(true), any(false))
        };
        let found = under(&|h| matches!(h, Heading::Found(_)));
        if found != (false, false) {
            return found;
        }
        if let Some(k) = self.view.account
            && says.iter().any(|(h, _)| *h == Heading::Claimed(k))
        {
            return under(&|h| h == Heading::Claimed(k));
        }
        let highest = |yes| {
            says.iter()
                .filter_map(|(h, s)| match h {
                    Heading::Evidence(std) if *s == Some(yes) => Some(*std),
                    _ => None,
                })
                .max()
        };
        weigh(highest(true), highest(false), std).unwrap_or((false, false))
    }

    /// The ranges that are recorded of a measure, each with its standard.
    fn ranges(&self, side: &Side) -> Vec<(Std, Range)> {
        match side {
            Side::Date(_) => Vec::new(),
            Side::Measure(g) => self
                .g
                .world
                .case
                .statements
                .iter()
                .filter_map(|(h, c)| match (h, c) {
                    (Heading::Evidence(s), Content::Measure(of, l, m)) if of == g => Some((*s, (*l, *m))),
                    (Heading::Found(_), Content::Measure(of, l, m)) if of == g => Some((Std::Beyond, (*l, *m))),
                    _ => None,
                })
                .collect(),
        }
    }
}

/// Better evidence prevails over weaker; equally good evidence on both sides makes it contested.
fn weigh(p: Option<Std>, c: Option<Std>, std: Std) -> Option<Val> {
    match (p, c) {
        (None, None) => None,
        (p, c) if p > c => Some((Some(std) <= p, false)),
        (p, c) if c > p => Some((false, Some(std) <= c)),
        (p, _) => Some((Some(std) <= p, Some(std) <= p)),
    }
}

type Range = (Option<Quantity>, Option<Quantity>);

/// Whether every (`true`) or no (`false`) pair of values from two ranges satisfies the comparison.
fn compare(left: Range, op: Op, right: Range) -> Option<bool> {
    let surely = |op: Op| {
        // The pair of ends that is hardest to satisfy.
        let (l, r) = match op {
            Op::AtLeast | Op::More => (left.0, right.1),
            Op::AtMost | Op::Less | Op::Exactly => (left.1, right.0),
        };
        match (l, r) {
            (Some(l), Some(r)) => match op {
                Op::AtLeast => l >= r,
                Op::More => l > r,
                Op::AtMost => l <= r,
                Op::Less => l < r,
                Op::Exactly => left.0 == left.1 && right.0 == right.1 && l == r,
            },
            _ => false,
        }
    };
    let never = match op {
        Op::AtLeast => surely(Op::Less),
        Op::Less => surely(Op::AtLeast),
        Op::AtMost => surely(Op::More),
        Op::More => surely(Op::AtMost),
        Op::Exactly => surely(Op::Less) || surely(Op::More),
    };
    match (surely(op), never) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}
