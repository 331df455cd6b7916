//! [`Reader`]: values from bytes.

use serde::de::value::U32Deserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, SeqAccess,
    VariantAccess, Visitor,
};

use super::{EIGHT_BYTES, FOUR_BYTES, ONE_BYTE_MAX, TWO_BYTES, Unfit};

type Read<T> = Result<T, Unfit>;

#[cold]
fn failed<T>(why: &str) -> Read<T> {
    Err(Unfit::custom(why))
}

/// Reads values off the front of bytes. What it claims in memory is bounded by how many bytes are left.
pub(super) struct Reader<'b> {
    left: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) const fn of(bytes: &'b [u8]) -> Self {
        Self { left: bytes }
    }

    pub(super) fn finish(&self) -> Read<()> {
        match self.left.len() {
            0 => Ok(()),
            len => failed(&format!("{len} bytes are left over")),
        }
    }

    #[inline]
    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        match self.left.split_first_chunk() {
            Some((bytes, left)) => {
                self.left = left;
                Ok(*bytes)
            }
            None => failed("it is cut off"),
        }
    }

    #[inline]
    fn byte(&mut self) -> Read<u8> {
        self.array().map(|[byte]| byte)
    }

    /// A number that its type may write in at most so many bytes behind the first.
    #[inline]
    fn number(&mut self, widest: u8) -> Read<u64> {
        match self.byte()? {
            byte @ ..=ONE_BYTE_MAX => Ok(byte.into()),
            width => self.long_number(width, widest),
        }
    }

    fn long_number(&mut self, width: u8, widest: u8) -> Read<u64> {
        match width {
            TWO_BYTES if width <= widest => self.array().map(u16::from_le_bytes).map(u64::from),
            FOUR_BYTES if width <= widest => self.array().map(u32::from_le_bytes).map(u64::from),
            EIGHT_BYTES if width <= widest => self.array().map(u64::from_le_bytes),
            _ => failed("a number is longer than its kind"),
        }
    }

    /// Negative numbers and others in turn.
    #[inline]
    fn signed(&mut self, widest: u8) -> Read<i64> {
        let number = self.number(widest)?;
        Ok((number >> 1).cast_signed() ^ (number & 1).cast_signed().wrapping_neg())
    }

    /// How many bytes or values follow: no more than there are bytes left.
    #[inline]
    fn len(&mut self) -> Read<usize> {
        let len = usize::try_from(self.number(EIGHT_BYTES)?).unwrap_or(usize::MAX);
        if len > self.left.len() { failed("it is cut off") } else { Ok(len) }
    }

    #[inline]
    fn bytes(&mut self) -> Read<&'b [u8]> {
        let len = self.len()?;
        let (bytes, left) = self.left.split_at_checked(len).unwrap_or_default();
        self.left = left;
        Ok(bytes)
    }

    #[inline]
    fn text(&mut self) -> Read<&'b str> {
        std::str::from_utf8(self.bytes()?).map_err(Unfit::custom)
    }

    #[inline]
    fn flag(&mut self) -> Read<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => failed("it is neither 0 nor 1"),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ident $read:ident $widest:ident)*) => {
        $(#[inline]
        fn $method<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
            match $number::try_from(self.$read($widest)?) {
                Ok(number) => visitor.$visit(number),
                Err(_) => failed("a number is larger than its kind"),
            }
        })*
    };
}

impl<'b> Deserializer<'b> for &mut Reader<'b> {
    type Error = Unfit;

    numbers! {
        deserialize_u16 visit_u16 u16 number TWO_BYTES
        deserialize_u32 visit_u32 u32 number FOUR_BYTES
        deserialize_u64 visit_u64 u64 number EIGHT_BYTES
        deserialize_i16 visit_i16 i16 signed TWO_BYTES
        deserialize_i32 visit_i32 i32 signed FOUR_BYTES
        deserialize_i64 visit_i64 i64 signed EIGHT_BYTES
    }

    #[inline]
    fn deserialize_u8<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_u8(self.byte()?)
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.flag()?)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_borrowed_str(self.text()?)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_borrowed_str(self.text()?)
    }

    #[inline]
    fn deserialize_bytes<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_borrowed_bytes(self.bytes()?)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        if self.flag()? { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'b>>(self, _: &'static str, visitor: V) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'b>>(self, visitor: V) -> Read<V::Value> {
        let len = self.len()?;
        visitor.visit_seq(Values { reader: self, len })
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'b>>(self, len: usize, visitor: V) -> Read<V::Value> {
        visitor.visit_seq(Values { reader: self, len })
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'b>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_seq(Values { reader: self, len })
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'b>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_seq(Values { reader: self, len: fields.len() })
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'b>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_enum(self)
    }

    fn deserialize_any<V: Visitor<'b>>(self, _: V) -> Read<V::Value> {
        failed("no body holds a value of that kind")
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'b>>
        i8 i128 u128 f32 f64 char byte_buf unit unit_struct map identifier ignored_any
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Values one behind the other.
struct Values<'r, 'b> {
    reader: &'r mut Reader<'b>,
    len: usize,
}

impl<'b> SeqAccess<'b> for Values<'_, 'b> {
    type Error = Unfit;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'b>>(&mut self, seed: S) -> Read<Option<S::Value>> {
        let Some(left) = self.len.checked_sub(1) else { return Ok(None) };
        self.len = left;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        Some(self.len)
    }
}

/// A choice: its number, then what belongs to it.
impl<'b> EnumAccess<'b> for &mut Reader<'b> {
    type Error = Unfit;
    type Variant = Self;

    #[inline]
    fn variant_seed<S: DeserializeSeed<'b>>(self, seed: S) -> Read<(S::Value, Self)> {
        let number = u32::deserialize(&mut *self)?;
        let choice: U32Deserializer<Unfit> = number.into_deserializer();
        Ok((seed.deserialize(choice)?, self))
    }
}

impl<'b> VariantAccess<'b> for &mut Reader<'b> {
    type Error = Unfit;

    #[inline]
    fn unit_variant(self) -> Read<()> {
        Ok(())
    }

    #[inline]
    fn newtype_variant_seed<S: DeserializeSeed<'b>>(self, seed: S) -> Read<S::Value> {
        seed.deserialize(self)
    }

    #[inline]
    fn tuple_variant<V: Visitor<'b>>(self, len: usize, visitor: V) -> Read<V::Value> {
        self.deserialize_tuple(len, visitor)
    }

    #[inline]
    fn struct_variant<V: Visitor<'b>>(self, fields: &'static [&'static str], visitor: V) -> Read<V::Value> {
        self.deserialize_tuple(fields.len(), visitor)
    }
}
