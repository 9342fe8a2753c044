//! ResNet-18 on the processor: kernels of our own, without a framework.
//!
//! ```text
//! image ─ stem 7x7/2 ─ max pool ─ 8 blocks ─ mean ─► features ─ head ─► logits
//! ```
//!
//! Every convolution is a product of matrices: [`method`] arranges its input as rows and makes outputs of the products,
//! `stem`, `direct` and `winograd` are the three methods, `product` multiplies, `conv` puts it together block by block. All
//! numbers are single precision, multiplied and added in an order that depends on nothing but the size of the image, so that
//! the features of an image are the same bits in any batch, on any number of threads, on any processor.
//!
//! Against PyTorch in double precision features are off by less than 2e-5 (`tests/it/cpu.rs`).
#![expect(
    clippy::inline_always,
    reason = "what a kernel calls is compiled with its instructions"
)]
#![expect(clippy::needless_pass_by_value, reason = "views are made to be passed")]

mod block;
mod check;
mod conv;
mod direct;
mod engine;
mod error;
mod head;
mod lanes;
mod level;
mod lowered;
mod maps;
mod method;
mod pool;
mod product;
mod scratch;
mod stem;
mod winograd;

pub use engine::Engine;
pub use error::Error;
