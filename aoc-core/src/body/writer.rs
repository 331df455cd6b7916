//! [`Writer`]: values as bytes.

use serde::ser::{
    Error, Impossible, Serialize, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{EIGHT_BYTES, FOUR_BYTES, ONE_BYTE_MAX, TWO_BYTES, Unfit};

type Written<T = ()> = Result<T, Unfit>;

/// Writes values one behind the other.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A number in as few bytes as it fits in.
    fn number(&mut self, number: u64) {
        match (u8::try_from(number), u16::try_from(number), u32::try_from(number)) {
            (Ok(byte @ ..=ONE_BYTE_MAX), ..) => self.put(&[byte]),
            (_, Ok(number), _) => self.wide(TWO_BYTES, &number.to_le_bytes()),
            (_, _, Ok(number)) => self.wide(FOUR_BYTES, &number.to_le_bytes()),
            _ => self.wide(EIGHT_BYTES, &number.to_le_bytes()),
        }
    }

    fn wide(&mut self, width: u8, bytes: &[u8]) {
        self.put(&[width]);
        self.put(bytes);
    }

    /// Negative numbers and others in turn.
    fn signed(&mut self, number: i64) {
        self.number((number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned());
    }

    fn length(&mut self, len: usize) {
        self.number(u64::try_from(len).unwrap_or(u64::MAX));
    }
}

#[cold]
fn no_such_value<T>() -> Written<T> {
    Err(Unfit::custom("no body holds a value of this kind"))
}

macro_rules! numbers {
    ($($method:ident $number:ident $write:ident)*) => {
        $(fn $method(self, number: $number) -> Written {
            self.$write(number.into());
            Ok(())
        })*
    };
}

macro_rules! no_such_values {
    ($($method:ident $value:ty)*) => {
        $(fn $method(self, _: $value) -> Written {
            no_such_value()
        })*
    };
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Impossible<(), Unfit>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers! {
        serialize_u16 u16 number
        serialize_u32 u32 number
        serialize_u64 u64 number
        serialize_i16 i16 signed
        serialize_i32 i32 signed
        serialize_i64 i64 signed
    }

    no_such_values! {
        serialize_i8 i8
        serialize_f32 f32
        serialize_f64 f64
        serialize_char char
        serialize_unit_struct &'static str
    }

    fn serialize_u8(self, number: u8) -> Written {
        self.put(&[number]);
        Ok(())
    }

    fn serialize_bool(self, flag: bool) -> Written {
        self.put(&[flag.into()]);
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Written {
        self.serialize_bytes(text.as_bytes())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Written {
        self.length(bytes.len());
        self.put(bytes);
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.put(&[0]);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        self.put(&[1]);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        no_such_value()
    }

    fn serialize_unit_variant(self, _: &'static str, choice: u32, _: &'static str) -> Written {
        self.serialize_u32(choice)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        choice: u32,
        _: &'static str,
        value: &T,
    ) -> Written {
        self.number(choice.into());
        value.serialize(self)
    }

    fn serialize_seq(self, len: Option<usize>) -> Written<Self> {
        let Some(len) = len else { return no_such_value() };
        self.length(len);
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Written<Self> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Written<Self> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        choice: u32,
        _: &'static str,
        _: usize,
    ) -> Written<Self> {
        self.number(choice.into());
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Written<Self::SerializeMap> {
        no_such_value()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Written<Self> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        choice: u32,
        _: &'static str,
        _: usize,
    ) -> Written<Self> {
        self.number(choice.into());
        Ok(self)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// What holds values writes nothing around them.
macro_rules! holders {
    ($($holder:ident $method:ident $($key:ident)?;)*) => {
        $(impl $holder for &mut Writer {
            type Ok = ();
            type Error = Unfit;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: &'static str,)? value: &T) -> Written {
                value.serialize(&mut **self)
            }

            fn end(self) -> Written {
                Ok(())
            }
        })*
    };
}

holders! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
    SerializeStruct serialize_field _key;
    SerializeStructVariant serialize_field _key;
}
