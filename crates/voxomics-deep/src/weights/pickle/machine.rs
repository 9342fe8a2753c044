//! The stack machine of Python's pickle, less everything that imports, calls or assigns.

use std::collections::HashMap;

use super::{Global, Id, Pickle, Value};
use crate::weights::Fault;

mod build;
mod read;
#[cfg(test)]
mod tests;

/// Opcodes of one pickle; a ResNet-18 has about three thousand, with its optimiser ten.
const LIMIT: usize = 1 << 18;

/// The highest protocol whose opcodes are known; torch writes 2.
const PROTOCOL: u8 = 5;

/// Interprets the pickle at the beginning of `bytes`.
///
/// # Errors
///
/// [`Fault::Global`] for a name that no state dict needs, [`Fault::Pickle`] for everything else.
pub(in crate::weights) fn run(bytes: &[u8]) -> Result<Pickle<'_>, Fault> {
    let mut machine = Machine {
        bytes,
        ..Machine::default()
    };
    for _ in 0..LIMIT {
        machine.begin = machine.at;
        if let Some(root) = machine.step()? {
            return Ok(Pickle {
                values: machine.values,
                root,
                end: machine.at,
            });
        }
    }
    machine.fault(format!("it has more than {LIMIT} opcodes"))
}

#[derive(Default)]
struct Machine<'a> {
    bytes: &'a [u8],
    /// Where the next byte is read.
    at: usize,
    /// Where the opcode being interpreted began.
    begin: usize,
    values: Vec<Value<'a>>,
    stack: Vec<Id>,
    /// Heights of the stack at the marks on it.
    marks: Vec<usize>,
    memo: HashMap<u32, Id>,
    /// Pairs that calls have taken from lists.
    paired: usize,
}

impl<'a> Machine<'a> {
    fn fault<T>(&self, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault::pickle(self.begin, message))
    }

    /// One opcode; the result when it is the last.
    fn step(&mut self) -> Result<Option<Id>, Fault> {
        let opcode = self.byte()?;
        match opcode {
            b'.' => return self.pop().map(Some),
            0x80 => self.protocol()?,
            // A frame is a hint for readers of streams.
            0x95 => drop(self.take(8)?),
            b'(' => self.marks.push(self.stack.len()),
            b'N' | 0x88 | 0x89 | b'J' | b'K' | b'M' | 0x8a | b'G' => self.number(opcode)?,
            b'X' | 0x8c | b'U' | b'T' => self.text(opcode)?,
            b')' | b't' | 0x85..=0x87 => self.tuple(opcode)?,
            b']' | b'}' | b'a' | b'e' | b's' | b'u' => self.container(opcode)?,
            b'c' | 0x93 => self.global(opcode)?,
            b'R' | 0x81 => self.make()?,
            b'b' => self.build()?,
            b'Q' => {
                let name = self.pop()?;
                self.push(Value::Persistent(name))?;
            }
            b'q' | b'r' | 0x94 | b'h' | b'j' => self.memo(opcode)?,
            _ => return self.fault(format!("opcode {opcode:#04x} is no part of a state dict")),
        }
        Ok(None)
    }

    fn push(&mut self, value: Value<'a>) -> Result<(), Fault> {
        let Ok(id) = u32::try_from(self.values.len()) else {
            return self.fault("it has too many values");
        };
        self.values.push(value);
        self.stack.push(Id(id));
        Ok(())
    }

    /// The topmost value, unless a mark lies on it.
    fn pop(&mut self) -> Result<Id, Fault> {
        let floor = self.marks.last().copied().unwrap_or(0);
        match self.stack.pop() {
            Some(id) if self.stack.len() >= floor => Ok(id),
            _ => self.fault("a value is needed and the stack is empty"),
        }
    }

    /// The values down to the last mark, which goes with them.
    fn pop_to_mark(&mut self) -> Result<Vec<Id>, Fault> {
        match self.marks.pop() {
            Some(mark) => Ok(self.stack.split_off(mark)),
            None => self.fault("a mark is needed and there is none"),
        }
    }

    /// The topmost value, to be changed in its place.
    fn top(&mut self) -> Result<&mut Value<'a>, Fault> {
        let id = self.pop()?;
        self.stack.push(id);
        Ok(&mut self.values[id.0 as usize])
    }

    fn protocol(&mut self) -> Result<(), Fault> {
        match self.byte()? {
            protocol if protocol <= PROTOCOL => Ok(()),
            protocol => self.fault(format!("protocol {protocol} is not known")),
        }
    }

    fn memo(&mut self, opcode: u8) -> Result<(), Fault> {
        let key = match opcode {
            b'q' | b'h' => self.byte()?.into(),
            b'r' | b'j' => u32::from_le_bytes(self.array()?),
            _ => u32::try_from(self.memo.len()).expect("fewer than opcodes"),
        };
        if matches!(opcode, b'h' | b'j') {
            match self.memo.get(&key) {
                Some(&id) => self.stack.push(id),
                None => return self.fault(format!("memo {key} is used before it is set")),
            }
        } else {
            let id = self.pop()?;
            self.stack.push(id);
            self.memo.insert(key, id);
        }
        Ok(())
    }
}
