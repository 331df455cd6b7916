//! Which table a CSV file is, by its headings.

use super::tables::{NAME_PREFIX, Needed, Table, tables};

impl Table {
    fn knows(&self, heading: &str) -> bool {
        let has_names = self.own.iter().any(|column| column.name.starts_with(NAME_PREFIX));
        self.columns().any(|column| column.name == heading) || (has_names && heading.starts_with(NAME_PREFIX))
    }

    /// What keeps the table from being the one of a file with these headings.
    fn misfit(&self, headings: &[String]) -> Misfit {
        let unknown = headings.iter().filter(|heading| !self.knows(heading)).cloned().collect();
        let missing = self
            .own
            .iter()
            .filter(|column| {
                column.needed == Needed::Always && !headings.iter().any(|heading| heading == column.name)
            })
            .map(|column| column.name)
            .collect();
        Misfit { unknown, missing }
    }

    /// The table whose headings these are.
    ///
    /// # Errors
    /// Which table comes nearest, and what is in the way.
    pub(super) fn of_headings(headings: &[String]) -> Result<&'static Self, String> {
        let mut nearest: Option<(&'static Self, Misfit)> = None;
        for table in tables() {
            let misfit = table.misfit(headings);
            if misfit.count() == 0 {
                return Ok(table);
            }
            if nearest.as_ref().is_none_or(|(_, other)| misfit.count() < other.count()) {
                nearest = Some((table, misfit));
            }
        }
        let names: Vec<&str> = tables().map(|table| table.name).collect();
        Err(match nearest {
            Some((table, misfit)) => format!(
                "the headings fit none of the tables {}; `{}` comes nearest: {}; `aoc template {}` prints its headings",
                names.join(", "),
                table.name,
                misfit.words(table),
                table.name
            ),
            None => "there are no tables".to_owned(),
        })
    }
}

/// What has parts of its own, and does not fit into a cell; and the event whose template shows it.
const NESTED: &[(&str, &str)] =
    &[("obligations", "AgreementDrafted"), ("priorities", "AgreementDrafted"), ("answers", "InventoryTaken")];

struct Misfit {
    unknown: Vec<String>,
    missing: Vec<&'static str>,
}

impl Misfit {
    fn count(&self) -> usize {
        self.unknown.len().saturating_add(self.missing.len())
    }

    fn words(&self, table: &Table) -> String {
        let unknown = self.unknown.iter().map(|heading| {
            if let Some((_, event)) = NESTED.iter().find(|(nested, _)| nested == heading) {
                return format!(
                    "`{heading}` have parts of their own: write the draft as JSON (`aoc template {event}`)"
                );
            }
            let meant = table
                .columns()
                .map(|column| (strsim::jaro_winkler(heading, column.name), column.name))
                .filter(|(closeness, _)| *closeness >= 0.8)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let shown: String = heading.chars().take(40).collect();
            match meant {
                Some((_, name)) => format!("`{shown}` is unknown (did you mean `{name}`?)"),
                None => format!("`{shown}` is unknown"),
            }
        });
        let missing = self.missing.iter().map(|name| format!("`{name}` is missing"));
        unknown.chain(missing).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn every_table_is_found_by_its_own_template() {
        for table in tables() {
            let headings: Vec<String> = table.columns().map(|column| column.name.to_owned()).collect();
            assert_eq!(Table::of_headings(&headings).unwrap().name, table.name);
        }
    }

    #[test]
    fn headings_may_stand_in_any_order_and_optional_ones_be_missing() {
        let check = |text: &str, table: &str| {
            assert_eq!(Table::of_headings(&headings(text)).map(|table| table.name), Ok(table), "{text}");
        };
        check("event,party,group,date,uncited", "members");
        check("party,kind,name:en,name:ar,source", "parties");
        check("person,name:tr,uncited", "persons");
        check("group,party,person,event", "focal-points");
        check("agreement,party,person,event", "agreement-focal-points");
        check("agreement,event,party,place", "agreements");
        check("agreement,event,text", "activities");
        check("strategy,event,place", "strategies");
        check("upto,entities,root,uncited", "inventories");
    }

    #[test]
    fn what_has_parts_of_its_own_is_written_as_json() {
        let why = Table::of_headings(&headings("agreement,event,parties,obligations")).unwrap_err();
        assert!(why.contains("`obligations` have parts of their own: write the draft as JSON"), "{why}");
        assert!(why.contains("aoc template AgreementDrafted"), "{why}");
        let why = Table::of_headings(&headings("upto,entities,root,answers")).unwrap_err();
        assert!(why.contains("aoc template InventoryTaken"), "{why}");
    }

    #[test]
    fn headings_that_fit_nothing_say_what_comes_nearest() {
        let why = Table::of_headings(&headings("group,party,evnt")).unwrap_err();
        assert!(why.contains("`members` comes nearest"), "{why}");
        assert!(why.contains("`evnt` is unknown (did you mean `event`?)"), "{why}");
        assert!(why.contains("`event` is missing"), "{why}");
    }
}
