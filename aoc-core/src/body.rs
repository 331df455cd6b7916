//! The bytes of bodies and meta, as FORMAT.md draws them: fields in order, without their names.

mod reader;
mod writer;

use std::fmt;

use serde::{Deserialize, Serialize};

use reader::Reader;
use writer::Writer;

/// Numbers up to this one take one byte. For a larger one it says how many bytes follow.
const ONE_BYTE_MAX: u8 = 250;
const TWO_BYTES: u8 = 251;
const FOUR_BYTES: u8 = 252;
const EIGHT_BYTES: u8 = 253;

/// Why bytes are not the value that was expected, or a value has no bytes.
#[derive(Debug)]
pub(crate) struct Unfit(Box<str>);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl serde::de::Error for Unfit {
    #[cold]
    fn custom<T: fmt::Display>(why: T) -> Self {
        Self(why.to_string().into())
    }
}

impl serde::ser::Error for Unfit {
    #[cold]
    fn custom<T: fmt::Display>(why: T) -> Self {
        Self(why.to_string().into())
    }
}

/// The bytes of a value.
pub(crate) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut writer = Writer::default();
    // Our own structs always have bytes: no maps, no fractions, no lists of unknown length.
    value.serialize(&mut writer).map(|()| writer.finish()).unwrap_or_default()
}

/// The value that these bytes are, no more and no less.
pub(crate) fn decode<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, Unfit> {
    let mut reader = Reader::of(bytes);
    let value = T::deserialize(&mut reader)?;
    reader.finish().map(|()| value)
}

/// The value with which these bytes begin.
pub(crate) fn decode_front<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, Unfit> {
    T::deserialize(&mut Reader::of(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Serialize + for<'b> Deserialize<'b> + PartialEq + fmt::Debug>(value: &T, bytes: &[u8]) {
        assert_eq!(encode(value), bytes, "{value:?}");
        assert_eq!(decode::<T>(bytes).unwrap(), *value);
        for cut in 0..bytes.len() {
            assert!(decode::<T>(&bytes[..cut]).is_err(), "{value:?} cut to {cut} bytes");
        }
        assert!(decode::<T>(&[bytes, &[0]].concat()).unwrap_err().to_string().contains("left over"));
    }

    #[test]
    fn a_number_takes_as_few_bytes_as_it_fits_in() {
        check(&250_u16, &[250]);
        check(&251_u16, &[251, 251, 0]);
        check(&u16::MAX, &[251, 255, 255]);
        check(&65_536_u32, &[252, 0, 0, 1, 0]);
        check(&u64::from(u32::MAX), &[252, 255, 255, 255, 255]);
        check(&u64::MAX, &[253, 255, 255, 255, 255, 255, 255, 255, 255]);
        check(&255_u8, &[255]);
    }

    #[test]
    fn negative_numbers_take_turns_with_others() {
        check(&[0_i32, -1, 1, -2], &[0, 1, 2, 3]);
        check(&-126_i16, &[251, 251, 0]);
        check(&i32::MAX, &[252, 254, 255, 255, 255]);
        check(&i32::MIN, &[252, 255, 255, 255, 255]);
        check(&i64::MIN, &[253, 255, 255, 255, 255, 255, 255, 255, 255]);
    }

    #[test]
    fn texts_lists_and_choices_stand_behind_what_tells_their_length_or_kind() {
        check(&"é".to_owned(), &[2, 0xc3, 0xa9]);
        check(&vec![7_u8, 8], &[2, 7, 8]);
        check(&(Some(true), None::<u8>), &[1, 1, 0]);
        check(&Ok::<u16, u16>(3), &[0, 3]);
        check(&Err::<u16, u16>(300), &[1, 251, 44, 1]);
    }

    #[test]
    fn what_nobody_writes_is_read_or_refused_and_claims_no_memory() {
        assert_eq!(decode::<u32>(&[251, 5, 0]).unwrap(), 5);
        for bytes in [&[252, 5, 0, 0, 0][..], &[254, 0], &[255]] {
            assert!(decode::<u16>(bytes).is_err(), "{bytes:?}");
        }
        assert!(decode::<bool>(&[2]).is_err());
        assert!(decode::<Option<u8>>(&[2, 0]).is_err());
        assert!(decode::<Result<u8, u8>>(&[2, 0]).is_err());
        assert!(decode::<String>(&[1, 0xff]).is_err());
        let endless = [253, 255, 255, 255, 255, 255, 255, 255, 127, 0];
        assert!(decode::<Vec<u64>>(&endless).is_err());
        assert!(decode::<String>(&endless).is_err());
        assert!(decode::<f64>(&[0; 8]).is_err());
    }
}
