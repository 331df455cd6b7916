//! The real history, inside the binary: every file of `examples/history`, in the order in which it became known.

/// A file: its name and its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct HistoryFile {
    /// Its name.
    pub(super) name: &'static str,
    /// Its lines.
    pub(super) text: &'static str,
}

macro_rules! history {
    ($($name:literal)*) => {
        &[$(HistoryFile {
            name: $name,
            text: include_str!(concat!("../../../../examples/history/", $name)),
        }),*]
    };
}

/// Every file; a test compares the list with the directory.
pub(super) const HISTORY: &[HistoryFile] = history! {
    "01-2003-04-global-alliance.jsonl"
    "02-2005-09-launch.jsonl"
    "03-2006-01-unesco-message.jsonl"
    "04-2006-11-group-of-friends.jsonl"
    "05-2006-12-report.jsonl"
    "06-2007-04-high-representative.jsonl"
    "07-2007-09-rival-launch.jsonl"
    "08-2008-01-madrid.jsonl"
    "09-2008-05-annual-report.jsonl"
    "10-2009-06-istanbul.jsonl"
    "11-2009-12-sarajevo.jsonl"
    "12-2010-01-lisbon.jsonl"
    "13-2010-05-13-united-states.jsonl"
    "14-2010-05-15-united-states-rival-days.jsonl"
    "15-2010-06-united-states-settled.jsonl"
    "16-2010-11-malta.jsonl"
    "17-2011-07-vilnius-astana.jsonl"
    "18-2011-09-new-york.jsonl"
    "19-2011-12-turkish-page.jsonl"
    "20-2011-12-doha.jsonl"
    "21-2012-05-istanbul.jsonl"
    "22-2012-09-successor-announced.jsonl"
    "23-2013-02-romanian-page.jsonl"
    "24-2013-03-vienna.jsonl"
    "25-2013-03-first-press-conference.jsonl"
    "26-2013-07-sixth-annual-report.jsonl"
    "27-2013-09-renewals.jsonl"
    "28-2014-larger-counts.jsonl"
    "29-2016-07-czechia.jsonl"
    "30-2018-11-third-high-representative.jsonl"
    "31-2019-02-third-high-representative.jsonl"
    "32-2022-06-nicaragua-turkiye.jsonl"
    "33-2023-03-turksoy.jsonl"
    "34-2025-12-late-claims.jsonl"
    "35-undated-pages.jsonl"
    "36-rival-claims-settled.jsonl"
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_history_is_in_the_binary() {
        let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/history");
        let mut names: Vec<String> = std::fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.rsplit_once('.').is_some_and(|(_, ending)| ending == "jsonl"))
            .collect();
        names.sort();
        let listed: Vec<&str> = HISTORY.iter().map(|file| file.name).collect();
        assert_eq!(listed, names, "list every file in aoc-cli/src/keep/demo/history.rs");
    }
}
