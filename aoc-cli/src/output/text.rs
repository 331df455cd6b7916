//! Texts that others wrote: control characters are shown, not obeyed; right-to-left names are kept apart.

use std::fmt::Write;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// A text from the ledger as it may be shown: escaped, and isolated when it contains right-to-left letters
/// (Unicode Standard Annex 9).
pub(crate) fn shown(text: &str) -> String {
    let text = escape(text, |_| false);
    if text.chars().any(is_right_to_left) { isolated(&text) } else { text }
}

/// A text with its control characters escaped, left as it is otherwise.
pub(crate) fn escaped(text: &str) -> String {
    escape(text, |c| matches!(c, FIRST_STRONG_ISOLATE | POP_ISOLATE))
}

/// One line of a page: escaped, every isolate closed, right-to-left letters isolated.
pub(super) fn line(text: &str) -> String {
    let mut balanced = String::with_capacity(text.len());
    let (mut depth, mut bare) = (0_u32, false);
    for c in escaped(text).chars() {
        match c {
            FIRST_STRONG_ISOLATE => depth = depth.saturating_add(1),
            POP_ISOLATE if depth == 0 => continue,
            POP_ISOLATE => depth = depth.saturating_sub(1),
            _ => bare |= depth == 0 && is_right_to_left(c),
        }
        balanced.push(c);
    }
    balanced.extend((0..depth).map(|_| POP_ISOLATE));
    if bare { isolated(&balanced) } else { balanced }
}

/// JSON whose strings hold no character that a terminal obeys: escaped the way JSON does it.
pub(super) fn escape_in_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_obeyed(c) && c != '\n' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").unwrap_or_default();
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn isolated(text: &str) -> String {
    let inner = text.trim();
    let spaces = text.len().saturating_sub(text.trim_start().len());
    let (before, after) = (text.get(..spaces).unwrap_or_default(), text.trim_end().len());
    let after = text.get(after..).unwrap_or_default();
    format!("{before}{FIRST_STRONG_ISOLATE}{inner}{POP_ISOLATE}{after}")
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_obeyed(c) && !keep(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// Control characters, and those that turn the direction of writing or end a line.
fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Letters of scripts that are written from right to left (Unicode blocks, Bidi classes R and AL).
fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_to_left_names_are_isolated_and_others_are_not() {
        assert_eq!(shown("Türkiye"), "Türkiye");
        assert_eq!(shown("إسبانيا"), "\u{2068}إسبانيا\u{2069}");
    }

    #[test]
    fn what_a_terminal_obeys_is_escaped() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(shown("a\u{202e}b\u{2068}\n"), "a\\u{202e}b\\u{2068}\\n");
        assert_eq!(escape_in_json("\"\u{9b}\u{202e}\"\n"), "\"\\u009b\\u202e\"\n");
    }

    #[test]
    fn a_line_closes_what_it_opens_and_nothing_else() {
        let spain = shown("إسبانيا");
        assert_eq!(line(&format!("{spain} joined")), format!("{spain} joined"));
        assert_eq!(line("\u{2068}إسبانيا"), "\u{2068}إسبانيا\u{2069}");
        assert_eq!(line(" إسبانيا\u{2069} "), " \u{2068}إسبانيا\u{2069} ");
    }
}
