//! Step 1: which file belongs to which pack, and which pack builds on which. Knows nothing of what the files declare.

use rustc_hash::FxHashMap;

use super::{Builder, number, texts};
use crate::rulebook::error::{NameError, PackError};
use crate::rulebook::load::header;
use crate::rulebook::model::{Pack, PackId};
use crate::source::{FileId, Span, Text};
use crate::syntax::tree::{Ident, Item, LawFile, PackDecl, PartDecl};

/// Which packs each pack sees: itself and, at any remove, those it uses.
#[derive(Debug, Clone, Default)]
pub(super) struct Packs {
    sees: Vec<Vec<u64>>,
}

impl Packs {
    /// Whether `user` is or builds on `owner`.
    pub(super) fn sees(&self, user: PackId, owner: PackId) -> bool {
        let word = self.sees.get(user.index()).and_then(|s| s.get(owner.index() / 64)).copied().unwrap_or(0);
        word & (1 << (owner.index() % 64)) != 0
    }
}

/// A pack before it has its number.
struct Found<'a> {
    decl: Option<&'a PackDecl>,
    id: Text,
    files: Vec<(Span, &'a LawFile)>,
    parts: Vec<&'a PartDecl>,
    uses: Vec<(usize, Span)>,
}

impl<'a> Builder<'a> {
    pub(super) fn sort_into_packs(&mut self, files: &'a [(FileId, LawFile)]) {
        let mut found = self.gather(files);
        self.connect(&mut found);
        let order = self.order_of_use(&found);
        let mut ids = vec![PackId(0); found.len()];
        for (new, old) in order.iter().enumerate() {
            if let Some(id) = ids.get_mut(*old) {
                *id = PackId(number(new));
            }
        }
        let words = order.len().div_ceil(64);
        for old in &order {
            let Some(pack) = found.get(*old) else { continue };
            let uses: Vec<PackId> = pack.uses.iter().filter_map(|(u, _)| ids.get(*u).copied()).collect();
            let me = PackId(number(self.book.packs.len()));
            self.packs.sees.push(self.seen_by(me, &uses, words));
            self.items.extend(pack.files.iter().flat_map(|(_, f)| &f.items).map(|item| (me, item)));
            let span = pack.decl.map(|d| d.span).or(pack.parts.first().map(|p| p.span)).unwrap_or_default();
            self.book.packs.push(Pack {
                id: pack.id.clone(),
                title: pack.decl.and_then(|d| d.title.as_ref()).map(|t| t.value.clone()),
                uses,
                without_presumptions: pack.decl.is_some_and(|d| d.without_presumptions.is_some()),
                rebuttal: pack.decl.and_then(|d| d.rebuttal.as_ref()).map(|r| r.value),
                notes: pack.decl.map(|d| texts(&d.notes)).unwrap_or_default(),
                parts: pack.parts.iter().filter_map(|p| p.title.as_ref()).map(|t| t.value.clone()).collect(),
                span,
            });
        }
    }

    fn seen_by(&self, me: PackId, uses: &[PackId], words: usize) -> Vec<u64> {
        let mut sees = vec![0_u64; words];
        if let Some(word) = sees.get_mut(me.index() / 64) {
            *word |= 1 << (me.index() % 64);
        }
        for used in uses {
            for (word, more) in sees.iter_mut().zip(self.packs.sees.get(used.index()).into_iter().flatten()) {
                *word |= more;
            }
        }
        sees
    }

    /// One entry for each pack, in the order of the files.
    fn gather(&mut self, files: &'a [(FileId, LawFile)]) -> Vec<Found<'a>> {
        let mut found: Vec<Found<'a>> = Vec::new();
        let mut by_id: FxHashMap<&'a str, usize> = FxHashMap::default();
        let mut headless = Vec::new();
        for (_, file) in files {
            let Some(first) = file.items.first() else { continue };
            let mut headers = file.items.iter().filter_map(header).map(|id| (id, id.span));
            let Some((id, span)) = headers.next() else {
                headless.push((span_of(first), file));
                continue;
            };
            for (_, second) in headers {
                self.report(PackError::SecondHeader { span: second, first: span });
            }
            let at = *by_id.entry(id.value.as_str()).or_insert(found.len());
            if at == found.len() {
                found.push(Found { decl: None, id: id.value.clone(), files: vec![], parts: vec![], uses: vec![] });
            }
            let Some(pack) = found.get_mut(at) else { continue };
            pack.files.push((span, file));
            for item in &file.items {
                match (item, pack.decl) {
                    (Item::Pack(second), Some(first)) if second.id.value == first.id.value => {
                        let (span, first) = (second.id.span, first.id.span);
                        self.report(NameError::Duplicate { what: "pack", id: second.id.value.clone(), span, first });
                    }
                    (Item::Pack(decl), None) => pack.decl = Some(decl),
                    (Item::Part(part), _) => pack.parts.push(part),
                    _ => {}
                }
            }
        }
        for (span, file) in headless {
            self.report(PackError::NoHeader { span });
            let entry =
                Found { decl: None, id: Text::default(), files: vec![(span, file)], parts: vec![], uses: vec![] };
            found.push(entry);
        }
        found
    }

    /// Fills in what each pack uses; refuses parts of packs that have no header.
    fn connect(&mut self, found: &mut [Found<'a>]) {
        let by_id: FxHashMap<Text, usize> = found.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect();
        let ids: Vec<Text> = found.iter().map(|p| p.id.clone()).collect();
        for pack in found.iter_mut() {
            if let (None, Some(part)) = (pack.decl, pack.parts.first()) {
                self.unknown_pack(&part.pack, &ids);
            }
            for used in pack.decl.iter().flat_map(|d| &d.uses) {
                match by_id.get(&used.value) {
                    Some(at) => pack.uses.push((*at, used.span)),
                    None => self.unknown_pack(used, &ids),
                }
            }
        }
    }

    fn unknown_pack(&mut self, id: &Ident, known: &[Text]) {
        let others = known.iter().chain(self.known_packs).map(Text::as_str).filter(|k| *k != id.value);
        let near = if self.may_suggest() { crate::diagnostic::suggestion(&id.value, others) } else { None };
        self.report(PackError::Unknown { id: id.value.clone(), span: id.span, near });
    }

    /// The packs, those used before those that use them; a circle is reported and cut.
    fn order_of_use(&mut self, found: &[Found<'a>]) -> Vec<usize> {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            Open,
            Done,
        }
        let mut marks = vec![Mark::New; found.len()];
        let mut order = Vec::with_capacity(found.len());
        for root in 0..found.len() {
            if marks.get(root) != Some(&Mark::New) {
                continue;
            }
            let mut stack: Vec<(usize, usize)> = vec![(root, 0)];
            marks.get_mut(root).into_iter().for_each(|m| *m = Mark::Open);
            while let Some((pack, next)) = stack.last_mut() {
                let used = found.get(*pack).and_then(|p| p.uses.get(*next)).map(|(u, _)| *u);
                *next += 1;
                match used {
                    None => {
                        let done = *pack;
                        marks.get_mut(done).into_iter().for_each(|m| *m = Mark::Done);
                        order.push(done);
                        stack.pop();
                    }
                    Some(used) => match marks.get(used).copied() {
                        Some(Mark::New) => {
                            marks.get_mut(used).into_iter().for_each(|m| *m = Mark::Open);
                            stack.push((used, 0));
                        }
                        Some(Mark::Open) => {
                            let from = stack.iter().position(|(p, _)| *p == used).unwrap_or(0);
                            let path = stack.get(from..).unwrap_or_default();
                            let path = path.iter().filter_map(|(p, n)| {
                                let pack = found.get(*p)?;
                                Some((pack.id.clone(), pack.uses.get(n - 1)?.1))
                            });
                            let path = path.collect();
                            self.report(PackError::Cycle { path });
                        }
                        Some(Mark::Done) | None => {}
                    },
                }
            }
        }
        order
    }
}

fn span_of(item: &Item) -> Span {
    match item {
        Item::Pack(d) => d.span,
        Item::Part(d) => d.span,
        Item::Kind(d) => d.span,
        Item::Source(d) => d.span,
        Item::Parties(d) => d.span,
        Item::Position(d) => d.span,
        Item::Profile(d) => d.span,
        Item::Crossroads(d) => d.span,
        Item::Sentence(d) => d.span,
        Item::Provision(d) => d.span,
    }
}
