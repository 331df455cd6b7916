//! [`Fact`]: one record as a fold gets it: its kind, the fields of its header, the bytes of its body.

/// The length of the header, and of an entity id behind it (`FORMAT.md`).
const HEADER_LEN: usize = 104;
/// The length of an entity id: kind (u16) and UUID.
pub(crate) const ENTITY_LEN: usize = 18;

/// The parts of a record's bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) header: &'a [u8; HEADER_LEN],
    pub(crate) entities: &'a [u8],
    pub(crate) body: &'a [u8],
    pub(crate) meta: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Splits the bytes of a record, as the header says.
    pub(crate) fn of(record: &'a [u8]) -> Self {
        let (header, rest) = record.split_first_chunk().expect("a header");
        let parts = Self { header, entities: &[], body: &[], meta: &[] };
        let entities = usize::from(header[92]) + usize::from(header[93]);
        let (entities, rest) = rest.split_at(entities * ENTITY_LEN);
        let (body, meta) = rest.split_at(usize::try_from(parts.u32(96)).expect("a length"));
        Self { header, entities, body, meta }
    }

    pub(crate) fn u16(&self, at: usize) -> u16 {
        u16::from_be_bytes(self.field(at))
    }

    pub(crate) fn u32(&self, at: usize) -> u32 {
        u32::from_be_bytes(self.field(at))
    }

    pub(crate) fn u64(&self, at: usize) -> u64 {
        u64::from_be_bytes(self.field(at))
    }

    pub(crate) fn i32(&self, at: usize) -> i32 {
        i32::from_be_bytes(self.field(at))
    }

    fn field<const N: usize>(&self, at: usize) -> [u8; N] {
        *self.header[at..].first_chunk().expect("a field of the header")
    }
}

/// One record as a fold gets it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fact<'a> {
    pub(crate) position: u64,
    pub(crate) kind: u16,
    pub(crate) schema: u16,
    /// 0 new, 1 a correction; all others have no body.
    pub(crate) relation: u8,
    /// Bits 1 and 2: how its source doubts the date.
    pub(crate) date_flags: u8,
    pub(crate) earliest: i32,
    pub(crate) latest: i32,
    /// The entities that it changes, its own first, then those that it names.
    pub(crate) entities: &'a [u8],
    pub(crate) body: &'a [u8],
}

impl<'a> Fact<'a> {
    /// Reads the bytes of a record.
    pub(crate) fn of(record: &'a [u8]) -> Self {
        let parts = Parts::of(record);
        Self {
            position: parts.u64(8),
            kind: parts.u16(2),
            schema: parts.u16(4),
            relation: parts.header[6],
            date_flags: parts.header[7],
            earliest: parts.i32(48),
            latest: parts.i32(52),
            entities: parts.entities,
            body: parts.body,
        }
    }

    /// The entity ids.
    pub(crate) fn entities(&self) -> &'a [[u8; ENTITY_LEN]] {
        self.entities.as_chunks().0
    }
}
