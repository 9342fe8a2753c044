//! Corners of convex hulls, plane by plane.

use super::farthest::Point;

/// Keeps of `points` those that are corners of the convex hull of all in their plane across `normal`.
///
/// No other point is an end of a diameter: it lies between corners, and falls short of the best of
/// them by a quarter of the smallest spacing squared at least. Coordinates are integers, so that
/// there is no doubt about what is a corner.
pub(super) fn retain_corners(points: &mut Vec<Point>, normal: usize) {
    // Memory order, in which points mostly come.
    let [u, v] = [[2, 1], [2, 0], [1, 0]][normal];
    points.sort_unstable_by_key(|point| (point[normal], point[u], point[v]));
    let mut corners = Vec::new();
    for plane in points.chunk_by(|a, b| a[normal] == b[normal]) {
        add_chain(&mut corners, plane.iter(), [u, v]);
        if plane.len() > 1 {
            // The last point starts the way back, and the first ends it.
            corners.pop();
            add_chain(&mut corners, plane.iter().rev(), [u, v]);
            corners.pop();
        }
    }
    *points = corners;
}

/// Adds the corners on the right of the way through `points`, which are sorted.
fn add_chain<'a>(
    corners: &mut Vec<Point>,
    points: impl Iterator<Item = &'a Point>,
    plane: [usize; 2],
) {
    let start = corners.len();
    for &point in points {
        while let &[.., a, b] = &corners[start..]
            && turn([a, b, point], plane) <= 0
        {
            corners.pop();
        }
        corners.push(point);
    }
}

/// Positive where the way from `a` over `b` to `c` turns left. The product of two extents cannot
/// overflow, since there is a byte of mask for every voxel between.
fn turn([a, b, c]: [Point; 3], [u, v]: [usize; 2]) -> isize {
    (b[u] - a[u]) * (c[v] - a[v]) - (b[v] - a[v]) * (c[u] - a[u])
}
