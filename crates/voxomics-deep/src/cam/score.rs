//! What a map explains: a number made of the features.

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::Error;
use super::error::finite;
use crate::network::Network;

/// A number made of the features of the penultimate layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Score {
    /// The logit of a class.
    Class(usize),
    /// The largest logit, of equal ones the first.
    LargestClass,
    /// A feature itself.
    Feature(usize),
    /// A linear score of z-scored features: a radiomics signature.
    Linear(LinearScore),
    /// Its logistic, a probability. The map is that of the score times `p (1 - p)`: the same once it is normalised.
    Logistic(LinearScore),
}

/// `intercept + Σ coefficient (feature - mean) / sd`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LinearScore {
    /// The constant.
    pub intercept: f64,
    /// One for each feature of the model.
    pub terms: Vec<Term>,
}

/// One feature of a linear score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Index of the feature.
    pub feature: usize,
    /// Its coefficient.
    pub coefficient: f64,
    /// What is subtracted from it.
    pub mean: f64,
    /// What it is divided by.
    pub sd: f64,
}

/// A score at some features: its value, and its derivative by each of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Valued {
    /// The score.
    pub value: f64,
    /// One derivative for each feature.
    pub gradient: Vec<f64>,
}

impl Score {
    /// The same of one class, where it is of the largest logit; of equal ones the first.
    ///
    /// # Errors
    ///
    /// As [`at`](Self::at).
    pub fn settled(&self, features: ArrayView1<'_, f32>, network: &Network) -> Result<Self, Error> {
        if *self != Self::LargestClass {
            return Ok(self.clone());
        }
        finite("the features", features.iter().copied())?;
        let (mut best, mut most) = (0, logit(&features, network, 0)?.value);
        for class in 1..network.head_bias.len() {
            let value = logit(&features, network, class)?.value;
            if value > most {
                (best, most) = (class, value);
            }
        }
        Ok(Self::Class(best))
    }

    /// Its value and gradient at the features of an image.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] for a class or feature that is not there, [`Error::Shape`] for a network without a head for these
    /// features, [`Error::NotFinite`] and [`Error::Value`] for features and terms that cannot be.
    pub fn at(&self, features: ArrayView1<'_, f32>, network: &Network) -> Result<Valued, Error> {
        finite("the features", features.iter().copied())?;
        match self {
            Self::Class(class) => logit(&features, network, *class),
            Self::LargestClass => self.settled(features, network)?.at(features, network),
            Self::Feature(feature) => {
                known("feature", *feature, features.len())?;
                let mut gradient = vec![0.0; features.len()];
                gradient[*feature] = 1.0;
                Ok(Valued {
                    value: f64::from(features[*feature]),
                    gradient,
                })
            }
            Self::Linear(score) => score.at(features),
            Self::Logistic(score) => Ok(logistic(score.at(features)?)),
        }
    }
}

impl LinearScore {
    /// Its value and gradient at the features of an image.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] for a feature that is not there, [`Error::NotFinite`] for features that are not finite,
    /// [`Error::Value`] for numbers of a term that cannot be.
    pub fn at(&self, features: ArrayView1<'_, f32>) -> Result<Valued, Error> {
        finite("the features", features.iter().copied())?;
        let (mut value, mut gradient) = (self.intercept, vec![0.0; features.len()]);
        for term in &self.terms {
            known("feature", term.feature, features.len())?;
            let slope = term.coefficient / term.sd;
            let fits = term.sd > 0.0 && slope.is_finite() && term.sd.is_finite();
            if !fits {
                return Err(Error::Value {
                    what: "sd of a term",
                    value: term.sd,
                    accepted: "positive, finite and large enough for its coefficient",
                });
            }
            let deviation = f64::from(features[term.feature]) - term.mean;
            value += term.coefficient * deviation / term.sd;
            gradient[term.feature] += slope;
        }
        finite("the score", [value])?;
        finite("the gradient of the score", gradient.iter().copied())?;
        Ok(Valued { value, gradient })
    }
}

/// `1 / (1 + e^-s)`, whose derivative is `p (1 - p)`, from the side where the exponential cannot overflow.
fn logistic(score: Valued) -> Valued {
    let small = math::exp(-score.value.abs());
    let larger = 1.0 / (1.0 + small);
    let value = if score.value < 0.0 {
        small * larger
    } else {
        larger
    };
    let slope = small * larger * larger;
    let gradient = score
        .gradient
        .iter()
        .map(|derivative| slope * derivative)
        .collect();
    Valued { value, gradient }
}

fn logit(features: &ArrayView1<'_, f32>, network: &Network, class: usize) -> Result<Valued, Error> {
    let classes = network.head_bias.len();
    known("class", class, classes)?;
    if network.head_weight.len() != classes * features.len() {
        return Err(Error::Shape {
            what: "the network's head",
            found: vec![network.head_weight.len()],
            expected: vec![classes, features.len()],
        });
    }
    let row = &network.head_weight[class * features.len()..][..features.len()];
    let gradient: Vec<f64> = row.iter().map(|&weight| f64::from(weight)).collect();
    let products = gradient.iter().zip(features);
    let sum: f64 = products
        .map(|(weight, &feature)| weight * f64::from(feature))
        .sum();
    let value = sum + f64::from(network.head_bias[class]);
    finite("the logit", [value])?;
    Ok(Valued { value, gradient })
}

fn known(what: &'static str, index: usize, count: usize) -> Result<(), Error> {
    if index < count {
        Ok(())
    } else {
        Err(Error::Index { what, index, count })
    }
}
