//! Volume and area of the surface mesh.

use super::bits::{Bits, for_surface_cells};
use super::table::{CORNERS, MIDPOINTS, TRIANGLES};

/// What the mesh encloses, mm³, and its area, mm².
#[derive(Debug, Clone, Copy)]
pub(super) struct Mesh {
    pub(super) volume: f64,
    pub(super) area: f64,
}

/// Marching cubes with vertices at the midpoints of edges.
///
/// The determinant of a triangle is linear in the position of its cube, since its vertices move
/// together, and its area does not depend on the position. So the volume is a sum of integers, and
/// the area a sum over the kinds of cube: neither depends on the order of the cubes. Positions count
/// from the border around the box, as in `PyRadiomics`: with holes in the mesh they matter.
pub(super) fn mesh(bits: &Bits, spacing: [f64; 3]) -> Mesh {
    let kinds: Vec<Kind> = (0..256).map(Kind::new).collect();
    let mut counts = [0_u64; 256];
    let mut determinant = 0;
    let [_, ny, nz] = bits.size();
    for z in 0..nz - 1 {
        for y in 0..ny - 1 {
            let corners = CORNERS.map(|[dx, dy, dz]| (bits.row(y + dy, z + dz), dx));
            for_surface_cells(corners, |x, inside| {
                counts[inside] += 1;
                determinant += kinds[inside].determinant([x, y, z]);
            });
        }
    }
    let areas = kinds.iter().zip(counts).filter(|&(_, count)| count > 0);
    let voxel_volume: f64 = spacing.iter().product();
    Mesh {
        // A determinant is six times a volume, here in half voxels.
        volume: determinant as f64 / 48.0 * voxel_volume,
        area: areas
            .map(|(kind, count)| count as f64 * kind.area(spacing))
            .sum(),
    }
}

/// The triangles of a cube, turned so that a closed surface has a positive volume.
struct Kind {
    triangles: Vec<[[isize; 3]; 3]>,
    /// Sum of the determinants of the triangles of a cube at the origin.
    at_origin: isize,
    /// How that sum grows when the cube moves by half a voxel along each axis.
    growth: [isize; 3],
}

impl Kind {
    fn new(corners: usize) -> Self {
        let turned = corners >= 128;
        let row = TRIANGLES[if turned { 255 - corners } else { corners }].as_bytes();
        let triangles: Vec<[[isize; 3]; 3]> = row
            .chunks_exact(3)
            .map(|edges| {
                let [a, b, c] = [edges[0], edges[1], edges[2]].map(midpoint);
                if turned { [a, b, c] } else { [a, c, b] }
            })
            .collect();
        let mut growth = [0; 3];
        for &[a, b, c] in &triangles {
            for product in [cross(a, b), cross(b, c), cross(c, a)] {
                for (growth, product) in growth.iter_mut().zip(product) {
                    *growth += product;
                }
            }
        }
        Self {
            at_origin: triangles.iter().map(|&[a, b, c]| dot(cross(a, b), c)).sum(),
            growth,
            triangles,
        }
    }

    /// Of the triangles of the cube at a voxel.
    fn determinant(&self, voxel: [usize; 3]) -> isize {
        self.at_origin + dot(self.growth, voxel.map(|at| 2 * at.cast_signed()))
    }

    /// Of the triangles, mm².
    fn area(&self, [dx, dy, dz]: [f64; 3]) -> f64 {
        let areas = self.triangles.iter().map(|&[a, b, c]| {
            let [x, y, z] = cross(difference(a, c), difference(b, c)).map(|n| n as f64 / 4.0);
            let normal = [x * dy * dz, y * dz * dx, z * dx * dy];
            normal.iter().map(|n| n * n).sum::<f64>().sqrt() / 2.0
        });
        areas.sum()
    }
}

fn midpoint(edge: u8) -> [isize; 3] {
    let edge = char::from(edge)
        .to_digit(16)
        .expect("the table holds hexadecimal digits");
    MIDPOINTS[edge as usize]
}

fn cross(a: [isize; 3], b: [isize; 3]) -> [isize; 3] {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

fn dot(a: [isize; 3], b: [isize; 3]) -> isize {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn difference(a: [isize; 3], b: [isize; 3]) -> [isize; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}
