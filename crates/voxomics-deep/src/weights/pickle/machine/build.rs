//! Opcodes that make values of the stack's: tuples, dictionaries, and calls that are noted only.

use super::{Global, Id, LIMIT, Machine, Value};
use crate::weights::Fault;

impl Machine<'_> {
    pub(super) fn tuple(&mut self, opcode: u8) -> Result<(), Fault> {
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

    pub(super) fn container(&mut self, opcode: u8) -> Result<(), Fault> {
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

    pub(super) fn global(&mut self, opcode: u8) -> Result<(), Fault> {
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
    pub(super) fn make(&mut self) -> Result<(), Fault> {
        let (arguments, callee) = (self.pop()?, self.pop()?);
        let Value::Global(global) = self.values[callee.0 as usize] else {
            return self.fault("something other than a class or function is called");
        };
        let value = if global == Global::OrderedDict {
            let pairs = self.pairs(arguments)?;
            self.paired += pairs.len();
            // One list may be given to any number of calls.
            if self.paired > LIMIT {
                return self.fault(format!("its dictionaries take more than {LIMIT} pairs"));
            }
            Value::Dictionary(pairs)
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
    pub(super) fn pairs(&self, arguments: Id) -> Result<Vec<(Id, Id)>, Fault> {
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
    pub(super) fn build(&mut self) -> Result<(), Fault> {
        let given = self.pop()?;
        match self.top()? {
            Value::Dictionary(_) => {}
            Value::Made { state, .. } => *state = Some(given),
            _ => return self.fault("something other than a tensor is given a state"),
        }
        Ok(())
    }
}
