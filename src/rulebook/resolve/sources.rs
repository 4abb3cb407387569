//! Steps 2 and 6, sources: what they are, whom they bind and since when. Knows nothing of norms.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::cites::pins;
use super::{Builder, number, texts};
use crate::rulebook::error::{LawError, NameError};
use crate::rulebook::model::{PackId, Period, Reservation, Source, SourceId, SourceKind};
use crate::source::{Span, Text};
use crate::syntax::spelling::Spelled;
use crate::syntax::tree::{DateAt, Item, PartiesDecl, PartyLine, SourceDecl};

/// How many sources one list of parties may serve.
const MOST_SOURCES: usize = 32;

/// A period with the line that gives it.
type Line = (Period, Span);

impl<'a> Builder<'a> {
    pub(super) fn declare_sources(&mut self) {
        for (pack, decl) in self.source_decls() {
            let id = decl.id.value.clone();
            if let Some(first) = self.book.source_ids.get(&id).and_then(|s| self.book.sources.get(s.index())) {
                let first = first.span;
                self.report(NameError::Duplicate { what: "source", id, span: decl.id.span, first });
                continue;
            }
            self.check_dates(decl);
            self.book.source_ids.insert(id, SourceId(number(self.book.sources.len())));
            self.book.sources.push(source(decl, pack));
        }
    }

    fn source_decls(&self) -> Vec<(PackId, &'a SourceDecl)> {
        self.items
            .iter()
            .filter_map(|(pack, item)| if let Item::Source(s) = item { Some((*pack, s)) } else { None })
            .collect()
    }

    fn check_dates(&mut self, decl: &SourceDecl) {
        let order =
            [("adopted", &decl.adopted), ("in force", &decl.in_force), ("since", &decl.since), ("until", &decl.until)];
        let given: Vec<(&'static str, &DateAt)> = order.iter().filter_map(|(n, d)| Some((*n, d.as_ref()?))).collect();
        for pair in given.windows(2) {
            let [(earlier, first), (later, second)] = pair else { continue };
            if second.value < first.value && (*earlier, *later) != ("in force", "since") {
                self.report(LawError::DatesOutOfOrder { earlier, later, span: second.span, first: first.span });
            }
        }
    }

    /// Members, parties, reservations, scopes.
    pub(super) fn finish_sources(&mut self) {
        for (pack, decl) in self.source_decls() {
            let Some(id) = self.book.source_ids.get(&decl.id.value).copied() else { continue };
            if self.book.sources.get(id.index()).is_none_or(|s| s.span != decl.id.span) {
                continue;
            }
            let members = decl.binds_members_of.as_ref().and_then(|m| self.source(m, pack));
            let through = decl.binds_through.iter().map(|b| self.binds_through(b, pack, id)).collect();
            let scopes = decl.scopes.iter().map(|s| self.scope(s, pack, id)).collect();
            if let Some(source) = self.book.sources.get_mut(id.index()) {
                source.binds_members_of = members;
                source.binds_through = through;
                source.scopes = scopes;
            }
        }
        self.check_members();
        self.list_parties();
    }

    /// Refuses sources that bind the members of themselves, at any remove.
    fn check_members(&mut self) {
        for start in 0..self.book.sources.len() {
            let mut path: Vec<Text> = Vec::new();
            let mut at = SourceId(number(start));
            while let Some(source) = self.book.sources.get(at.index()) {
                path.push(source.id.clone());
                let Some(next) = source.binds_members_of else { break };
                if next.index() == start {
                    let span = self.book.sources.get(start).map(|s| s.span).unwrap_or_default();
                    if let Some(source) = self.book.sources.get_mut(start) {
                        source.binds_members_of = None;
                    }
                    self.report(LawError::BindsItself { path, span });
                    break;
                }
                if path.len() > 32 {
                    break;
                }
                at = next;
            }
        }
    }

    fn list_parties(&mut self) {
        let decls: Vec<(PackId, &'a PartiesDecl)> = self
            .items
            .iter()
            .filter_map(|(pack, item)| if let Item::Parties(p) = item { Some((*pack, p)) } else { None })
            .collect();
        let mut periods: FxHashMap<(SourceId, &'a str), Vec<Line>> = FxHashMap::default();
        let mut order: Vec<(SourceId, &'a str)> = Vec::new();
        for (pack, decl) in decls {
            for line in &decl.parties {
                if let Some(until) = line.until.as_ref().filter(|u| u.value <= line.from.value) {
                    let (span, first) = (until.span, line.from.span);
                    self.report(LawError::DatesOutOfOrder { earlier: "from", later: "until", span, first });
                }
            }
            if let Some(extra) = decl.sources.get(MOST_SOURCES) {
                self.report(LawError::TooManySources { most: MOST_SOURCES, span: extra.span });
            }
            for id in decl.sources.iter().take(MOST_SOURCES) {
                let Some(source) = self.source(id, pack) else { continue };
                self.check_has_parties(source, id.span);
                for line in &decl.parties {
                    self.check_early(source, line);
                    let period = Period { from: line.from.value, until: line.until.as_ref().map(|u| u.value) };
                    let key = (source, line.party.value.as_str());
                    let lines = periods.entry(key).or_default();
                    if lines.is_empty() {
                        order.push(key);
                    }
                    lines.push((period, line.party.span));
                }
            }
        }
        for (source, party) in order {
            let lines = periods.remove(&(source, party)).unwrap_or_default();
            self.add_periods(source, party, lines);
        }
    }

    fn add_periods(&mut self, source: SourceId, party: &str, mut lines: Vec<Line>) {
        lines.sort_by_key(|(p, span)| (p.from, *span));
        for pair in lines.windows(2) {
            let [(one, first), (other, span)] = pair else { continue };
            if one.until.is_none_or(|until| until > other.from) {
                let (span, first) = (*span.max(first), *span.min(first));
                let source = self.book.sources.get(source.index()).map(|s| s.id.clone()).unwrap_or_default();
                self.report(LawError::OverlappingPeriods { party: party.into(), source, span, first });
            }
        }
        if let Some(source) = self.book.sources.get_mut(source.index()) {
            source.parties.insert(party.into(), lines.into_iter().map(|(p, _)| p).collect());
        }
    }

    fn check_has_parties(&mut self, id: SourceId, span: Span) {
        let Some(source) = self.book.sources.get(id.index()) else { return };
        if source.kind != SourceKind::Treaty && source.binds_members_of.is_none() {
            let kind = source.kind.text();
            let error = LawError::PartiesOfNonTreaty { id: source.id.clone(), kind, span, declared: source.span };
            self.report(error);
        }
    }

    fn check_early(&mut self, id: SourceId, line: &PartyLine) {
        let Some(source) = self.book.sources.get(id.index()) else { return };
        if let Some(in_force) = source.in_force.filter(|d| line.from.value < *d) {
            let show = |d: Date| Text::from(d.to_string());
            let error = LawError::EarlyParty {
                party: line.party.value.clone(),
                source: source.id.clone(),
                from: show(line.from.value),
                in_force: show(in_force),
                span: line.from.span,
            };
            self.report(error);
        }
    }
}

/// The source without what refers to other things.
fn source(decl: &SourceDecl, pack: PackId) -> Source {
    let date = |d: &Option<DateAt>| d.as_ref().map(|d| d.value);
    let text = |t: &Option<crate::syntax::tree::Quoted>| t.as_ref().map(|t| t.value.clone());
    Source {
        id: decl.id.value.clone(),
        kind: decl.kind.value,
        title: decl.title.value.clone(),
        adopted: date(&decl.adopted),
        in_force: date(&decl.in_force),
        dated: date(&decl.dated),
        since: date(&decl.since),
        until: date(&decl.until),
        cited_as: text(&decl.cited_as),
        published: text(&decl.published),
        by: text(&decl.by),
        url: text(&decl.url),
        restates_custom: decl.restates_custom.as_ref().map(|p| pins(p)),
        binds_members_of: None,
        binds_through: Vec::new(),
        scopes: Vec::new(),
        reservations: decl
            .reservations
            .iter()
            .map(|r| Reservation {
                by: r.by.value.clone(),
                pins: pins(&r.pins),
                text: r.text.as_ref().map(|t| t.value.clone()),
                span: r.span,
            })
            .collect(),
        parties: indexmap::IndexMap::new(),
        notes: texts(&decl.notes),
        pack,
        span: decl.id.span,
    }
}
