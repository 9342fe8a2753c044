//! What `torch.save` writes: a pickle of tensors and their storages, in one of three containers.

mod archive;
mod state;
mod stream;
mod tar;

use super::Fault;
use super::pickle::Pickle;
use super::view::Named;

const ZIP: &[u8] = b"PK\x03\x04";

pub(super) fn recognises(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(&[0x80]) || tar::recognises(bytes)
}

/// The tensors of the state dict, in its order.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Named<'_>>, Fault> {
    if bytes.starts_with(ZIP) {
        archive::read(bytes)
    } else if tar::recognises(bytes) {
        tar::read(bytes)
    } else if stream::recognises(bytes) {
        stream::read(bytes)
    } else {
        Err(Fault::Foreign {
            what: "a bare pickle, which torch.save does not write",
            remedy: "save the state dict by torch.save(model.state_dict(), path)",
        })
    }
}

/// Fails where a container's description of the machine says that its numbers begin with their high
/// bytes.
fn little_endian(about: &Pickle<'_>) -> Result<(), Fault> {
    use super::pickle::Value;
    match about
        .entry(about.root(), "little_endian")
        .map(|id| about.get(id))
    {
        Some(Value::Boolean(false)) => Err(big_endian()),
        _ => Ok(()),
    }
}

fn big_endian() -> Fault {
    let message = "the numbers are stored big-endian, which is not read: save the state dict anew on \
                   a little-endian machine";
    Fault::Unsupported(message.to_owned())
}
