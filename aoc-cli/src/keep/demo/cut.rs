//! Long answers, cut to what can be read at a glance. (Tables are cut where they are made.)

/// How many lines are shown without an empty line between them.
const LINES_MAX: usize = 24;

/// An answer with its long paragraphs cut.
pub(super) fn cut(answer: &str) -> String {
    let lines: Vec<&str> = answer.lines().collect();
    let mut out: Vec<String> = Vec::new();
    for paragraph in lines.split_inclusive(|line| line.is_empty()) {
        let shown = paragraph.iter().take(LINES_MAX);
        out.extend(shown.map(|line| (*line).to_owned()));
        let left = paragraph.iter().skip(LINES_MAX).filter(|line| !line.is_empty()).count();
        if left > 0 {
            out.push(format!("   … and {left} more lines"));
        }
        if paragraph.len() > LINES_MAX && paragraph.last().is_some_and(|line| line.is_empty()) {
            out.push(String::new());
        }
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_stays() {
        for answer in ["one\ntwo\n\nthree", ""] {
            assert_eq!(cut(answer), answer);
        }
    }

    #[test]
    fn a_long_paragraph_is_cut_and_what_follows_stays() {
        let answer = format!("{}\n\nend", vec!["line"; 30].join("\n"));
        assert!(cut(&answer).ends_with("line\n   … and 6 more lines\n\nend"), "{}", cut(&answer));
    }
}
