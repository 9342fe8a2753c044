//! Distributions: both tails without loss of digits, and quantiles that always return.
//!
//! Each module has `lower(x, ..)`, the probability of `x` or less, `upper(x, ..)`, of more than `x`, computed as such and
//! not by subtraction from 1, and, but for the binomial, whose values are counts, the inverse of each, `quantile(p, ..)` and
//! `upper_quantile(p, ..)`. Against 40-digit
//! arithmetic the tails are right to 1e-13 where they are above 1e-30 and to 1e-12 down to 1e-300, for degrees of freedom
//! and shapes from 0.1 to 1e10.
//!
//! Like [`f64::sqrt`] they are functions of numbers: where an argument is NaN, a probability is not between 0 and 1 or a
//! parameter is not positive, they answer NaN. Infinite degrees of freedom have a limit for t (the normal distribution) and
//! as second ones of F (chi-squared over its degrees of freedom); other infinite parameters are answered with NaN.
//!
//! # How
//!
//! A tail is its density times the integral of the density's ratio `exp(-h(v))`, where `v` is the distance on the scale of
//! the logarithm (gamma) or of the log odds (beta). On these scales `h` is convex for all parameters and the ratio entire or
//! nearly so: one Gauss-Legendre rule is right to the last digits, at the mean as in the tails, and no regions with series
//! or fractions of their own need to be told apart. The density is Loader's saddle-point form (2000), which keeps its digits
//! for large parameters.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
pub mod f;
pub mod normal;
pub mod students_t;

pub(crate) mod gamma;
mod integral;
mod solve;
mod special;
mod tails;
