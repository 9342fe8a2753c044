mod case;
mod python;
mod study;
mod sva;
