//! How many images go at once.

use crate::engine::Options;
use crate::network::Network;

/// What decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Bytes for a batch, [`Options::budget`].
    budget: usize,
    /// Bytes of the largest buffer that the device has.
    buffer: usize,
    /// Channels of the stem.
    channels: usize,
    /// Values of the input that an output of the stem sees.
    columns: usize,
}

impl Room {
    pub(super) fn new(network: &Network, options: Options, buffer: u64) -> Self {
        let stem = &network.stem;
        Self {
            budget: options.budget,
            buffer: usize::try_from(buffer).unwrap_or(usize::MAX),
            channels: stem.outputs,
            columns: stem.inputs * stem.kernel * stem.kernel,
        }
    }

    /// Images of `size` rows and columns in a batch; 1 also where there is no room for one, since the device has the last
    /// word.
    pub(super) fn images(&self, size: [usize; 2]) -> usize {
        let half = size[0].div_ceil(2).saturating_mul(size[1].div_ceil(2));
        let bytes = |values: usize| values.saturating_mul(4);
        let input = size[0].saturating_mul(size[1]).saturating_mul(3);
        let stem = half.saturating_mul(3 * self.channels + self.columns);
        let image = bytes(input.saturating_add(stem));
        let largest = bytes(half.saturating_mul(self.channels.max(self.columns)));
        let fits = (self.budget / image.max(1)).min(self.buffer / largest.max(1));
        fits.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Room;

    const ROOM: Room = Room {
        budget: 512 << 20,
        buffer: usize::MAX,
        channels: 64,
        columns: 147,
    };

    #[test]
    fn thirty_images_of_the_usual_size() {
        let bytes = 4 * (3 * 224 * 224 + (3 * 64 + 147) * 112 * 112);
        assert_eq!(ROOM.images([224, 224]), (512 << 20) / bytes);
        assert_eq!(ROOM.images([224, 224]), 30);
    }

    #[test]
    fn a_small_buffer_means_fewer_and_one_goes_always() {
        let narrow = Room {
            buffer: 128 << 20,
            ..ROOM
        };
        assert_eq!(narrow.images([224, 224]), 18);
        assert_eq!(narrow.images([usize::MAX, 2]), 1);
        assert_eq!(Room { budget: 0, ..ROOM }.images([1, 1]), 1);
    }
}
