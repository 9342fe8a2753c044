//! Sixteen channels of one position: the unit in which everything is stored and computed.

/// Channels that lie together.
pub(super) const LANES: usize = 16;

/// Sixteen channels of one position; those that a map does not have are zero.
pub(super) type Lanes = [f32; LANES];

/// Nothing.
pub(super) const ZERO: Lanes = [0.0; LANES];

/// How many [`Lanes`] hold so many channels.
pub(super) const fn blocks(channels: usize) -> usize {
    channels.div_ceil(LANES)
}
