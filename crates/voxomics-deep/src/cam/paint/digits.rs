//! Numbers in pictures, without a font.

use super::picture::{BLACK, Picture, WHITE};

/// Dots of a digit: five rows of three, the leftmost the highest bit.
const DIGITS: [[u8; 5]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];

/// Dots from a digit to the next, and of a digit's height with a dot of black above and below.
const ADVANCE: usize = 4;
const HEIGHT: usize = 7;

/// White on black at `corner`, cut where the `room` ends; a dot has `dot` pixels a side.
pub(super) fn draw(
    picture: &mut Picture,
    number: usize,
    (corner, room): ([usize; 2], [usize; 2]),
    dot: usize,
) {
    let digits: Vec<usize> = number
        .to_string()
        .bytes()
        .map(|digit| usize::from(digit - b'0'))
        .collect();
    let size = [digits.len() * ADVANCE + 1, HEIGHT].map(|dots| dots * dot);
    for y in 0..size[1].min(room[1]) {
        for x in 0..size[0].min(room[0]) {
            let is_white = is_dot(&digits, x / dot, y / dot);
            let colour = if is_white { WHITE } else { BLACK };
            picture.set([corner[0] + x, corner[1] + y], colour);
        }
    }
}

fn is_dot(digits: &[usize], x: usize, y: usize) -> bool {
    // A dot of black around.
    let (Some(x), Some(y)) = (x.checked_sub(1), y.checked_sub(1)) else {
        return false;
    };
    let digit = digits.get(x / ADVANCE).map(|&digit| DIGITS[digit]);
    let row = digit.and_then(|rows| rows.get(y).copied());
    // The fourth column is the space between digits.
    row.is_some_and(|row| row << 1 >> (ADVANCE - 1 - x % ADVANCE) & 1 == 1)
}
