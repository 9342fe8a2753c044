//! Sums over the lower part of a table that changes, in logarithmic time.

/// Fenwick's tree: a table of sums.
#[derive(Debug, Clone)]
pub(crate) struct Fenwick {
    /// `sums[i]` covers the places from `i & (i + 1)` to `i`.
    sums: Vec<f64>,
    at: Vec<f64>,
    total: f64,
}

impl Fenwick {
    /// All zero.
    pub(crate) fn new(places: usize) -> Self {
        Self {
            sums: vec![0.0; places],
            at: vec![0.0; places],
            total: 0.0,
        }
    }

    /// Adds to one place.
    pub(crate) fn add(&mut self, place: usize, amount: f64) {
        self.at[place] += amount;
        self.total += amount;
        let mut index = place;
        while let Some(sum) = self.sums.get_mut(index) {
            *sum += amount;
            index |= index + 1;
        }
    }

    /// Sum of the places below this one.
    pub(crate) fn below(&self, place: usize) -> f64 {
        let mut sum = 0.0;
        let mut end = place;
        while end > 0 {
            sum += self.sums[end - 1];
            end &= end - 1;
        }
        sum
    }

    /// What stands at a place.
    pub(crate) fn at(&self, place: usize) -> f64 {
        self.at[place]
    }

    /// Sum of all.
    pub(crate) fn total(&self) -> f64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::Fenwick;

    #[test]
    fn sums_as_a_loop_does() {
        let mut tree = Fenwick::new(37);
        let mut plain = [0.0; 37];
        for step in 0..200_u32 {
            let place = (step * 29 % 37) as usize;
            tree.add(place, f64::from(step));
            plain[place] += f64::from(step);
        }
        for place in 0..37 {
            assert_eq!(tree.below(place), plain[..place].iter().sum::<f64>());
            assert_eq!(tree.at(place), plain[place]);
        }
        assert_eq!(tree.total(), plain.iter().sum::<f64>());
    }
}
