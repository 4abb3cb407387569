//! The page on each diagnostic code, compiled in. Knows nothing of who gives the codes.

use include_dir::{Dir, include_dir};

static PAGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/docs/codes");

/// The page on a code such as `syntax/unknown-keyword`, as Markdown.
pub fn page(code: &str) -> Option<&'static str> {
    PAGES.get_file(format!("{code}.md"))?.contents_utf8()
}

/// The title of a page: what is wrong, in a few words.
pub fn title(code: &str) -> Option<&'static str> {
    page(code)?.lines().find_map(|l| l.strip_prefix("# "))
}

/// All codes that have a page, in alphabetical order.
pub fn all() -> Vec<String> {
    let mut codes: Vec<String> = PAGES
        .dirs()
        .flat_map(Dir::files)
        .filter_map(|f| f.path().to_str()?.strip_suffix(".md"))
        .map(|path| path.replace('\\', "/"))
        .collect();
    codes.sort_unstable();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_title() {
        assert!(all().len() > 50);
        for code in all() {
            assert!(title(&code).is_some(), "{code} has no title");
        }
        assert_eq!(page("no/such"), None);
    }
}
