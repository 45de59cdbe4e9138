//! Tables for spreadsheets: RFC 4180, and no cell that a spreadsheet would take for a formula.

/// A row of cells with its end.
pub fn row<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|one| cell(one.as_ref())).collect();
    cells.join(",") + "\r\n"
}

/// A cell: guarded and quoted. What a spreadsheet would take for a formula begins with an
/// apostrophe; a number may begin with its sign.
pub fn cell(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number;
    let guarded = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}
