//! What must hold of input that nobody vouches for: it is read or refused, and what is read means one thing.
//!
//! One file a target of `fuzz/`; each has a function `holds`, which panics where something does not. A panic, an
//! allocation or a time beyond the bounds of `fuzz/run` in the library is found by whoever calls it.

#![allow(unreachable_pub, reason = "the fuzz targets call it too")]
#![allow(clippy::missing_panics_doc, reason = "a property panics where it does not hold")]

pub mod archive;
mod asked;
pub mod body;
pub mod date;
pub mod draft;
pub mod extract;
pub mod forged;
pub mod frame;
pub mod made;
pub mod note;
pub mod outline;
pub mod plain_files;
pub mod proof;
pub mod record;
pub mod sealed;
pub mod word;

/// What a target asserts of some bytes.
pub type Property = fn(&[u8]);

/// The longest input that a target is given, in bytes: what is claimed in memory is measured against it.
pub const INPUT_LEN_MAX: usize = 64 * 1024;

/// Every target, by the name of its corpus.
pub const TARGETS: [(&str, Property); 14] = [
    ("record", record::holds),
    ("frame", frame::holds),
    ("body", body::holds),
    ("draft", draft::holds),
    ("date", date::holds),
    ("word", word::holds),
    ("note", note::holds),
    ("proof", proof::holds),
    ("extract", extract::holds),
    ("archive", archive::holds),
    ("plain_files", plain_files::holds),
    ("forged", forged::holds),
    ("outline", outline::holds),
    ("sealed", sealed::holds),
];

/// What is read from a text is written as a text that means the same.
fn comes_back<T>(text: &str)
where
    T: std::str::FromStr<Err: std::fmt::Display> + std::fmt::Display + PartialEq + std::fmt::Debug,
{
    match text.parse::<T>() {
        Err(error) => drop(error.to_string()),
        Ok(read) => match read.to_string().parse::<T>() {
            Ok(again) => assert_eq!(again, read),
            Err(error) => panic!("{read:?} is not read again: {error}"),
        },
    }
}
