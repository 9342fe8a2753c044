mod case;
mod hostile;
mod leakage;
mod new_batch;
mod python;
mod recovery;
mod study;
mod sva;
