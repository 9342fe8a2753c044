//! The state dict within a pickle.

use std::borrow::Cow;

use crate::weights::Fault;
use crate::weights::pickle::{Global, Id, Pickle, Value};
use crate::weights::view::{Named, Storage, View};

/// Where training scripts put the state dict among other things.
const WRAPPERS: [&str; 3] = ["state_dict", "model_state_dict", "model"];

/// Parameters within parameters; a file needs one.
const DEPTH: usize = 4;

/// The longest name of an object outside the pickle, bytes; torch gives numbers.
const NAME: usize = 64;

/// An object outside the pickle.
pub(super) enum Found<'a> {
    Storage(Storage<'a>),
    /// In the container of the first releases.
    Tensor(View<'a>),
}

/// What a container holds beside its pickle.
pub(super) trait Store<'a> {
    /// The object that the value `name` names.
    ///
    /// # Errors
    ///
    /// Why there is none, in words that follow "its storage".
    fn find(&self, pickle: &Pickle<'a>, name: Id) -> Result<Found<'a>, String>;
}

/// The tensors of the state dict, in its order.
pub(super) fn read<'a>(
    pickle: &Pickle<'a>,
    store: &dyn Store<'a>,
) -> Result<Vec<Named<'a>>, Fault> {
    let entries = entries(pickle)?;
    let read = |&(key, value): &(Id, Id)| {
        let Some(name) = pickle.text(key) else {
            let found = format!(
                "a key of the dictionary is {}, not a name",
                pickle.describe(key)
            );
            return Err(Fault::NoStateDict { found });
        };
        let view =
            tensor(pickle, store, value, 0).map_err(|message| Fault::tensor(name, message))?;
        Ok((Cow::Borrowed(name), view))
    };
    entries.iter().map(read).collect()
}

fn entries<'p>(pickle: &'p Pickle<'_>) -> Result<&'p [(Id, Id)], Fault> {
    let root = pickle.root();
    let wrapped = WRAPPERS.iter().filter_map(|key| pickle.entry(root, key));
    let mut wrapped = wrapped.filter_map(|id| pickle.dictionary(id));
    let found = |found: String| Err(Fault::NoStateDict { found });
    match wrapped.next().or_else(|| pickle.dictionary(root)) {
        None => found(format!("the file holds {}", pickle.describe(root))),
        Some([]) => found("the dictionary is empty".to_owned()),
        Some(entries) if entries.iter().any(|&(_, value)| is_tensor(pickle, value)) => Ok(entries),
        Some(entries) => {
            let keys = entries.iter().take(3).map(|&(key, _)| pickle.describe(key));
            let keys = keys.collect::<Vec<_>>().join(", ");
            found(format!(
                "of {} entries none is a tensor: {keys}",
                entries.len()
            ))
        }
    }
}

fn is_tensor(pickle: &Pickle<'_>, id: Id) -> bool {
    matches!(pickle.get(id), Value::Made { .. } | Value::Persistent(_))
}

fn tensor<'a>(
    pickle: &Pickle<'a>,
    store: &dyn Store<'a>,
    id: Id,
    depth: usize,
) -> Result<View<'a>, String> {
    let no_tensor = || Err(format!("it is {}, no tensor", pickle.describe(id)));
    let (global, arguments, state) = match pickle.get(id) {
        Value::Persistent(name) => match store.find(pickle, *name)? {
            Found::Tensor(view) => return Ok(view),
            Found::Storage(_) => return no_tensor(),
        },
        &Value::Made {
            global,
            arguments,
            state,
        } if depth < DEPTH => (global, arguments, state),
        _ => return no_tensor(),
    };
    let arguments = pickle.items(arguments).unwrap_or_default();
    // What the first releases gave as state: a tensor its storage, offset, shape and strides; a
    // parameter its tensor and three or four things more.
    let state = state
        .and_then(|state| pickle.items(state))
        .unwrap_or_default();
    match (global, arguments, state) {
        (Global::RebuildTensor, &[storage, offset, shape, strides, ..], _) => {
            view(pickle, store, [storage, offset, shape, strides])
        }
        (Global::Tensor | Global::Parameter, _, &[storage, offset, shape, strides])
            if pickle.integer(offset).is_some() =>
        {
            view(pickle, store, [storage, offset, shape, strides])
        }
        (Global::Parameter, _, &[inner, _, _, _] | &[inner, _, _, _, _])
        | (Global::RebuildParameter | Global::Parameter, &[inner, ..], _) => {
            tensor(pickle, store, inner, depth + 1)
        }
        _ => no_tensor(),
    }
}

fn view<'a>(
    pickle: &Pickle<'a>,
    store: &dyn Store<'a>,
    [storage, offset, shape, strides]: [Id; 4],
) -> Result<View<'a>, String> {
    let storage = match pickle.get(storage) {
        Value::Persistent(name) => match store.find(pickle, *name)? {
            Found::Storage(storage) => storage,
            Found::Tensor(_) => return Err("its storage is a tensor".to_owned()),
        },
        _ => return Err(format!("its storage is {}", pickle.describe(storage))),
    };
    let offset = index(pickle, offset).map_err(|found| format!("its offset is {found}"))?;
    let shape = indices(pickle, shape).map_err(|found| format!("its shape has {found}"))?;
    let strides = indices(pickle, strides).map_err(|found| format!("its strides have {found}"))?;
    View::new(storage, offset, shape, strides)
}

/// A number from 0 on, or what is there instead.
pub(super) fn index(pickle: &Pickle<'_>, id: Id) -> Result<usize, String> {
    let integer = pickle
        .integer(id)
        .and_then(|integer| usize::try_from(integer).ok());
    integer.ok_or_else(|| pickle.describe(id))
}

fn indices(pickle: &Pickle<'_>, id: Id) -> Result<Vec<usize>, String> {
    let items = pickle.items(id).ok_or_else(|| pickle.describe(id))?;
    items.iter().map(|&item| index(pickle, item)).collect()
}

/// The text that names an object outside the pickle, unless it is longer than any does: it may be
/// repeated without end, and is read each time.
pub(super) fn name_of<'a>(pickle: &Pickle<'a>, id: Id) -> Option<&'a str> {
    pickle.text(id).filter(|name| name.len() <= NAME)
}

/// The parts of `("storage", class, key, location, elements, ..)`: class, key and elements.
pub(super) fn storage_name<'a>(
    pickle: &Pickle<'a>,
    name: Id,
) -> Result<(crate::weights::element::Element, &'a str, usize), String> {
    let strange = || format!("its storage is named by {}", pickle.describe(name));
    let &[_, class, key, _, elements, ..] = pickle.items(name).ok_or_else(strange)? else {
        return Err(strange());
    };
    let (&Value::Global(Global::Storage(element)), Some(key)) =
        (pickle.get(class), name_of(pickle, key))
    else {
        return Err(strange());
    };
    let elements = index(pickle, elements)
        .map_err(|found| format!("its storage `{key}` has {found} elements"))?;
    Ok((element, key, elements))
}
