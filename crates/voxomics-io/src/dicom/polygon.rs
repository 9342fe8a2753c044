//! Polygons to pixels: even-odd at pixel centres.
//!
//! Of tools that were compared, this rule gives the published masks of the IBSI CT phantom and of the soft-tissue sarcoma
//! collection in every voxel (docs/FORMATS.md has the figures).

/// Toggles the pixels of a slice, `columns` a row, whose centre lies inside a closed polygon of points `[x, y]` in pixels.
///
/// Row `j` is crossed by an edge from `y₀` to `y₁` if `min(y₀, y₁) ≤ j < max(y₀, y₁)`, at
/// `x = x₀ + (j − y₀) · (x₁ − x₀) / (y₁ − y₀)`; the centre `i` lies inside if the crossings with `x > i` are odd in
/// number. Rows and columns beyond the slice cost nothing.
pub(super) fn toggle(slice: &mut [bool], columns: usize, points: &[[f64; 2]]) {
    let Some(rows) = slice.len().checked_div(columns) else {
        return;
    };
    // Whether an odd number of crossings lies between one centre and the next; what a polygon of millions of points
    // takes does not grow with them.
    let width = columns + 1;
    let touched = crossed_by(points, rows);
    let mut odd = vec![false; touched.len() * width];
    let next = points.iter().cycle().skip(1);
    for (from, to) in points.iter().zip(next) {
        for row in crossed(from[1], to[1], rows) {
            let x = from[0] + (row as f64 - from[1]) * (to[0] - from[0]) / (to[1] - from[1]);
            odd[(row - touched.start) * width + first_from(x, columns)] ^= true;
        }
    }
    let slice = &mut slice[touched.start * columns..touched.end * columns];
    for (row, odd) in slice.chunks_exact_mut(columns).zip(odd.chunks_exact(width)) {
        let mut is_inside = false;
        for (pixel, is_odd) in row.iter_mut().zip(&odd[1..]).rev() {
            is_inside ^= is_odd;
            *pixel ^= is_inside;
        }
    }
}

/// The rows that some edge can cross.
fn crossed_by(points: &[[f64; 2]], rows: usize) -> std::ops::Range<usize> {
    let heights = points.iter().map(|[_, y]| *y);
    let [low, high] = heights.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], y| {
        [low.min(y), high.max(y)]
    });
    // Without points it is the other way round, and no row is.
    if low <= high {
        crossed(low, high, rows)
    } else {
        0..0
    }
}

/// The rows `j` of a slice with `low <= j < high`.
fn crossed(a: f64, b: f64, rows: usize) -> std::ops::Range<usize> {
    first_from(a.min(b), rows)..first_from(a.max(b), rows)
}

/// The first whole number at or after `x`, from 0 to `most`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a slice has"
)]
fn first_from(x: f64, most: usize) -> usize {
    x.ceil().clamp(0.0, most as f64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(columns: usize, rows: usize, polygons: &[&[[f64; 2]]]) -> String {
        let mut slice = vec![false; columns * rows];
        for polygon in polygons {
            toggle(&mut slice, columns, polygon);
        }
        let lines = slice.chunks(columns).map(|row| {
            let pixels = row.iter().map(|&inside| if inside { '#' } else { '.' });
            pixels.collect::<String>()
        });
        lines.collect::<Vec<_>>().join(" ")
    }

    const SQUARE: [[f64; 2]; 4] = [[0.5, 0.5], [3.5, 0.5], [3.5, 3.5], [0.5, 3.5]];

    #[test]
    fn centres_inside() {
        assert_eq!(drawn(5, 5, &[&SQUARE]), "..... .###. .###. .###. .....");
    }

    #[test]
    fn a_contour_within_is_a_hole() {
        let hole = [[1.5, 1.5], [1.5, 2.5], [2.5, 2.5], [2.5, 1.5]];
        assert_eq!(
            drawn(5, 5, &[&SQUARE, &hole]),
            "..... .###. .#.#. .###. ....."
        );
    }

    #[test]
    fn edges_on_centres_belong_to_the_left_and_upper_side() {
        let square = [[1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0]];
        assert_eq!(drawn(5, 5, &[&square]), "..... .##.. .##.. ..... .....");
    }

    #[test]
    fn far_away_costs_nothing() {
        let huge = [[-1e12, -1e12], [1e12, -1e12], [1e12, 1e12], [-1e12, 1e12]];
        assert_eq!(drawn(2, 2, &[&huge]), "## ##");
        let beyond = huge.map(|[x, y]| [x + 3e12, y]);
        assert_eq!(drawn(2, 2, &[&beyond]), ".. ..");
    }

    #[test]
    fn direction_and_beginning_do_not_matter() {
        let mut turned = SQUARE;
        turned.reverse();
        turned.rotate_left(1);
        assert_eq!(drawn(5, 5, &[&turned]), drawn(5, 5, &[&SQUARE]));
    }
}
