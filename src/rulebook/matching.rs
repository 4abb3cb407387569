//! Finds the declared sentence that a run of words says. The templates stand in a trie, so that one walk along the words
//! tries them all. Knows nothing of rules, or of what the names stand for beyond their kinds.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::kinds::{KindSet, Kinds};
use super::model::{Sentence, SentenceId, SentenceKind, TemplatePart};
use super::wording::{free_negations, singular};
use crate::source::Text;
use crate::syntax::tree::Ident;

/// Sentences of more parts than this are refused, and longer runs of words match nothing.
pub const MOST_PARTS: usize = 200;
/// How deep sentences may stand in each other (`S knew that T knew that …`).
const DEEPEST: usize = 6;
/// After so many steps the search gives up: the words are longer and the templates more alike than any lawyer's.
const MOST_STEPS: u32 = 5_000;

/// What fills a slot of a match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// The word with this index, a name.
    Word(usize),
    /// A whole sentence.
    Sentence(Box<Match>),
}

/// One reading of a run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The sentence.
    pub sentence: SentenceId,
    /// Whether the words say its negation.
    pub negated: bool,
    /// What fills its slots, in the order of the slots.
    pub args: Vec<Arg>,
}

/// A trie of all wordings of all sentences.
#[derive(Debug, Clone, Default)]
pub struct SentenceIndex {
    symbols: FxHashMap<Text, u32>,
    edges: FxHashMap<(u32, u32), u32>,
    nodes: Vec<Node>,
    shapes: Vec<Shape>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    /// Where a slot leads.
    slot: Option<u32>,
    /// Whether a whole sentence may fill that slot.
    takes_sentence: bool,
    ends: SmallVec<[End; 1]>,
}

/// The end of a wording.
#[derive(Debug, Clone)]
struct End {
    sentence: SentenceId,
    negated: bool,
    /// The slot number of each slot on the way.
    order: SmallVec<[usize; 4]>,
}

#[derive(Debug, Clone, Default)]
struct Shape {
    slots: SmallVec<[KindSet; 4]>,
    measure: bool,
}

impl SentenceIndex {
    /// Adds all wordings of a sentence; sentences are added in the order of their numbers.
    pub(super) fn insert(&mut self, id: SentenceId, sentence: &Sentence) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        self.shapes.resize_with(self.shapes.len().max(id.index() + 1), Shape::default);
        if let Some(shape) = self.shapes.get_mut(id.index()) {
            shape.slots = sentence.slots.iter().copied().collect();
            shape.measure = matches!(sentence.kind, SentenceKind::Measure(_));
        }
        self.insert_wording(id, false, &sentence.template, &sentence.slots);
        if !matches!(sentence.kind, SentenceKind::Measure(_)) {
            for wording in free_negations(&sentence.template) {
                self.insert_wording(id, true, &wording, &sentence.slots);
            }
        }
        for wording in &sentence.negated {
            self.insert_wording(id, true, wording, &sentence.slots);
        }
    }

    fn insert_wording(&mut self, sentence: SentenceId, negated: bool, parts: &[TemplatePart], slots: &[KindSet]) {
        let mut node = 0;
        let mut order = SmallVec::new();
        for part in parts {
            node = match part {
                TemplatePart::Word(word) => {
                    let next = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
                    let symbol = *self.symbols.entry(word.clone()).or_insert(next);
                    match self.edges.get(&(node, symbol)) {
                        Some(to) => *to,
                        None => {
                            let to = self.grow();
                            self.edges.insert((node, symbol), to);
                            to
                        }
                    }
                }
                TemplatePart::Slot(slot) => {
                    order.push(*slot);
                    let takes = slots.get(*slot).is_some_and(|k| k.takes_sentence());
                    self.slot_edge(node, takes)
                }
            };
        }
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.ends.push(End { sentence, negated, order });
        }
    }

    fn slot_edge(&mut self, node: u32, takes_sentence: bool) -> u32 {
        let to = match self.nodes.get(node as usize).and_then(|n| n.slot) {
            Some(to) => to,
            None => self.grow(),
        };
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.slot = Some(to);
            node.takes_sentence |= takes_sentence;
        }
        to
    }

    fn grow(&mut self) -> u32 {
        self.nodes.push(Node::default());
        u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    /// All readings of the words. `kinds_of` gives the kinds of the entity or variable with that name, and nothing for
    /// a word that is no name. Where a word is both a word of a sentence and a name, the sentence comes first.
    pub fn find(&self, words: &[Ident], kinds_of: &dyn Fn(&str) -> Option<KindSet>) -> Vec<Match> {
        self.search(words, kinds_of, Mode { check_kinds: true, every: false })
    }

    /// All readings if any name fits any slot: what was probably meant where [`SentenceIndex::find`] finds nothing.
    pub fn find_ignoring_kinds(&self, words: &[Ident], kinds_of: &dyn Fn(&str) -> Option<KindSet>) -> Vec<Match> {
        self.search(words, kinds_of, Mode { check_kinds: false, every: false })
    }

    /// All readings, also those that [`SentenceIndex::find`] leaves out because a word was taken literally.
    pub(super) fn find_every(&self, words: &[Ident], kinds_of: &dyn Fn(&str) -> Option<KindSet>) -> Vec<Match> {
        self.search(words, kinds_of, Mode { check_kinds: true, every: true })
    }

    fn search(&self, words: &[Ident], kinds_of: &dyn Fn(&str) -> Option<KindSet>, mode: Mode) -> Vec<Match> {
        if words.is_empty() || words.len() > MOST_PARTS || self.nodes.is_empty() {
            return Vec::new();
        }
        let words = words
            .iter()
            .map(|w| Seen {
                symbol: self.symbols.get(w.value.as_str()).copied(),
                singular: singular(&w.value).and_then(|s| self.symbols.get(s).copied()),
                not: w.value == "not",
                kinds: kinds_of(&w.value),
            })
            .collect();
        let mut search = Search { index: self, words, mode, known: FxHashMap::default(), steps: 0, depth: 0 };
        let mut found = Vec::new();
        let at = At { node: 0, position: 0, leading: true, whole: true };
        search.walk(at, &mut Vec::new(), &mut found);
        found.into_iter().map(|(_, m)| m).collect()
    }

    /// The declared sentences nearest to the words, as text, best first, at most three.
    pub fn nearest(&self, sentences: &[Sentence], kinds: &Kinds, words: &[Ident]) -> Vec<String> {
        super::nearest::nearest(sentences, kinds, words)
    }
}

#[derive(Debug, Clone, Copy)]
struct Mode {
    check_kinds: bool,
    every: bool,
}

/// What is known of a word before the search.
#[derive(Debug)]
struct Seen {
    symbol: Option<u32>,
    /// The symbol of `is` if the word is `are`, and so on.
    singular: Option<u32>,
    not: bool,
    kinds: Option<KindSet>,
}

type Found = Vec<(usize, Match)>;

struct Search<'a> {
    index: &'a SentenceIndex,
    words: Vec<Seen>,
    mode: Mode,
    /// The sentences that begin at a word, with the word after each.
    known: FxHashMap<(usize, bool), Rc<Found>>,
    steps: u32,
    depth: usize,
}

/// Where a walk stands.
#[derive(Debug, Clone, Copy)]
struct At {
    node: u32,
    position: usize,
    /// Whether a whole sentence may still stand first.
    leading: bool,
    /// Whether the sentence must reach the last word.
    whole: bool,
}

impl Search<'_> {
    /// Adds every reading that goes on from here; says whether there was one.
    fn walk(&mut self, at: At, args: &mut Vec<Arg>, found: &mut Found) -> bool {
        self.steps += 1;
        let index = self.index;
        let Some(node) = index.nodes.get(at.node as usize) else { return false };
        if self.steps > MOST_STEPS {
            return false;
        }
        let mut any = false;
        if !at.whole || at.position == self.words.len() {
            any |= self.end(node, at.position, args, found);
        }
        let Some(word) = self.words.get(at.position) else { return any };
        let kinds = word.kinds;
        let literal = [word.symbol, word.singular].into_iter().flatten();
        let mut taken = false;
        for to in literal.filter_map(|s| index.edges.get(&(at.node, s))).collect::<SmallVec<[_; 2]>>() {
            let next = At { node: *to, position: at.position + 1, leading: false, ..at };
            taken |= self.walk(next, args, found);
        }
        any |= taken;
        if taken && at.whole && !self.mode.every {
            return any;
        }
        if let Some(slot) = node.slot {
            if kinds.is_some() {
                args.push(Arg::Word(at.position));
                let next = At { node: slot, position: at.position + 1, leading: false, ..at };
                any |= self.walk(next, args, found);
                args.pop();
            }
            if node.takes_sentence && (at.node != 0 || at.leading) {
                for (end, inner) in self.sentences_from(at.position, at.node != 0).iter() {
                    args.push(Arg::Sentence(Box::new(inner.clone())));
                    let next = At { node: slot, position: *end, leading: false, ..at };
                    any |= self.walk(next, args, found);
                    args.pop();
                }
            }
        }
        any
    }

    /// The sentences that may stand in a slot from this word on.
    fn sentences_from(&mut self, position: usize, leading: bool) -> Rc<Found> {
        if let Some(known) = self.known.get(&(position, leading)) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        if self.depth < DEEPEST {
            self.depth += 1;
            let not = self.words.get(position).is_some_and(|w| w.not);
            self.walk(At { node: 0, position, leading, whole: false }, &mut Vec::new(), &mut found);
            if not && found.is_empty() {
                let at = At { node: 0, position: position + 1, leading, whole: false };
                self.walk(at, &mut Vec::new(), &mut found);
                for (_, m) in &mut found {
                    m.negated = !m.negated;
                }
            }
            self.depth -= 1;
            let shapes = &self.index.shapes;
            found.retain(|(_, m)| shapes.get(m.sentence.index()).is_some_and(|s| !s.measure));
        }
        let found = Rc::new(found);
        self.known.insert((position, leading), Rc::clone(&found));
        found
    }

    /// Adds the readings that end at this node.
    fn end(&self, node: &Node, position: usize, args: &[Arg], found: &mut Found) -> bool {
        let mut any = false;
        for end in &node.ends {
            let Some(shape) = self.index.shapes.get(end.sentence.index()) else { continue };
            let fits = end.order.iter().zip(args).all(|(slot, arg)| {
                let kinds = shape.slots.get(*slot).copied().unwrap_or_default();
                match arg {
                    Arg::Sentence(_) => kinds.takes_sentence(),
                    Arg::Word(w) => {
                        let of = self.words.get(*w).and_then(|w| w.kinds).unwrap_or_default();
                        !self.mode.check_kinds || of.overlaps(kinds)
                    }
                }
            });
            if !fits || args.len() != end.order.len() {
                continue;
            }
            let mut by_slot: Vec<(usize, Arg)> = end.order.iter().copied().zip(args.iter().cloned()).collect();
            by_slot.sort_by_key(|(slot, _)| *slot);
            let args = by_slot.into_iter().map(|(_, a)| a).collect();
            let reading = (position, Match { sentence: end.sentence, negated: end.negated, args });
            any = true;
            if !found.contains(&reading) {
                found.push(reading);
            }
        }
        any
    }
}
