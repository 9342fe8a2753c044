//! What a pickle holds, as data.

use super::Global;

/// The number of a value within its pickle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::weights) struct Id(pub(super) u32);

/// One value; others are named by their number.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::weights) enum Value<'a> {
    None,
    Boolean(bool),
    Integer(i128),
    /// Of which nothing here needs the value.
    Float,
    Text(&'a str),
    Tuple(Vec<Id>),
    List(Vec<Id>),
    /// `dict` and `OrderedDict`, in order, a repeated key twice.
    Dictionary(Vec<(Id, Id)>),
    Global(Global),
    /// An object outside the pickle, named by a value.
    Persistent(Id),
    /// What a global would have made of its arguments, and the state that it would have been given.
    Made {
        global: Global,
        arguments: Id,
        state: Option<Id>,
    },
}

/// All values of a pickle.
#[derive(Debug)]
pub(in crate::weights) struct Pickle<'a> {
    pub(super) values: Vec<Value<'a>>,
    pub(super) root: Id,
    pub(super) end: usize,
}

impl<'a> Pickle<'a> {
    /// What was pickled.
    pub(in crate::weights) fn root(&self) -> Id {
        self.root
    }

    /// Where the bytes after it begin.
    pub(in crate::weights) fn end(&self) -> usize {
        self.end
    }

    pub(in crate::weights) fn get(&self, id: Id) -> &Value<'a> {
        &self.values[id.0 as usize]
    }

    pub(in crate::weights) fn text(&self, id: Id) -> Option<&'a str> {
        match self.get(id) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(in crate::weights) fn integer(&self, id: Id) -> Option<i128> {
        match self.get(id) {
            Value::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// The items of a tuple or list.
    pub(in crate::weights) fn items(&self, id: Id) -> Option<&[Id]> {
        match self.get(id) {
            Value::Tuple(items) | Value::List(items) => Some(items),
            _ => None,
        }
    }

    pub(in crate::weights) fn dictionary(&self, id: Id) -> Option<&[(Id, Id)]> {
        match self.get(id) {
            Value::Dictionary(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of the last entry with that key.
    pub(in crate::weights) fn entry(&self, id: Id, key: &str) -> Option<Id> {
        let mut entries = self.dictionary(id)?.iter().rev();
        let found = entries.find(|(own, _)| self.text(*own) == Some(key));
        found.map(|(_, value)| *value)
    }

    /// What names the objects outside the pickle.
    pub(in crate::weights) fn persistent(&self) -> impl Iterator<Item = Id> {
        self.values.iter().filter_map(|value| match value {
            Value::Persistent(name) => Some(*name),
            _ => None,
        })
    }

    /// A value in a few words, for messages.
    pub(in crate::weights) fn describe(&self, id: Id) -> String {
        match self.get(id) {
            Value::None => "None".to_owned(),
            Value::Boolean(value) => format!("the truth value {value}"),
            Value::Integer(value) => format!("the number {value}"),
            Value::Float => "a number".to_owned(),
            Value::Text(text) => {
                let text: String = text.chars().take(40).collect();
                format!("the text {text:?}")
            }
            Value::Tuple(items) => format!("a tuple of {} items", items.len()),
            Value::List(items) => format!("a list of {} items", items.len()),
            Value::Dictionary(entries) => format!("a dictionary of {} entries", entries.len()),
            Value::Global(_) => "a class or function".to_owned(),
            Value::Persistent(_) => "a storage".to_owned(),
            Value::Made { .. } => "a tensor or parameter".to_owned(),
        }
    }
}
