//! Pinpoints: whether one covers another. Knows nothing of what stands there.

/// Whether the pinpoint `outer` covers `inner`: they are equal, `inner` is a part of `outer` (`51` covers `51(2)(a)`), or
/// `outer` is a range of numbers that holds the leading number of `inner` (`51-58` covers `52(1)`).
pub fn covers(outer: &str, inner: &str) -> bool {
    if outer == inner {
        return true;
    }
    if let Some(rest) = inner.strip_prefix(outer)
        && (rest.starts_with('(') || rest.starts_with('.'))
    {
        return true;
    }
    let Some((low, high)) = outer.split_once(['-', '–']) else { return false };
    let (Ok(low), Ok(high)) = (low.parse::<u64>(), high.parse::<u64>()) else { return false };
    let number = |s: &str| s.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u64>().ok();
    match inner.split_once(['-', '–']) {
        Some((first, last)) => {
            matches!((number(first), number(last)), (Some(f), Some(l)) if low <= f && l <= high)
        }
        None => number(inner).is_some_and(|n| (low..=high).contains(&n)),
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn parts_and_ranges() {
        assert!(covers("51", "51(2)(a)"));
        assert!(covers("51-58", "52(1)"));
        assert!(covers("51-58", "52-54"));
        assert!(!covers("51", "51bis"));
        assert!(!covers("51(2)", "51"));
        assert!(!covers("51-58", "5"));
        assert!(!covers("5", "51"));
    }
}
