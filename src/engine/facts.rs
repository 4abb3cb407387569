//! The record as the engine reads it: tuples by argument for joins, and the value of every base sentence and measure
//! (semantics §§ 3–4). Knows nothing of rules.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::diagram::{Diagram, Value};
use super::standpoint::{Space, rank};
use super::touch::SentenceSet;
use crate::record::model::{Args, Content, Ground, Heading, Quoted, Record, TermId, TermRef};
use crate::rulebook::kinds::{KindId, KindSet};
use crate::rulebook::model::{Comparison, ProvisionId, Quantity, SentenceId};

/// Positions of rows in a sentence's table.
type Rows = Vec<u32>;

/// The mentioned tuples of one sentence.
#[derive(Debug, Default)]
pub struct Table {
    /// The tuples, each once, in the order of the record.
    pub rows: Vec<Args>,
    by_argument: FxHashMap<(u8, TermId), Rows>,
}

impl Table {
    /// The rows that have these terms (none is any), or all of them if nothing is fixed; a superset, chosen by the rarest term.
    pub fn candidates<'t>(&'t self, pattern: &[Option<TermId>]) -> Candidates<'t> {
        let mut best: Option<&Rows> = None;
        for (position, term) in pattern.iter().enumerate() {
            let (Some(term), Ok(position)) = (term, u8::try_from(position)) else { continue };
            match self.by_argument.get(&(position, *term)) {
                None => return Candidates::Some(&[]),
                Some(rows) if best.is_none_or(|b| rows.len() < b.len()) => best = Some(rows),
                Some(_) => {}
            }
        }
        match best {
            Some(rows) => Candidates::Some(rows),
            None => Candidates::All(0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX)),
        }
    }
}

/// Row numbers.
#[derive(Debug, Clone)]
pub enum Candidates<'t> {
    /// All rows.
    All(Range<u32>),
    /// These rows.
    Some(&'t [u32]),
}

impl Candidates<'_> {
    /// How many rows.
    pub fn count(&self) -> usize {
        match self {
            Candidates::All(r) => r.len(),
            Candidates::Some(rows) => rows.len(),
        }
    }

    /// The row numbers.
    pub fn to_vec(&self) -> Vec<u32> {
        match self {
            Candidates::All(r) => r.clone().collect(),
            Candidates::Some(rows) => rows.to_vec(),
        }
    }
}

/// The statements about one ground sentence, by their number in the record.
pub type Mentions = SmallVec<[u32; 2]>;

/// The indexed record.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The record.
    pub record: &'a Record,
    tables: FxHashMap<SentenceId, Table>,
    mentions: FxHashMap<Ground, Mentions>,
    /// Whole sentences beyond those of the record.
    extra: Vec<Quoted>,
    quoted: FxHashMap<Quoted, TermId>,
    domain: Vec<TermId>,
    sentence_domain: Vec<TermId>,
    /// Whether anything stands under `not proven`.
    pub has_not_proven: bool,
    /// The sentences of which some instance is mentioned.
    pub mentioned: SentenceSet,
    /// The norms about which somebody asserts or expects something.
    pub asked: FxHashSet<ProvisionId>,
}

impl<'a> Facts<'a> {
    /// Indexes a record of a rulebook with this many sentences.
    pub fn new(record: &'a Record, sentences: usize) -> Self {
        let mut facts = Facts {
            record,
            tables: FxHashMap::default(),
            mentions: FxHashMap::default(),
            extra: Vec::new(),
            quoted: FxHashMap::default(),
            domain: Vec::new(),
            sentence_domain: Vec::new(),
            has_not_proven: false,
            mentioned: SentenceSet::new(sentences),
            asked: record
                .expectations
                .iter()
                .map(|e| &e.content)
                .chain(record.statements.iter().map(|s| &s.content))
                .filter_map(|c| if let Content::Norm(claim) = c { Some(claim.norm) } else { None })
                .collect(),
        };
        let entities = record.entities.len();
        for (i, q) in record.quoted.iter().enumerate() {
            if let Ok(id) = u32::try_from(entities + i) {
                facts.quoted.insert(q.clone(), TermId(id));
            }
        }
        let mut seen: FxHashSet<TermId> = FxHashSet::default();
        for (number, statement) in record.statements.iter().enumerate() {
            facts.has_not_proven |= statement.heading == Heading::NotProven;
            match &statement.content {
                Content::Sentence { ground, .. } | Content::Measure { ground, .. } => {
                    facts.mention(ground, u32::try_from(number).unwrap_or(u32::MAX));
                    facts.occur(&ground.args, &mut seen);
                }
                Content::Norm(claim) => {
                    let args: Args = claim.args.iter().flatten().copied().collect();
                    facts.occur(&args, &mut seen);
                }
                Content::Position(_) => {}
            }
        }
        let (mut domain, mut sentences): (Vec<TermId>, Vec<TermId>) = seen_in_order(seen, entities);
        domain.shrink_to_fit();
        sentences.shrink_to_fit();
        facts.domain = domain;
        facts.sentence_domain = sentences;
        facts
    }

    fn mention(&mut self, ground: &Ground, statement: u32) {
        if let Some(mentions) = self.mentions.get_mut(ground) {
            mentions.push(statement);
            return;
        }
        self.mentioned.insert(ground.sentence);
        self.mentions.insert(ground.clone(), SmallVec::from_elem(statement, 1));
        let table = self.tables.entry(ground.sentence).or_default();
        let row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        for (position, term) in ground.args.iter().enumerate() {
            if let Ok(position) = u8::try_from(position) {
                table.by_argument.entry((position, *term)).or_default().push(row);
            }
        }
        table.rows.push(ground.args.clone());
    }

    fn occur(&self, args: &[TermId], seen: &mut FxHashSet<TermId>) {
        let mut stack: Vec<TermId> = args.to_vec();
        while let Some(term) = stack.pop() {
            if seen.insert(term)
                && let Some(TermRef::Sentence(q)) = self.record.term(term)
            {
                stack.extend(q.ground.args.iter().copied());
            }
        }
    }

    /// The entities of which the record says anything, in its order.
    pub fn domain(&self) -> &[TermId] {
        &self.domain
    }

    /// The whole sentences that stand in slots of statements.
    pub fn sentence_domain(&self) -> &[TermId] {
        &self.sentence_domain
    }

    /// Whether variables range over a term: some statement names it.
    pub fn occurs(&self, term: TermId) -> bool {
        self.domain.binary_search(&term).is_ok() || self.sentence_domain.binary_search(&term).is_ok()
    }

    /// The kind of an entity; none for whole sentences.
    pub fn kind(&self, term: TermId) -> Option<KindId> {
        self.record.entities.get(term.index()).map(|e| e.kind)
    }

    /// Whether a term fits.
    pub fn fits(&self, term: TermId, kinds: KindSet) -> bool {
        match self.kind(term) {
            Some(kind) => kinds.accepts(kind),
            None => kinds.takes_sentence(),
        }
    }

    /// The mentioned tuples of a sentence.
    pub fn table(&self, sentence: SentenceId) -> Option<&Table> {
        self.tables.get(&sentence)
    }

    /// The statements about a ground sentence; empty if it is not mentioned.
    pub fn mentions(&self, ground: &Ground) -> &[u32] {
        self.mentions.get(ground).map_or(&[], |m| m.as_slice())
    }

    /// The whole sentence that a term stands for.
    pub fn quoted(&self, term: TermId) -> Option<&Quoted> {
        let i = term.index().checked_sub(self.record.entities.len())?;
        self.record.quoted.get(i).or_else(|| self.extra.get(i.checked_sub(self.record.quoted.len())?))
    }

    /// The term of a whole sentence, new if nobody has said it.
    pub fn quote(&mut self, quoted: Quoted) -> TermId {
        if let Some(term) = self.quoted.get(&quoted) {
            return *term;
        }
        let id = self.record.entities.len() + self.record.quoted.len() + self.extra.len();
        let term = TermId(u32::try_from(id).unwrap_or(u32::MAX));
        self.extra.push(quoted.clone());
        self.quoted.insert(quoted, term);
        term
    }

    /// The value of a base sentence (semantics § 4). `closed`: silence refutes it. `dismissed`: what was heard and not
    /// shown counts as refuted.
    pub fn base(&self, space: &mut Space, ground: &Ground, closed: bool, dismissed: bool) -> Value {
        let mentions = self.mentions(ground);
        if mentions.is_empty() {
            return if closed { Value::REFUTED } else { Value::UNDETERMINED };
        }
        let mut scale = Scale::default();
        for number in mentions {
            let Some(statement) = self.record.statements.get(*number as usize) else { continue };
            if let Content::Sentence { negated, .. } = &statement.content {
                scale.add(&statement.heading, !negated, space);
            }
        }
        scale.value(space, dismissed)
    }

    /// Whether a sentence or its negation has been found; a finding replaces every derivation.
    pub fn is_found(&self, ground: &Ground) -> bool {
        let statement = |n: &u32| self.record.statements.get(*n as usize);
        self.mentions(ground).iter().filter_map(statement).any(|s| matches!(s.heading, Heading::FoundBy(_)))
    }

    /// Statements about a measure, with the range each gives.
    fn ranges(&self, ground: &Ground) -> Vec<(&Heading, Span)> {
        let statement = |n: &u32| self.record.statements.get(*n as usize);
        self.mentions(ground)
            .iter()
            .filter_map(statement)
            .filter_map(|s| match &s.content {
                Content::Measure { least, most, .. } => Some((&s.heading, Span::new(least.as_ref(), most.as_ref()))),
                Content::Sentence { .. } | Content::Norm(_) | Content::Position(_) => None,
            })
            .collect()
    }

    /// The value of a comparison of a measure with a fixed value.
    pub fn compare(&self, space: &mut Space, measure: &Ground, comparison: Comparison, with: i128) -> Value {
        let mut scale = Scale::default();
        let right = Span { least: Some(with), most: Some(with) };
        for (heading, range) in self.ranges(measure) {
            scale.range(heading, range.compare(comparison, right), space);
        }
        scale.value(space, false)
    }

    /// The value of a comparison of two measures: every pair of statements, at the lower of their standards.
    pub fn compare_measures(&self, space: &mut Space, left: &Ground, comparison: Comparison, right: &Ground) -> Value {
        let mut scale = Scale::default();
        for (left_level, left) in self.levels(left) {
            for (right_level, right) in self.levels(right) {
                if let Some(holds) = left.compare(comparison, right) {
                    scale.evidence(left_level.min(right_level), holds);
                }
            }
        }
        scale.value(space, false)
    }

    /// The evidence on a measure: the level of each statement, and the range it gives.
    fn levels(&self, measure: &Ground) -> Vec<(u16, Span)> {
        let level = |heading: &Heading| match heading {
            Heading::Evidence(standard) => Some(rank(*standard) + 1),
            Heading::FoundBy(_) => Some(4),
            Heading::Unknown
            | Heading::NotProven
            | Heading::ClaimedBy(_)
            | Heading::DeniedBy(_)
            | Heading::AssertedBy(_) => None,
        };
        self.ranges(measure).into_iter().filter_map(|(heading, span)| level(heading).map(|l| (l, span))).collect()
    }
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub enum Side {
    /// A known value, or none if it is not known.
    Fixed(Option<i128>),
    /// A measure of the record.
    Measure(Ground),
}

fn seen_in_order(seen: FxHashSet<TermId>, entities: usize) -> (Vec<TermId>, Vec<TermId>) {
    let mut all: Vec<TermId> = seen.into_iter().collect();
    all.sort_unstable();
    all.into_iter().partition(|t| t.index() < entities)
}

/// What is known of a measure: somewhere from `least` to `most`.
#[derive(Debug, Clone, Copy)]
struct Span {
    least: Option<i128>,
    most: Option<i128>,
}

impl Span {
    fn new(least: Option<&Quantity>, most: Option<&Quantity>) -> Self {
        Span { least: least.map(|q| q.value), most: most.map(|q| q.value) }
    }

    /// Whether every value satisfies the comparison with every value of the other side, none does, or neither.
    fn compare(self, comparison: Comparison, right: Span) -> Option<bool> {
        let below = |a: Option<i128>, b: Option<i128>| matches!((a, b), (Some(a), Some(b)) if a < b);
        let at_most = |a: Option<i128>, b: Option<i128>| matches!((a, b), (Some(a), Some(b)) if a <= b);
        let less = below(self.most, right.least);
        let more = below(right.most, self.least);
        let not_more = at_most(self.most, right.least);
        let not_less = at_most(right.most, self.least);
        let (yes, no) = match comparison {
            Comparison::Exactly => {
                (not_more && not_less && self.least == self.most && right.least == right.most, less || more)
            }
            Comparison::AtLeast => (not_less, less),
            Comparison::AtMost => (not_more, more),
            Comparison::LessThan => (less, not_less),
            Comparison::MoreThan => (more, not_more),
        };
        if yes {
            Some(true)
        } else if no {
            Some(false)
        } else {
            None
        }
    }
}

/// Evidence for and against one sentence.
#[derive(Debug, Default)]
struct Scale {
    found: (bool, bool),
    /// The highest standard reached for and against; ranks from 1, 0 if none.
    level: (u16, u16),
    not_proven: (bool, bool),
    /// What each account takes: account number, for, against.
    accounts: Vec<(u16, bool, bool)>,
}

impl Scale {
    fn add(&mut self, heading: &Heading, holds: bool, space: &Space) {
        match heading {
            Heading::Evidence(standard) => self.evidence(rank(*standard) + 1, holds),
            Heading::FoundBy(_) => set(&mut self.found, holds),
            Heading::NotProven => set(&mut self.not_proven, holds),
            Heading::ClaimedBy(who) => self.account(space.account(Some(who)), holds),
            Heading::DeniedBy(who) => self.account(space.account(Some(who)), !holds),
            Heading::Unknown | Heading::AssertedBy(_) => {}
        }
    }

    /// A statement of a measure, which may be neither for nor against.
    fn range(&mut self, heading: &Heading, holds: Option<bool>, space: &Space) {
        match (heading, holds) {
            (Heading::DeniedBy(_) | Heading::NotProven, _) => {}
            (_, Some(holds)) => self.add(heading, holds, space),
            (Heading::ClaimedBy(who), None) => {
                if let Some(number) = space.account(Some(who)) {
                    self.slot(number);
                }
            }
            (_, None) => {}
        }
    }

    fn evidence(&mut self, level: u16, holds: bool) {
        if holds {
            self.level.0 = self.level.0.max(level);
        } else {
            self.level.1 = self.level.1.max(level);
        }
    }

    fn slot(&mut self, number: u16) -> Option<&mut (u16, bool, bool)> {
        if !self.accounts.iter().any(|a| a.0 == number) {
            self.accounts.push((number, false, false));
        }
        self.accounts.iter_mut().find(|a| a.0 == number)
    }

    fn account(&mut self, number: Option<u16>, holds: bool) {
        if let Some(slot) = number.and_then(|n| self.slot(n)) {
            if holds {
                slot.1 = true;
            } else {
                slot.2 = true;
            }
        }
    }

    fn value(&self, space: &mut Space, dismissed: bool) -> Value {
        let mut neutral = if self.found != (false, false) {
            Value { holds: Diagram::constant(self.found.0), fails: Diagram::constant(self.found.1) }
        } else {
            let (p, c) = self.level;
            let reached = |level: u16, space: &mut Space| match level {
                0 => Diagram::NO,
                l => space.up_to(l - 1),
            };
            Value {
                holds: if p >= c { reached(p, space) } else { Diagram::NO },
                fails: if c >= p { reached(c, space) } else { Diagram::NO },
            }
        };
        if dismissed {
            if self.not_proven.0 {
                neutral.fails = Diagram::YES;
            }
            if self.not_proven.1 {
                neutral.holds = Diagram::YES;
            }
        }
        if self.accounts.is_empty() || self.found != (false, false) {
            return neutral;
        }
        self.on_accounts(neutral, space)
    }

    fn on_accounts(&self, neutral: Value, space: &mut Space) -> Value {
        let mut value = neutral;
        for (number, holds, fails) in &self.accounts {
            let here = space.diagrams.test(Space::ACCOUNT, |c| c == *number);
            let side = |d: Diagram, yes: bool, space: &mut Space| {
                if yes { space.diagrams.or(d, here) } else { space.diagrams.and_not(d, here) }
            };
            value.holds = side(value.holds, *holds, space);
            value.fails = side(value.fails, *fails, space);
        }
        value
    }
}

fn set(pair: &mut (bool, bool), holds: bool) {
    if holds {
        pair.0 = true;
    } else {
        pair.1 = true;
    }
}
