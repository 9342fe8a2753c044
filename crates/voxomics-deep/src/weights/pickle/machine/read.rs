//! Opcodes that read bytes: numbers and texts.

use super::{Machine, Value};
use crate::weights::Fault;

impl<'a> Machine<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        match self.bytes[self.at..].get(..length) {
            Some(taken) => {
                self.at += length;
                Ok(taken)
            }
            None => self.fault("it ends there before its last opcode"),
        }
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        Ok(self.take(N)?.try_into().expect("as many as were taken"))
    }

    pub(super) fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.array::<1>()?[0])
    }

    pub(super) fn line(&mut self) -> Result<&'a str, Fault> {
        let rest = &self.bytes[self.at..];
        let Some(length) = rest.iter().position(|&byte| byte == b'\n') else {
            return self.fault("a line does not end");
        };
        let line = self.take(length + 1)?;
        self.utf8(&line[..length])
    }

    pub(super) fn utf8(&self, bytes: &'a [u8]) -> Result<&'a str, Fault> {
        str::from_utf8(bytes).or_else(|_| self.fault("a text is not UTF-8"))
    }

    pub(super) fn number(&mut self, opcode: u8) -> Result<(), Fault> {
        let value = match opcode {
            b'N' => Value::None,
            0x88 | 0x89 => Value::Boolean(opcode == 0x88),
            b'J' => Value::Integer(i32::from_le_bytes(self.array()?).into()),
            b'K' => Value::Integer(self.byte()?.into()),
            b'M' => Value::Integer(u16::from_le_bytes(self.array()?).into()),
            b'G' => {
                self.take(8)?;
                Value::Float
            }
            _ => Value::Integer(self.long()?),
        };
        self.push(value)
    }

    /// A number of as many bytes as its first says, in two's complement.
    pub(super) fn long(&mut self) -> Result<i128, Fault> {
        let length = self.byte()?;
        let bytes = self.take(length.into())?;
        let sign = if bytes.last().is_some_and(|&last| last >= 0x80) {
            0xff
        } else {
            0
        };
        let mut whole = [sign; 16];
        match whole.get_mut(..bytes.len()) {
            Some(low) => {
                low.copy_from_slice(bytes);
                Ok(i128::from_le_bytes(whole))
            }
            None => self.fault(format!("a number has {length} bytes")),
        }
    }

    pub(super) fn text(&mut self, opcode: u8) -> Result<(), Fault> {
        let length = match opcode {
            b'X' | b'T' => u32::from_le_bytes(self.array()?) as usize,
            _ => self.byte()?.into(),
        };
        let bytes = self.take(length)?;
        let text = self.utf8(bytes)?;
        self.push(Value::Text(text))
    }
}
