//! Cells of a spreadsheet that begin as a formula does: programs that open a CSV file carry them out, so they get a quotation mark
//! before them when they are written, and lose it when they are read.

const MARK: char = '\'';

/// The cell as it may be opened by a spreadsheet: text stays text. Numbers, negative ones too, stay as they are.
pub(crate) fn guarded(cell: &str) -> String {
    if is_formula(cell) { format!("{MARK}{cell}") } else { cell.to_owned() }
}

/// The cell as it was before it was [`guarded`].
pub(crate) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(bare) if is_formula(bare) => bare,
        _ => cell,
    }
}

/// Whether it begins with what makes a formula of a cell (OWASP, CSV Injection), in full width too; behind marks, so that what is
/// guarded can be told from what only looks so.
fn is_formula(cell: &str) -> bool {
    let cell = cell.trim_start_matches(MARK);
    let begins = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    cell.starts_with(['\t', '\r', '\n']) || begins && !is_number(cell)
}

/// `-5`, `+0.25`, and a sign alone.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_carry_out_is_text_and_comes_back() {
        for cell in [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            " =1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "'=1",
            "''=1",
            "-0044-03-15",
            "--5",
            "=",
            "\u{3000}=1",
        ] {
            let written = guarded(cell);
            assert_eq!(written, format!("'{cell}"));
            assert_eq!(unguarded(&written), cell);
        }
    }

    #[test]
    fn numbers_and_names_stay_as_they_are() {
        for cell in
            ["-5", "+3", "-0.25", "-", "+", "", "'t Hooft", "Côte d'Ivoire", "2010-05~", "a=b", "'", "'-5"]
        {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguarded(cell), cell);
        }
    }
}
