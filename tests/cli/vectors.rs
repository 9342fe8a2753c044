//! The same bytes with the vectors of every processor and with those of this one.

use crate::support::{Folder, breast};

#[test]
fn narrow_vectors_give_the_same_bytes() {
    let folder = Folder::new();
    let [image, mask] = breast();
    let parameters = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/parameters/all-images.yaml"
    );
    for more in [&["-p", parameters][..], &["--preset", "leiomyosarcoma1834"]] {
        let arguments = [&["extract", &image, &mask, "-f", "csv"], more].concat();
        let wide = folder.run(&arguments);
        let narrow = folder
            .command(&arguments)
            .env("VOXOMICS_VECTORS", "narrow")
            .output()
            .expect("the command runs");
        wide.expect(0, &[]);
        assert_eq!(String::from_utf8_lossy(&narrow.stdout), wide.stdout);
    }
}
