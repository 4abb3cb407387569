//! Kinds of entities and sets of them. Knows nothing of sentences.

use indexmap::IndexMap;

use crate::source::{Span, Text};

/// How many kinds a rulebook may declare.
pub const MOST_KINDS: usize = 127;

/// The number of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindId(pub u8);

/// A set of kinds, closed under subkinds; the last bit stands for "a whole sentence".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct KindSet(pub u128);

impl KindSet {
    /// The kind of slots that hold a whole sentence.
    pub const SENTENCE: KindSet = KindSet(1 << 127);

    /// Whether an entity of exactly this kind fits.
    pub fn accepts(self, kind: KindId) -> bool {
        self.0 & (1 << kind.0) != 0
    }

    /// Whether some kind is in both.
    pub fn overlaps(self, other: KindSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every kind of this set is in the other.
    pub fn within(self, other: KindSet) -> bool {
        self.0 & !other.0 == 0
    }

    /// All kinds of either.
    #[must_use]
    pub fn union(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    /// The kinds in both.
    #[must_use]
    pub fn intersection(self, other: KindSet) -> KindSet {
        KindSet(self.0 & other.0)
    }

    /// Whether it holds no kind.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a whole sentence fits.
    pub fn takes_sentence(self) -> bool {
        self.overlaps(KindSet::SENTENCE)
    }
}

/// One declared kind.
#[derive(Debug, Clone)]
pub struct Kind {
    /// The kind it is a case of.
    pub parent: Option<KindId>,
    /// Its description.
    pub description: Option<String>,
    /// Itself and all its subkinds.
    pub subkinds: KindSet,
    /// The declaration.
    pub span: Span,
}

/// All declared kinds by name, in the order of declaration.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    /// The kinds.
    pub by_name: IndexMap<Text, Kind>,
}

impl Kinds {
    /// The kind with this name.
    pub fn get(&self, name: &str) -> Option<KindId> {
        self.by_name.get_index_of(name).and_then(|i| u8::try_from(i).ok()).map(KindId)
    }

    /// The name of a kind.
    pub fn name(&self, kind: KindId) -> &str {
        self.by_name.get_index(kind.0 as usize).map_or("", |(n, _)| n.as_str())
    }

    /// The kind and its subkinds, as a set.
    pub fn set(&self, kind: KindId) -> KindSet {
        self.by_name.get_index(kind.0 as usize).map_or(KindSet::default(), |(_, k)| k.subkinds)
    }

    /// Reads like "person or object": the names of the topmost kinds in a set.
    pub fn describe(&self, set: KindSet) -> String {
        let mut names: Vec<&str> = self
            .by_name
            .iter()
            .enumerate()
            .filter(|(i, (_, k))| {
                let inside = |i: usize| u8::try_from(i).is_ok_and(|i| set.accepts(KindId(i)));
                inside(*i) && !k.parent.is_some_and(|p| inside(p.0 as usize))
            })
            .map(|(_, (n, _))| n.as_str())
            .collect();
        if set.takes_sentence() {
            names.push("sentence");
        }
        names.join(" or ")
    }
}
