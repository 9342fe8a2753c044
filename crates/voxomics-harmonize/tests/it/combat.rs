mod case;
mod hostile;
mod leakage;
mod new_batch;
pub(crate) mod python;
mod recovery;
pub(crate) mod study;
pub(crate) mod sva;
