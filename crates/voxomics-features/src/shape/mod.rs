//! Size and shape.
mod axes;
mod bits;
mod diameter;
mod farthest;
mod marching_cubes;
mod table;
use crate::roi::RoiMask;
/// x
pub fn features(roi: &RoiMask) {
    let t = std::time::Instant::now();
    let b = bits::Bits::new(roi);
    let t1 = t.elapsed();
    let m = marching_cubes::mesh(&b, roi.spacing());
    let t2 = t.elapsed();
    let a = axes::Axes::new(&b, roi.spacing());
    let t3 = t.elapsed();
    let d = diameter::Diameters::new(&b, roi.spacing());
    let t4 = t.elapsed();
    println!("{m:?} {a:?} {d:?}\n {t1:?} {t2:?} {t3:?} {t4:?}");
}
