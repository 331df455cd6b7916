//! Texts that others wrote: control characters are shown, not obeyed; right-to-left names are kept apart.

use std::borrow::Cow;
use std::fmt::Write;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';
/// What the text of a secret key begins with.
const SECRET: &str = "PRIVATE+KEY+";

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

/// A text without the secret keys that stand in it: what was given in the wrong place is not repeated.
pub(crate) fn redacted(text: &str) -> Cow<'_, str> {
    let mut parts = text.split(SECRET);
    let mut out = Cow::Borrowed(parts.next().unwrap_or_default());
    for part in parts {
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | '\\');
        let rest = part.find(ends).and_then(|end| part.get(end..)).unwrap_or_default();
        out.to_mut().extend([SECRET, "…", rest]);
    }
    out
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> String {
    let text = redacted(text);
    let mut out = String::with_capacity(text.len());
    let (mut before, mut chars) = (None, text.chars().peekable());
    while let Some(c) = chars.next() {
        let between = before.is_some_and(is_joined) && chars.peek().copied().is_some_and(is_joined);
        let joins = between && matches!(c, '\u{200c}' | '\u{200d}');
        if is_obeyed(c) && !joins && !keep(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
        before = Some(c);
    }
    out
}

/// Text for people as it leaves the program: line feeds, isolates and styles (`ESC [ … m`) are the program's own; whatever else a
/// terminal would obey is escaped here, if it was not before.
pub(super) fn fit(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('\u{1b}');
    let plain = |part: &str| escape(part, |c| matches!(c, '\n' | FIRST_STRONG_ISOLATE | POP_ISOLATE));
    out.push_str(&plain(parts.next().unwrap_or_default()));
    for part in parts {
        let style = part.split_once('m').map(|(codes, _)| codes).filter(|codes| {
            codes
                .strip_prefix('[')
                .is_some_and(|codes| codes.bytes().all(|b| b.is_ascii_digit() || b == b';'))
        });
        out.push_str(if style.is_some() { "\u{1b}" } else { "\\u{1b}" });
        out.push_str(&plain(part));
    }
    out
}

/// Control characters, those that turn the direction of writing or end a line, and those that nobody sees: two names that
/// differ in them only would look the same.
fn is_obeyed(c: char) -> bool {
    c.is_control() || is_unseen(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Unicode's `Default_Ignorable_Code_Point` (which has the marks and embeddings of bidirectional text), interlinear annotations, and the
/// blank of Braille.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Letters between which joiners belong to the spelling: from Arabic to Sinhala, of Myanmar and of Khmer.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        && !is_unseen(c)
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
        assert_eq!(
            shown("a\u{200f}b\u{61c}\u{ad}\u{200b}\u{e0041}"),
            "a\\u{200f}b\\u{61c}\\u{ad}\\u{200b}\\u{e0041}"
        );
        assert_eq!(shown("pay\u{200d}pal"), "pay\\u{200d}pal");
        assert_eq!(shown("می\u{200c}خواهم"), "\u{2068}می\u{200c}خواهم\u{2069}", "which is how it is spelt");
        assert_eq!(escape_in_json("\"\u{9b}\u{202e}\"\n"), "\"\\u009b\\u202e\"\n");
    }

    #[test]
    fn at_the_door_only_styles_line_feeds_and_isolates_pass() {
        let own = "\u{1b}[1mtitle\u{1b}[0m\n\u{2068}إسبانيا\u{2069}\n";
        assert_eq!(fit(own), own);
        assert_eq!(fit("\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}\r"), "\\u{1b}]0;title\\u{7}\\u{1b}[2J\\u{9b}\\r");
        assert_eq!(fit("\u{1b}"), "\\u{1b}");
    }

    #[test]
    fn a_secret_key_is_not_repeated() {
        let key = "PRIVATE+KEY+example.org/x+0a1b2c3d+AQcH/+=";
        assert_eq!(shown(&format!("{key}: no such file")), "PRIVATE+KEY+… no such file");
        assert_eq!(
            redacted(&format!("`{key}`, {key}\n\"{key}")),
            "`PRIVATE+KEY+…`, PRIVATE+KEY+…\n\"PRIVATE+KEY+…"
        );
        assert_eq!(redacted("example.org/x+0a1b2c3d+AQcH"), "example.org/x+0a1b2c3d+AQcH", "everybody's key");
    }

    #[test]
    fn a_line_closes_what_it_opens_and_nothing_else() {
        let spain = shown("إسبانيا");
        assert_eq!(line(&format!("{spain} joined")), format!("{spain} joined"));
        assert_eq!(line("\u{2068}إسبانيا"), "\u{2068}إسبانيا\u{2069}");
        assert_eq!(line(" إسبانيا\u{2069} "), " \u{2068}إسبانيا\u{2069} ");
    }
}
