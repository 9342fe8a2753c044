//! The stack machine of Python's pickle, less everything that imports, calls or assigns.

use std::collections::HashMap;

use super::{Global, Id, Pickle, Value};
use crate::weights::Fault;

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

    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        match self.bytes[self.at..].get(..length) {
            Some(taken) => {
                self.at += length;
                Ok(taken)
            }
            None => self.fault("it ends there before its last opcode"),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        Ok(self.take(N)?.try_into().expect("as many as were taken"))
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(self.array::<1>()?[0])
    }

    fn line(&mut self) -> Result<&'a str, Fault> {
        let rest = &self.bytes[self.at..];
        let Some(length) = rest.iter().position(|&byte| byte == b'\n') else {
            return self.fault("a line does not end");
        };
        let line = self.take(length + 1)?;
        self.utf8(&line[..length])
    }

    fn utf8(&self, bytes: &'a [u8]) -> Result<&'a str, Fault> {
        str::from_utf8(bytes).or_else(|_| self.fault("a text is not UTF-8"))
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

    fn number(&mut self, opcode: u8) -> Result<(), Fault> {
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
    fn long(&mut self) -> Result<i128, Fault> {
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

    fn text(&mut self, opcode: u8) -> Result<(), Fault> {
        let length = match opcode {
            b'X' | b'T' => u32::from_le_bytes(self.array()?) as usize,
            _ => self.byte()?.into(),
        };
        let bytes = self.take(length)?;
        let text = self.utf8(bytes)?;
        self.push(Value::Text(text))
    }

    fn tuple(&mut self, opcode: u8) -> Result<(), Fault> {
        let items = match opcode {
            b')' => Vec::new(),
            b't' => self.pop_to_mark()?,
            _ => {
                let mut items = Vec::new();
                for _ in 0x85..=opcode {
                    items.push(self.pop()?);
                }
                items.reverse();
                items
            }
        };
        self.push(Value::Tuple(items))
    }

    fn container(&mut self, opcode: u8) -> Result<(), Fault> {
        let items = match opcode {
            b']' => return self.push(Value::List(Vec::new())),
            b'}' => return self.push(Value::Dictionary(Vec::new())),
            b'a' => vec![self.pop()?],
            b's' => {
                let value = self.pop()?;
                vec![self.pop()?, value]
            }
            _ => self.pop_to_mark()?,
        };
        let (entries, rest) = items.as_chunks::<2>();
        match (opcode, self.top()?) {
            (b'a' | b'e', Value::List(list)) => list.extend(items),
            (b's' | b'u', Value::Dictionary(dictionary)) if rest.is_empty() => {
                dictionary.extend(entries.iter().map(|&[key, value]| (key, value)));
            }
            _ => return self.fault("items are added to what does not take them"),
        }
        Ok(())
    }

    fn global(&mut self, opcode: u8) -> Result<(), Fault> {
        let (module, name) = if opcode == b'c' {
            (self.line()?, self.line()?)
        } else {
            let (name, module) = (self.pop()?, self.pop()?);
            match (
                &self.values[module.0 as usize],
                &self.values[name.0 as usize],
            ) {
                (Value::Text(module), Value::Text(name)) => (*module, *name),
                _ => return self.fault("a global is named by something other than text"),
            }
        };
        let Some(global) = Global::of(module, name) else {
            let name: String = format!("{module}.{name}").chars().take(100).collect();
            return Err(Fault::Global { name });
        };
        self.push(Value::Global(global))
    }

    /// A call, which is noted and not made.
    fn make(&mut self) -> Result<(), Fault> {
        let (arguments, callee) = (self.pop()?, self.pop()?);
        let Value::Global(global) = self.values[callee.0 as usize] else {
            return self.fault("something other than a class or function is called");
        };
        let value = if global == Global::OrderedDict {
            Value::Dictionary(self.pairs(arguments)?)
        } else {
            let state = None;
            Value::Made {
                global,
                arguments,
                state,
            }
        };
        self.push(value)
    }

    /// The entries of `OrderedDict()`, or of `OrderedDict([[key, value], ..])` as Python 2 pickled it.
    fn pairs(&self, arguments: Id) -> Result<Vec<(Id, Id)>, Fault> {
        let items = |id: Id| match &self.values[id.0 as usize] {
            Value::Tuple(items) | Value::List(items) => Some(items.as_slice()),
            _ => None,
        };
        let pair = |&id: &Id| match items(id) {
            Some(&[key, value]) => Some((key, value)),
            _ => None,
        };
        let pairs = match items(arguments) {
            Some([]) => Some(Vec::new()),
            Some(&[list]) => items(list).and_then(|list| list.iter().map(pair).collect()),
            _ => None,
        };
        pairs.map_or_else(
            || self.fault("an OrderedDict is made of something other than pairs"),
            Ok,
        )
    }

    /// The state of an object. That of a dictionary is the versions of its modules: not needed.
    fn build(&mut self) -> Result<(), Fault> {
        let given = self.pop()?;
        match self.top()? {
            Value::Dictionary(_) => {}
            Value::Made { state, .. } => *state = Some(given),
            _ => return self.fault("something other than a tensor is given a state"),
        }
        Ok(())
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fault, LIMIT, Value, run};

    fn message(bytes: &[u8]) -> String {
        run(bytes).map(drop).unwrap_err().to_string()
    }

    #[test]
    fn numbers_by_hand() {
        for (bytes, want) in [
            (&b"K\xff."[..], 255),
            (b"M\x01\x02.", 513),
            (b"J\xfe\xff\xff\xff.", -2),
            (b"\x8a\x00.", 0),
            (b"\x8a\x01\xff.", -1),
            (b"\x8a\x09\0\0\0\0\0\0\0\0\x01.", 1 << 64),
        ] {
            let pickle = run(bytes).unwrap();
            assert_eq!(pickle.integer(pickle.root()), Some(want));
            assert_eq!(pickle.end(), bytes.len());
        }
    }

    #[test]
    fn python_2_has_byte_texts_and_ordered_dicts_of_pairs() {
        let pickle =
            run(b"\x80\x02ccollections\nOrderedDict\n]q\0]q\x01(U\x01aK\x07eaR\x85.").unwrap_err();
        assert!(
            pickle.to_string().contains("pairs"),
            "arguments are a list, not a tuple: {pickle}"
        );
        let pickle = run(b"\x80\x02ccollections\nOrderedDict\n]](U\x01aK\x07ea\x85R.").unwrap();
        let value = pickle.entry(pickle.root(), "a").unwrap();
        assert_eq!(pickle.integer(value), Some(7));
    }

    #[test]
    fn versions_of_modules_are_passed_over() {
        let bytes = b"ccollections\nOrderedDict\n)R}(X\x09\0\0\0_metadataK\x01ub.";
        let pickle = run(bytes).unwrap();
        assert_eq!(pickle.get(pickle.root()), &Value::Dictionary(Vec::new()));
    }

    #[test]
    fn code_is_refused_by_name() {
        for bytes in [
            &b"cposix\nsystem\n(X\x02\0\0\0lst R."[..],
            b"\x8c\x05posix\x8c\x06system\x93.",
        ] {
            let name = "posix.system".to_owned();
            assert_eq!(run(bytes).map(drop), Err(Fault::Global { name }));
        }
    }

    #[test]
    fn opcodes_that_import_or_call_are_unknown() {
        // INST, OBJ, EXT1, NEWOBJ_EX, PERSID, REDUCE of a number, BUILD of a number.
        for bytes in [
            &b"(ios\nsystem\n."[..],
            b"(o.",
            b"\x82\x01.",
            b"\x92.",
            b"P1\n.",
            b"K\x01)R.",
            b"K\x01}b.",
        ] {
            assert!(matches!(run(bytes), Err(Fault::Pickle { .. })), "{bytes:?}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_where_it_is() {
        for (bytes, words) in [
            (&b""[..], "byte 0: it ends"),
            (b"N", "byte 1: it ends"),
            (b".", "stack is empty"),
            (b"(.", "stack is empty"),
            (b"K\x01(\x85.", "stack is empty"),
            (b"t.", "mark"),
            (b"h\x05.", "memo 5"),
            (b"](K\x01u.", "do not take"),
            (b"}(K\x01u.", "does not take"),
            (b"\x80\x06.", "protocol 6"),
            (b"X\xff\xff\xff\xffab.", "ends"),
            (b"X\x01\0\0\0\xff.", "UTF-8"),
            (b"\x8a\x11AAAAAAAAAAAAAAAAA.", "17 bytes"),
            (b"cposix", "line"),
        ] {
            let message = message(bytes);
            assert!(
                message.contains(words.trim_start_matches("do not")),
                "{message}"
            );
        }
    }

    #[test]
    fn deep_and_repeated_values_are_dropped_without_recursion() {
        let mut bytes = b")".to_vec();
        bytes.resize(LIMIT - 10, 0x85);
        bytes.push(b'.');
        assert!(run(&bytes).is_ok());
        // 2 to the power of 5,000 leaves, were they copied.
        let mut bytes = b")".to_vec();
        (0..5_000).for_each(|_| bytes.extend(b"q\0h\0\x86"));
        bytes.push(b'.');
        assert!(run(&bytes).is_ok());
    }

    #[test]
    fn there_are_only_so_many_opcodes() {
        assert!(message(&vec![b'N'; LIMIT + 1]).contains("opcodes"));
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = run(&bytes);
        }

        #[test]
        fn any_known_opcodes_end(
            steps in prop::collection::vec(prop::sample::select(&b"(NK\x01)t\x85\x86\x87]}aesuRbQq\0h\0.\x94\x81"[..]), 0..300),
        ) {
            let _ = run(&steps);
        }
    }
}
