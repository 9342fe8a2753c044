//! Writes a synthetic lesion for `run.py`: `make_lesion SIDE IMAGE MASK`.

use std::error::Error;

use voxomics_benches::lesion;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [side, image, mask] = arguments.as_slice() else {
        return Err("usage: make_lesion SIDE IMAGE MASK".into());
    };
    let lesion = lesion(side.parse()?);
    voxomics_io::write(image, &lesion.image)?;
    voxomics_io::write(mask, &lesion.mask.into_volume())?;
    Ok(())
}
