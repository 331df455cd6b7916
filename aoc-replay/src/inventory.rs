//! [`Inventory`]: which entities the book speaks of, and how many records speak of each.

use aoc_core::{EntityId, Index, Position};
use aoc_store::{HashList, TreeHash};
use hashbrown::HashMap;

/// What the book holds of one entity. A fact counts, with all its records (the first, corrections, a retraction), when any
/// of them touches the entity: so nobody can leave a correction out that took the entity's name away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The entity.
    pub entity: EntityId,
    /// How many records the facts have that change it.
    pub changing: u64,
    /// How many records the facts have that change or name it.
    pub concerning: u64,
    /// The last of these records.
    pub last: Position,
}

impl Entry {
    /// How many bytes stand for it.
    pub const LEN: usize = 42;

    /// The bytes that are hashed for it: the kind (u16) and the UUID of the entity, and the three numbers (u64 each), all
    /// big-endian.
    #[must_use]
    pub fn bytes(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        let uuid = self.entity.uuid();
        let parts = [
            &self.entity.kind().code().to_be_bytes()[..],
            uuid.as_bytes(),
            &self.changing.to_be_bytes(),
            &self.concerning.to_be_bytes(),
            &self.last.get().to_be_bytes(),
        ];
        bytes.iter_mut().zip(parts.concat()).for_each(|(to, from)| *to = from);
        bytes
    }
}

/// All entities that the records up to a position change or name, in the order of their bytes. Its root is what an
/// [`InventoryTaken`](aoc_core::InventoryTaken) states.
///
/// ```
/// use aoc_core::{Citations, Draft, EventDate, PartyKind, PartyRegistered};
/// use aoc_replay::Ledger;
/// let ledger = Ledger::in_memory();
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Spain"}]"#)?;
/// let event = PartyRegistered { party: "esp".parse()?, kind: PartyKind::Country, names, codes: vec![] };
/// ledger.record(&[Draft::new(event, EventDate::UNKNOWN, Citations::uncited())])?;
/// let inventory = ledger.inventory(ledger.head()?)?;
/// assert_eq!(inventory.entries().map(|entry| entry.changing).collect::<Vec<_>>(), [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Inventory {
    upto: Position,
    entries: Vec<Entry>,
    hashes: HashList,
}

impl Inventory {
    /// That of the records up to a position.
    pub(crate) fn of(index: &Index, upto: Position) -> Self {
        let mut entries: HashMap<EntityId, Entry> = HashMap::new();
        let records = std::iter::successors(Some(Position::FIRST), |record| Some(record.next()));
        let firsts = records
            .take_while(|record| *record <= upto)
            .filter(|record| index.origin(*record) == Some(*record));
        let (mut versions, mut changed, mut named) = (Vec::new(), Vec::new(), Vec::new());
        for origin in firsts {
            versions.clear();
            versions.extend(index.versions(origin).take_while(|version| *version <= upto));
            let gather = |into: &mut Vec<EntityId>, touched: &dyn Fn(Position) -> Vec<EntityId>| {
                into.clear();
                into.extend(versions.iter().flat_map(|version| touched(*version)));
                into.sort_unstable();
                into.dedup();
            };
            gather(&mut changed, &|version| index.changes(version).collect());
            gather(&mut named, &|version| index.names(version).collect());
            named.retain(|entity| changed.binary_search(entity).is_err());
            let count = u64::try_from(versions.len()).unwrap_or(u64::MAX);
            let last = versions.last().copied().unwrap_or(origin);
            let touched =
                changed.iter().map(|entity| (entity, count)).chain(named.iter().map(|entity| (entity, 0)));
            for (entity, changing) in touched {
                let new = Entry { entity: *entity, changing: 0, concerning: 0, last };
                let entry = entries.entry(*entity).or_insert(new);
                entry.changing = entry.changing.saturating_add(changing);
                entry.concerning = entry.concerning.saturating_add(count);
                entry.last = entry.last.max(last);
            }
        }
        let mut entries: Vec<Entry> = entries.into_values().collect();
        entries.sort_unstable_by_key(|entry| key(entry.entity));
        let hashes = HashList::of(entries.iter().map(Entry::bytes));
        Self { upto, entries, hashes }
    }

    /// The last record that is counted.
    #[must_use]
    pub const fn upto(&self) -> Position {
        self.upto
    }

    /// The entries, in the order in which they are hashed.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// How many entities there are.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.hashes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The root of the Merkle tree over the entries.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        self.hashes.root()
    }

    /// What is said of an entity, with the proof that it stands in the inventory.
    #[must_use]
    pub fn proven(&self, entity: EntityId) -> Option<ProvenEntry> {
        let at = self.entries.binary_search_by_key(&key(entity), |entry| key(entry.entity)).ok()?;
        let (entry, index) = (*self.entries.get(at)?, u64::try_from(at).ok()?);
        Some(ProvenEntry { entry, index, path: self.hashes.path(index)? })
    }
}

fn key(entity: EntityId) -> (u16, [u8; 16]) {
    (entity.kind().code(), *entity.uuid().as_bytes())
}

/// An entry, and that it stands in an inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenEntry {
    /// The entry.
    pub entry: Entry,
    /// Where it stands in the inventory, from 0.
    pub index: u64,
    /// The audit path.
    pub path: Vec<TreeHash>,
}

impl ProvenEntry {
    /// Whether it stands in the inventory of so many entities with this root.
    #[must_use]
    pub fn stands_in(&self, entities: u64, root: TreeHash) -> bool {
        HashList::check(root, entities, self.index, &self.entry.bytes(), &self.path)
    }
}
