//! [`Chunks`]: byte strings with checksums, one behind the other.

/// The length of the content (u64) and the checksum of both (u32).
const HEAD_LEN: usize = 12;
/// What of the head the checksum covers.
const LEN_LEN: usize = 8;

/// Byte strings one behind the other, each behind its length and its checksum: for what a [`Cache`](super::Cache)
/// holds that only ever grows.
///
/// ```
/// use aoc_store::Chunks;
/// let mut bytes = [Chunks::chunk(b"some"), Chunks::chunk(b"more")].concat();
/// assert!(Chunks::of(&bytes).eq([Ok(&b"some"[..]), Ok(b"more")]));
/// bytes.pop();
/// assert!(Chunks::of(&bytes).nth(1).unwrap().is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Chunks<'b> {
    rest: &'b [u8],
}

/// Bytes are not a chunk, or not all of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no chunk: it was cut off or changed")]
pub struct ChunkError;

impl<'b> Chunks<'b> {
    /// The chunks in these bytes. They end with the bytes, or behind the first error.
    #[must_use]
    pub const fn of(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// A chunk with this content.
    #[must_use]
    pub fn chunk(content: &[u8]) -> Vec<u8> {
        let len = u64::try_from(content.len()).unwrap_or(u64::MAX).to_be_bytes();
        let mut chunk = Vec::with_capacity(content.len().saturating_add(HEAD_LEN));
        chunk.extend_from_slice(&len);
        chunk.extend_from_slice(&checksum(len, content).to_be_bytes());
        chunk.extend_from_slice(content);
        chunk
    }

    fn split(&self) -> Option<(&'b [u8], &'b [u8])> {
        let (len, rest) = self.rest.split_first_chunk::<LEN_LEN>()?;
        let (found, rest) = rest.split_first_chunk()?;
        let (content, rest) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*len)).ok()?)?;
        (checksum(*len, content) == u32::from_be_bytes(*found)).then_some((content, rest))
    }
}

impl<'b> Iterator for Chunks<'b> {
    type Item = Result<&'b [u8], ChunkError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let split = self.split();
        self.rest = split.map_or(&[], |(_, rest)| rest);
        Some(split.map(|(content, _)| content).ok_or(ChunkError))
    }
}

fn checksum(len: [u8; LEN_LEN], content: &[u8]) -> u32 {
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&len);
    checksum.update(content);
    checksum.finalize()
}
