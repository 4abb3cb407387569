//! Which sentences a record must mention for a norm to be of interest (semantics § 9, *untouched*), worked out from the
//! rules alone, so that norms on which the record is silent cost next to nothing. Knows nothing of incidents.

use crate::rulebook::model::{
    Condition, Literal, Measure, Operand, Provision, ProvisionId, Rulebook, Sentence, SentenceId, SentenceKind, Term,
    Test, VarId,
};

/// A set of sentences, one bit each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentenceSet(Vec<u64>);

impl SentenceSet {
    /// The empty set, with room for this many sentences.
    pub fn new(sentences: usize) -> Self {
        SentenceSet(vec![0; sentences.div_ceil(64)])
    }

    /// Adds a sentence.
    pub fn insert(&mut self, id: SentenceId) {
        if let Some(word) = self.0.get_mut(id.index() / 64) {
            *word |= 1 << (id.index() % 64);
        }
    }

    /// Adds another set; whether anything was new.
    pub fn extend(&mut self, other: &SentenceSet) -> bool {
        let mut new = false;
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            new |= more & !*word != 0;
            *word |= more;
        }
        new
    }

    /// Whether the sets have a sentence in common.
    pub fn meets(&self, other: &SentenceSet) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

/// A norm is idle, whatever its arguments, if one of `needs` is not mentioned and nothing in `touches` is.
#[derive(Debug, Clone, Default)]
pub struct IdleUnless {
    /// Open sentences that are parts of the breach and that nothing concludes or presumes: while one of them is not
    /// mentioned, no breach can be established.
    pub needs: Vec<SentenceId>,
    /// The facts, judgments and measures on which the parts of the breach rest.
    pub touches: SentenceSet,
}

/// Works it out for every norm.
pub fn idle_unless(rulebook: &Rulebook) -> Vec<IdleUnless> {
    let reached = Reached::new(rulebook);
    rulebook
        .provisions
        .iter()
        .map(|provision| {
            let mut idle = IdleUnless { needs: Vec::new(), touches: SentenceSet::new(rulebook.sentences.len()) };
            if provision.is_norm() {
                let mut parts = Vec::new();
                flatten(&provision.when, &mut parts);
                let only_who = parts.iter().all(|p| reached.says_who(p));
                for part in parts.into_iter().filter(|p| only_who || !reached.says_who(p)) {
                    reached.part(provision, part, &mut idle);
                }
            }
            idle
        })
        .collect()
}

fn flatten<'a>(condition: &'a Condition, parts: &mut Vec<&'a Condition>) {
    if let Test::All(inner) = &condition.test {
        inner.iter().for_each(|p| flatten(p, parts));
    } else {
        parts.push(condition);
    }
}

/// What each sentence and norm rests on: facts, judgments and measures.
struct Reached<'a> {
    rulebook: &'a Rulebook,
    sentences: Vec<SentenceSet>,
    norms: Vec<SentenceSet>,
}

impl<'a> Reached<'a> {
    fn new(rulebook: &'a Rulebook) -> Self {
        let empty = SentenceSet::new(rulebook.sentences.len());
        let mut reached = Reached {
            rulebook,
            sentences: vec![empty.clone(); rulebook.sentences.len()],
            norms: vec![empty; rulebook.provisions.len()],
        };
        // Strata count up from what is rested on, so one pass suffices but for recursion.
        let strata = &rulebook.strata;
        let mut order: Vec<(u32, bool, u32)> = Vec::new();
        let index = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
        order.extend(strata.of_sentence.iter().enumerate().map(|(i, s)| (*s, false, index(i))));
        let norms = rulebook.provisions.iter().enumerate().filter(|(_, p)| p.is_norm());
        order.extend(norms.map(|(i, _)| (strata.of_provision.get(i).copied().unwrap_or(0), true, index(i))));
        order.sort_unstable();
        loop {
            let mut again = false;
            for (stratum, norm, i) in &order {
                let changed = if *norm { reached.norm(ProvisionId(*i)) } else { reached.sentence(SentenceId(*i)) };
                again |= changed && strata.recursive.get(*stratum as usize).copied().unwrap_or(true);
            }
            if !again {
                break;
            }
        }
        reached
    }

    fn sentence(&mut self, id: SentenceId) -> bool {
        let rulebook = self.rulebook;
        let Some(sentence) = rulebook.sentences.get(id.index()) else { return false };
        let mut set = SentenceSet::new(rulebook.sentences.len());
        if is_point(sentence) {
            set.insert(id);
        }
        for provision_id in &sentence.concluded_by {
            let Some(provision) = rulebook.provisions.get(provision_id.index()) else { continue };
            match self.norms.get(provision_id.index()).filter(|_| provision.is_norm()) {
                Some(norm) => {
                    set.extend(norm);
                }
                None => self.provision(provision, &mut set, 0),
            }
        }
        self.sentences.get_mut(id.index()).is_some_and(|known| known.extend(&set))
    }

    fn norm(&mut self, id: ProvisionId) -> bool {
        let rulebook = self.rulebook;
        let Some(norm) = rulebook.provisions.get(id.index()) else { return false };
        let mut set = SentenceSet::new(rulebook.sentences.len());
        self.condition(&norm.when, &mut set);
        self.norms.get_mut(id.index()).is_some_and(|known| known.extend(&set))
    }

    /// A rule or exception: its conditions and exceptions.
    fn provision(&self, provision: &Provision, set: &mut SentenceSet, depth: usize) {
        self.condition(&provision.when, set);
        provision.unless.iter().for_each(|c| self.condition(c, set));
        if depth < 32 {
            for exception in provision.exceptions.iter().filter_map(|e| self.rulebook.provisions.get(e.index())) {
                self.provision(exception, set, depth + 1);
            }
        }
    }

    fn part(&self, norm: &Provision, part: &Condition, idle: &mut IdleUnless) {
        if let Test::Sentence(literal) = &part.test {
            let Some(sentence) = self.rulebook.sentences.get(literal.sentence.index()) else { return };
            let plain = sentence.concluded_by.is_empty() && sentence.presumed_by.is_empty() && !sentence.crossroads;
            // What does not fit its slot is refuted, so that its negation needs no mention.
            let fits = !literal.negated || always_fits(norm, literal, sentence);
            if plain && fits && is_point(sentence) && !sentence.raised {
                idle.needs.push(literal.sentence);
            }
        }
        self.condition(part, &mut idle.touches);
    }

    /// Whether a part of a breach only says who acted: a positive literal of a concluded sentence about the addressee.
    fn says_who(&self, part: &Condition) -> bool {
        let Test::Sentence(literal) = &part.test else { return false };
        let sentence = self.rulebook.sentences.get(literal.sentence.index());
        !literal.negated && sentence.is_some_and(Sentence::is_concluded) && has_addressee(literal)
    }

    fn condition(&self, condition: &Condition, set: &mut SentenceSet) {
        match &condition.test {
            Test::Sentence(literal) => self.take(literal.sentence, set),
            Test::Breaches { norm, .. } => {
                if let Some(norm) = self.norms.get(norm.index()) {
                    set.extend(norm);
                }
            }
            Test::WouldBeWrongful { .. } => {
                for norm in &self.norms {
                    set.extend(norm);
                }
            }
            Test::Compare { measure, with, .. } => {
                self.measure(measure, set);
                if let Operand::Measure(m) = with {
                    self.measure(m, set);
                }
            }
            Test::All(parts) | Test::Any(parts) | Test::None(parts) | Test::AtLeast(_, parts) => {
                parts.iter().for_each(|p| self.condition(p, set));
            }
            Test::Some(_, body) | Test::No(_, body) => self.condition(body, set),
            Test::Every(_, body, then) => {
                self.condition(body, set);
                self.condition(then, set);
            }
            Test::Position { .. } | Test::Same { .. } | Test::IsKind { .. } | Test::BoundBy { .. } => {}
        }
    }

    fn measure(&self, measure: &Measure, set: &mut SentenceSet) {
        if let Measure::Declared { sentence, .. } = measure {
            set.insert(*sentence);
        }
    }

    fn take(&self, id: SentenceId, set: &mut SentenceSet) {
        if let Some(below) = self.sentences.get(id.index()) {
            set.extend(below);
        }
    }
}

/// A fact, judgment or measure (raised or not), or a conclusion, which may be one that nothing concludes positively.
fn is_point(sentence: &Sentence) -> bool {
    match sentence.kind {
        SentenceKind::Fact | SentenceKind::Judgment | SentenceKind::Measure(_) => true,
        SentenceKind::Relation => false,
        SentenceKind::Conclusion => true,
    }
}

fn has_addressee(literal: &Literal) -> bool {
    literal.args.contains(&Term::Var(VarId(0)))
}

/// Whether whatever the variables stand for fits the slots.
fn always_fits(norm: &Provision, literal: &Literal, sentence: &Sentence) -> bool {
    literal.args.iter().zip(&sentence.slots).all(|(term, slot)| match term {
        Term::Var(v) => norm.vars.get(v.index()).is_some_and(|var| var.kinds.within(*slot)),
        Term::Sentence(_) => slot.takes_sentence(),
    })
}
