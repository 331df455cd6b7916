//! [`Reach`]: how much of the book an answer rests on.

use aoc_core::{Day, EntityId, EntityKind, Index, Kind, Placed, Position};
use hashbrown::HashSet;

/// How much of the book an answer can rest on. What it says is a promise: the fold of the records that are reached
/// gives the same answer as the fold of all. The fewer they are, the sooner it comes.
///
/// ```
/// use aoc_core::{EntityKind, GroupId};
/// use aoc_replay::Reach;
/// let group: GroupId = "friends".parse()?;
/// // The group, its memberships (they name it), and the parties that these name.
/// let roll = Reach::around([group.into()]).through([EntityKind::Party]);
/// assert_ne!(roll, Reach::Everything);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reach {
    /// On any record.
    #[default]
    Everything,
    /// On the records that change or name these entities; and, from each record that is reached on to each entity of
    /// certain kinds which it changes or names, on the records that change that one.
    Around {
        /// The entities that it begins with.
        entities: Vec<EntityId>,
        /// The kinds of entities that it goes on to.
        through: Vec<EntityKind>,
    },
}

impl Reach {
    /// What changes or names these entities.
    pub fn around(entities: impl IntoIterator<Item = EntityId>) -> Self {
        Self::Around { entities: entities.into_iter().collect(), through: Vec::new() }
    }

    /// And, from there on, what changes the entities of these kinds that come up.
    #[must_use]
    pub fn through(self, kinds: impl IntoIterator<Item = EntityKind>) -> Self {
        match self {
            Self::Everything => Self::Everything,
            Self::Around { entities, mut through } => {
                through.extend(kinds);
                Self::Around { entities, through }
            }
        }
    }

    /// The records that are reached, in order of effect; nothing where all are.
    pub(crate) fn records(
        &self,
        index: &Index,
        on: Day,
        known_at: Position,
        wants: impl Fn(Kind) -> bool,
    ) -> Option<Vec<Placed>> {
        let Self::Around { entities, through } = self else { return None };
        let counts =
            |record: &Position| index.stands(*record, known_at) && index.kind(*record).is_some_and(&wants);
        let mut seen: HashSet<EntityId> = entities.iter().copied().collect();
        let around = entities.iter().flat_map(|entity| index.changing(*entity).chain(index.naming(*entity)));
        let mut reached: Vec<Position> = around.filter(counts).collect();
        let mut at = 0;
        while let Some(record) = reached.get(at).copied() {
            at = at.saturating_add(1);
            for entity in index.changes(record).chain(index.names(record)) {
                if through.contains(&entity.kind()) && seen.insert(entity) {
                    reached.extend(index.changing(entity).filter(counts));
                }
            }
        }
        reached.sort_unstable();
        reached.dedup();
        Some(in_order(index, on, known_at, reached))
    }
}

/// Those of these records, all of which stand, whose key's day is not after `on`, by key.
pub(crate) fn in_order(
    index: &Index,
    on: Day,
    known_at: Position,
    mut records: Vec<Position>,
) -> Vec<Placed> {
    // A key's day is not before the record's own.
    records.retain(|record| index.earliest(*record).is_some_and(|earliest| earliest <= on));
    let placed = |position: Position| Some(Placed { key: index.key(position, known_at)?, position });
    let mut placed: Vec<Placed> = records.into_iter().filter_map(placed).collect();
    placed.retain(|placed| placed.key.day() <= on);
    placed.sort_unstable_by(|a, b| (&a.key, a.position).cmp(&(&b.key, b.position)));
    placed
}
