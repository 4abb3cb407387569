//! The packs that are compiled into the binary: every folder under `rules/` is one. Nothing is parsed here.

use include_dir::{Dir, include_dir};

static RULES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// A bundled rule file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundledFile {
    /// The folder under `rules/`, which is the name of the pack.
    pub pack: &'static str,
    /// The path under `rules/`.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
}

/// All bundled rule files, by path.
pub fn packs() -> Vec<BundledFile> {
    let mut files = Vec::new();
    let mut folders: Vec<(&'static str, &'static Dir<'static>)> =
        RULES.dirs().filter_map(|d| Some((d.path().to_str()?, d))).collect();
    while let Some((pack, folder)) = folders.pop() {
        folders.extend(folder.dirs().map(|d| (pack, d)));
        files.extend(folder.files().filter_map(|f| {
            let (path, text) = (f.path().to_str()?, f.contents_utf8()?);
            is_rules(path).then_some(BundledFile { pack, path, text })
        }));
    }
    files.sort_by_key(|f| f.path);
    files
}

/// Whether a file of this name holds rules.
pub fn is_rules(path: &str) -> bool {
    path.ends_with(".law") || path.ends_with(".law.md")
}
