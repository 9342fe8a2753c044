//! Which pixels of a line make each pixel of another, and by what weight.

use super::Method;

/// For every pixel of the new line the first one of the old line that counts, and the weights from there on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Taps {
    input: usize,
    starts: Vec<usize>,
    /// Where the weights of each pixel begin in `weights`, and where the last ones end.
    bounds: Vec<usize>,
    weights: Vec<f64>,
}

impl Taps {
    /// From a line of `input` pixels to one of `output`, both at least one.
    pub(super) fn new(input: usize, output: usize, method: Method) -> Self {
        let mut taps = Self {
            input,
            starts: Vec::with_capacity(output),
            bounds: vec![0],
            weights: Vec::new(),
        };
        for index in 0..output {
            let start = taps.push(index, output, method);
            taps.starts.push(start);
            taps.bounds.push(taps.weights.len());
        }
        taps
    }

    pub(super) fn input(&self) -> usize {
        self.input
    }

    pub(super) fn output(&self) -> usize {
        self.starts.len()
    }

    /// The first pixel that counts and the weights from there on.
    pub(super) fn of(&self, index: usize) -> (usize, &[f64]) {
        let weights = &self.weights[self.bounds[index]..self.bounds[index + 1]];
        (self.starts[index], weights)
    }

    /// All weights, pixel by pixel.
    pub(super) fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Appends the weights of one pixel and returns where they begin.
    fn push(&mut self, index: usize, output: usize, method: Method) -> usize {
        let (n, i) = (self.input, index);
        let scale = n as f64 / output as f64;
        match method {
            Method::BilinearAntialias | Method::PillowU8 | Method::TorchU8 => {
                self.filter(i, scale, (1.0, triangle))
            }
            Method::BicubicAntialias => self.filter(i, scale, (2.0, cubic)),
            Method::Bilinear => self.between(((i as f64 + 0.5) * scale - 0.5).max(0.0)),
            Method::BilinearAlignCorners => {
                let step = if output > 1 {
                    (n - 1) as f64 / (output - 1) as f64
                } else {
                    0.0
                };
                self.between(i as f64 * step)
            }
            Method::Nearest => self.single(i * n / output),
            Method::NearestExact => self.single((2 * i + 1) * n / (2 * output)),
        }
    }

    fn single(&mut self, at: usize) -> usize {
        self.weights.push(1.0);
        at
    }

    /// Linear between the pixels around a position that is not negative.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a position on the line"
    )]
    fn between(&mut self, position: f64) -> usize {
        let start = (position as usize).min(self.input - 1);
        let part = position - start as f64;
        if start + 1 < self.input {
            self.weights.extend([1.0 - part, part]);
        } else {
            self.weights.push(1.0);
        }
        start
    }

    /// A filter of some support around the pixel's centre, stretched where the line shrinks, its weights made to sum to 1.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounds of the line, cut to it"
    )]
    fn filter(&mut self, index: usize, scale: f64, (reach, filter): (f64, Filter)) -> usize {
        let stretch = scale.max(1.0);
        let support = reach * stretch;
        let centre = scale * (index as f64 + 0.5);
        let start = (centre - support + 0.5).max(0.0) as usize;
        let end = ((centre + support + 0.5) as usize).min(self.input);
        let from = self.weights.len();
        let weight = |at: usize| filter((at as f64 - centre + 0.5) / stretch);
        self.weights.extend((start..end).map(weight));
        let sum: f64 = self.weights[from..].iter().sum();
        for weight in &mut self.weights[from..] {
            *weight /= sum;
        }
        start
    }
}

type Filter = fn(f64) -> f64;

fn triangle(x: f64) -> f64 {
    (1.0 - x.abs()).max(0.0)
}

/// Keys' cubic convolution with a = -1/2.
fn cubic(x: f64) -> f64 {
    const A: f64 = -0.5;
    let x = x.abs();
    if x < 1.0 {
        ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * A
    } else {
        0.0
    }
}
