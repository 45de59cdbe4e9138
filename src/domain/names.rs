//! The nearest name to a misspelt one.

/// How alike two names must be to be offered (Jaro-Winkler, 0 to 1).
const ALIKE: f64 = 0.75;

/// The known name most like `name`, if one is alike enough to be worth offering.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(name, known, 1).into_iter().next()
}

/// Up to `most` known names like `name`, the most alike first.
pub fn nearest_few<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let mut alike: Vec<(f64, &str)> = known
        .into_iter()
        .map(|known| (likeness(name, known), known))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    alike
        .into_iter()
        .take(most)
        .map(|(_, known)| known)
        .collect()
}

/// A name contained in a longer one counts as alike: `webhook` for `des-webhook-delivery`.
fn likeness(name: &str, known: &str) -> f64 {
    let contained = name.len() >= 3 && known.contains(name);
    // A part may be what was meant, a little less surely than the whole: `desing`.
    let parts = known
        .split('-')
        .map(|part| 0.95 * strsim::jaro_winkler(name, part));
    let whole = strsim::jaro_winkler(name, known);
    parts
        .fold(whole, f64::max)
        .max(if contained { 0.9 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_nonsense_finds_none() {
        let kinds = ["coding", "system-design", "behavioral"];
        assert_eq!(nearest("behavioural", kinds), Some("behavioral"));
        assert_eq!(nearest("design", kinds), Some("system-design"));
        assert_eq!(nearest("desing", kinds), Some("system-design"));
        assert_eq!(nearest("zzzz", kinds), None);
    }
}
