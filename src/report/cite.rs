//! Citations joined to the sources they name. Knows nothing of what is cited for what.

use super::document::{Role, Run, Source, Words};
use crate::opinion::model::SourceNote;

/// The sources of an opinion, for finding the one that a citation names.
#[derive(Debug)]
pub(super) struct Cites {
    sources: Vec<Source>,
    /// The places of the sources, those with the longest short forms first.
    longest_first: Vec<usize>,
}

impl Cites {
    pub(super) fn new(notes: &[SourceNote]) -> Self {
        let sources: Vec<Source> = notes
            .iter()
            .map(|n| Source { id: n.id.clone(), short: n.short.clone(), full: n.full.clone(), evidence: n.evidence })
            .collect();
        let mut longest_first: Vec<usize> = (0..sources.len()).collect();
        longest_first.sort_by_key(|i| std::cmp::Reverse(sources.get(*i).map_or(0, |s| s.short.len())));
        Cites { sources, longest_first }
    }

    /// All sources, for the document.
    pub(super) fn sources(&self) -> Vec<Source> {
        self.sources.clone()
    }

    /// The source whose short form a citation begins with.
    fn find(&self, citation: &str) -> Option<usize> {
        let names = |short: &str| {
            !short.is_empty()
                && citation.strip_prefix(short).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        self.longest_first.iter().copied().find(|i| self.sources.get(*i).is_some_and(|s| names(&s.short)))
    }

    /// One citation.
    pub(super) fn one(&self, citation: &str) -> Words {
        Words(vec![Run { text: citation.to_owned(), role: Role::Muted, source: self.find(citation) }])
    }

    /// Several citations.
    pub(super) fn list(&self, citations: &[String]) -> Words {
        Words::join(citations.iter().map(|c| self.one(c)), "; ")
    }
}
