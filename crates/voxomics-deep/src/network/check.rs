//! Whether a state dict is that of a ResNet-18.

use std::collections::BTreeSet;

use super::error::{Error, Problem};
use super::layout::{self, Parameter, Role};
use crate::weights::{StateDict, Tensor};

/// Widths that are taken from a file; beyond, the file is measured against 64.
const WIDTHS: std::ops::RangeInclusive<usize> = 1..=4096;
const WIDTH: usize = 64;

/// The number of channels of the stem, if every tensor fits.
pub(super) fn width(state: &StateDict) -> Result<usize, Error> {
    let width = lengths(state, "conv1.weight").and_then(|shape| shape.first().copied());
    let width = width
        .filter(|width| WIDTHS.contains(width))
        .unwrap_or(WIDTH);
    let classes = ["fc.weight", "fc.bias"]
        .iter()
        .find_map(|key| lengths(state, key));
    let classes = classes.map(|shape| shape.first().copied().unwrap_or(1).max(1));
    let wanted = layout::parameters(width, classes);
    let mut problems: Vec<Problem> = wanted
        .iter()
        .filter_map(|wanted| problem(state, wanted))
        .collect();
    problems.extend(unexpected(state, &wanted));
    if problems.is_empty() {
        Ok(width)
    } else {
        let looks_like = looks_like(state);
        Err(Error {
            problems,
            looks_like,
        })
    }
}

/// The shape of a tensor of whatever type.
fn lengths<'s>(state: &'s StateDict, key: &str) -> Option<&'s [usize]> {
    let floating = state.tensors.get(key).map(|tensor| tensor.shape.as_slice());
    floating.or_else(|| state.skipped.get(key).map(|tensor| tensor.shape.as_slice()))
}

fn problem(state: &StateDict, wanted: &Parameter) -> Option<Problem> {
    let Parameter { key, shape, role } = wanted;
    if *role == Role::Tracked {
        return None;
    }
    let (key, wanted) = (key.clone(), shape.clone());
    match (state.tensors.get(&key), state.skipped.get(&key)) {
        (Some(tensor), _) if tensor.shape == wanted => values(key, tensor, *role),
        (Some(tensor), _) => {
            let found = tensor.shape.clone();
            Some(Problem::Shape { key, found, wanted })
        }
        (None, Some(other)) => {
            let (shape, element) = (other.shape.clone(), other.element.clone());
            Some(Problem::Element {
                key,
                shape,
                element,
            })
        }
        (None, None) => Some(Problem::Missing { key, shape: wanted }),
    }
}

fn values(key: String, tensor: &Tensor, role: Role) -> Option<Problem> {
    let (shape, values) = (&tensor.shape, &tensor.values);
    if values.len() != shape.iter().product::<usize>() {
        let (shape, values) = (shape.clone(), values.len());
        return Some(Problem::Length { key, shape, values });
    }
    if let Some(index) = values.iter().position(|value| !value.is_finite()) {
        let (at, value) = (unravel(index, shape), values[index]);
        return Some(Problem::NotFinite { key, at, value });
    }
    let negative = values.iter().position(|&value| value < 0.0);
    let channel = negative.filter(|_| role == Role::Variance)?;
    let value = values[channel];
    Some(Problem::NegativeVariance {
        key,
        channel,
        value,
    })
}

/// The index along every axis.
fn unravel(mut index: usize, shape: &[usize]) -> Vec<usize> {
    let mut at = vec![0; shape.len()];
    for (at, length) in at.iter_mut().zip(shape).rev() {
        (index, *at) = (index / length, index % length);
    }
    at
}

fn unexpected(state: &StateDict, wanted: &[Parameter]) -> impl Iterator<Item = Problem> {
    let wanted: BTreeSet<&str> = wanted.iter().map(|wanted| wanted.key.as_str()).collect();
    let floating = state
        .tensors
        .iter()
        .map(|(key, tensor)| (key, &tensor.shape));
    let others = state
        .skipped
        .iter()
        .map(|(key, tensor)| (key, &tensor.shape));
    floating.chain(others).filter_map(move |(key, shape)| {
        let (key, shape) = (key.clone(), shape.clone());
        (!wanted.contains(key.as_str())).then_some(Problem::Unexpected { key, shape })
    })
}

/// The network that the names and shapes speak for, other than a ResNet-18.
fn looks_like(state: &StateDict) -> Option<String> {
    let has = |key: &str| lengths(state, key).is_some();
    let begins = |with: &str| {
        let begins = |key: &String| key.starts_with(with);
        state.tensors.keys().any(begins)
    };
    let stem = lengths(state, "conv1.weight");
    if has("layer1.0.conv3.weight") {
        let blocks = (0..64).take_while(|block| has(&format!("layer3.{block}.conv1.weight")));
        Some(match blocks.count() {
            6 => "a ResNet-50".to_owned(),
            23 => "a ResNet-101".to_owned(),
            36 => "a ResNet-152".to_owned(),
            _ => "a ResNet with bottlenecks".to_owned(),
        })
    } else if stem.is_some_and(|shape| shape.len() == 5) {
        Some("a network of three dimensions".to_owned())
    } else if has("layer1.2.conv1.weight") {
        Some("a ResNet-34".to_owned())
    } else if begins("features.") {
        Some("a VGG, DenseNet or AlexNet".to_owned())
    } else {
        prefixed(state)
    }
}

/// A ResNet within a larger model, whose names all begin with the part's.
fn prefixed(state: &StateDict) -> Option<String> {
    let mut keys = state.tensors.keys();
    let prefix = keys.find_map(|key| key.strip_suffix("layer1.0.conv1.weight"))?;
    (!prefix.is_empty())
        .then(|| format!("a model that holds one, under names beginning with `{prefix}`"))
}
