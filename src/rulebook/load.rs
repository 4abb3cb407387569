//! Finds the files of the packs that are wanted, and of those they use. Touches no file itself: texts are given to it.

use std::borrow::Cow;

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::error::PackError;
use super::lints::OF_WHOLE_LIBRARIES;
use super::{Built, build_among};
use crate::bundled;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::source::{FileId, SourceMap, Span, Text};
use crate::syntax::tree::{Ident, Item, LawFile};
use crate::syntax::{Limits, parse_law};

/// A rule file that is not parsed yet.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// The name it is shown under.
    pub name: String,
    /// Its text.
    pub text: Cow<'static, str>,
}

/// One pack of a [`Library`].
#[derive(Debug, Clone, Default)]
pub struct LibraryPack {
    /// Its files.
    pub files: Vec<PackFile>,
    /// Whether it is one of those in the binary.
    pub bundled: bool,
}

/// Packs by name, ready to be loaded. Only what is wanted is parsed.
///
/// ```
/// use caroline::rulebook::load::Library;
/// use caroline::source::SourceMap;
/// use caroline::syntax::Limits;
///
/// let mut library = Library::default();
/// library.add_pack_file("peace", "peace.law", "pack peace\nkind person\nfact <person> is at peace\n");
/// let built = library.load(&mut SourceMap::default(), &["peace".into()], &Limits::default());
/// assert!(built.is_usable());
/// assert_eq!(built.rulebook.sentences.len(), 1);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The packs.
    pub packs: IndexMap<Text, LibraryPack>,
}

impl Library {
    /// The packs in the binary.
    pub fn bundled() -> Self {
        let mut library = Library::default();
        for file in bundled::packs() {
            let pack = library.packs.entry(file.pack.into()).or_default();
            pack.bundled = true;
            pack.files.push(PackFile { name: format!("rules/{}", file.path), text: Cow::Borrowed(file.text) });
        }
        library
    }

    /// Adds a file to a pack. A bundled pack of that name gives way as a whole.
    pub fn add_pack_file(&mut self, pack: &str, name: impl Into<String>, text: impl Into<Cow<'static, str>>) {
        let pack = self.packs.entry(pack.into()).or_default();
        if std::mem::take(&mut pack.bundled) {
            pack.files.clear();
        }
        pack.files.push(PackFile { name: name.into(), text: text.into() });
    }

    /// The error for a pack that is wanted at a place and that the library does not have.
    pub fn unknown(&self, pack: &str, span: Span) -> Diagnostic {
        let near = suggestion(pack, self.packs.keys().map(Text::as_str));
        PackError::Unknown { id: pack.into(), span, near }.into()
    }

    /// Parses the wanted packs and, at any remove, those they use, and builds the rulebook. The diagnostics include
    /// those of the parser. Warnings that only the whole library can justify are left out unless all of it is loaded.
    pub fn load(&self, map: &mut SourceMap, wanted: &[Text], limits: &Limits) -> Built {
        let mut diagnostics = Vec::new();
        let mut queue: Vec<Text> = Vec::new();
        let mut seen: FxHashSet<Text> = FxHashSet::default();
        for pack in wanted {
            match self.packs.contains_key(pack) {
                true if seen.insert(pack.clone()) => queue.push(pack.clone()),
                true => {}
                false => diagnostics.push(self.unknown(pack, Span::default())),
            }
        }
        let mut files: Vec<(FileId, LawFile)> = Vec::new();
        let mut next = 0;
        while let Some(name) = queue.get(next).cloned() {
            next += 1;
            let from = files.len();
            self.parse(&name, map, limits, &mut files, &mut diagnostics);
            for (_, file) in files.iter().skip(from) {
                for used in file.items.iter().filter_map(uses).flatten() {
                    if self.packs.contains_key(&used.value) && seen.insert(used.value.clone()) {
                        queue.push(used.value.clone());
                    }
                }
            }
        }
        let names: Vec<Text> = self.packs.keys().cloned().collect();
        let mut built = build_among(&files, &names);
        if seen.len() < self.packs.len() {
            built.diagnostics.retain(|d| !OF_WHOLE_LIBRARIES.contains(&d.code));
        }
        built.diagnostics.extend(diagnostics);
        crate::diagnostic::sort(&mut built.diagnostics);
        built
    }

    /// Parses the files of one pack.
    fn parse(
        &self,
        pack: &Text,
        map: &mut SourceMap,
        limits: &Limits,
        files: &mut Vec<(FileId, LawFile)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for file in self.packs.get(pack).iter().flat_map(|p| &p.files) {
            let id = map.add_shared(file.name.as_str(), file.text.clone());
            let parsed = parse_law(map, id, limits);
            diagnostics.extend(parsed.diagnostics);
            let named = parsed.value.items.iter().find_map(header);
            if let Some(named) = named.filter(|n| n.value != *pack) {
                let (id, folder, span) = (named.value.clone(), pack.clone(), named.span);
                diagnostics.push(PackError::OtherFolder { id, folder, span }.into());
            }
            files.push((id, parsed.value));
        }
    }
}

/// The pack that a header names.
pub(super) fn header(item: &Item) -> Option<&Ident> {
    if let Item::Pack(pack) = item {
        Some(&pack.id)
    } else if let Item::Part(part) = item {
        Some(&part.pack)
    } else {
        None
    }
}

fn uses(item: &Item) -> Option<&[Ident]> {
    if let Item::Pack(pack) = item { Some(&pack.uses) } else { None }
}
