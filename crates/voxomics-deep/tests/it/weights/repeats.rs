//! What a pickle or zip says once and shows many times: it costs its bytes, not their product.

use voxomics_deep::weights::Fault;
use voxomics_testkit::memory::peak;

use super::containers::{dictionary, read, saved, tensor, text};

/// Values of pickles have tens of bytes; what is copied each time would have a thousand times more.
const FACTOR: usize = 64;

/// The message of a file that is refused without much memory.
fn refused(bytes: &[u8]) -> Fault {
    let (peak, read) = peak(|| read(bytes));
    let allowed = (1 << 20) + FACTOR * bytes.len();
    assert!(peak <= allowed, "{peak} bytes of {allowed}");
    read.unwrap_err().fault().clone()
}

#[test]
fn a_list_that_many_dictionaries_are_made_of() {
    let mut value = b"ccollections\nOrderedDict\nq\0](K\x01K\x02\x86q\x01".to_vec();
    value.extend(b"h\x01".repeat(10_000));
    value.extend(b"e\x85q\x02");
    // 10,000 pairs each.
    value.extend(b"h\0h\x02R".repeat(10_000));
    let fault = refused(&saved(&value));
    let Fault::Pickle { message, .. } = fault else {
        panic!("{fault}");
    };
    assert_eq!(message, "its dictionaries take more than 262144 pairs");
}

#[test]
fn a_shape_of_many_axes_that_many_tensors_have() {
    let ones = [1; 10_000];
    let mut value = [b"}(K\0".to_vec(), tensor("FloatStorage", &ones, &ones)].concat();
    value.extend(b"q\0u}(");
    for index in 0..10_000 {
        value.extend(text(&index.to_string()));
        value.extend(b"h\0");
    }
    value.push(b'u');
    let message = refused(&saved(&value)).to_string();
    assert_eq!(
        message,
        "tensor `0`: its shape has 10000 axes, and at most 64 are read"
    );
    let ones = [1; 64];
    let most = dictionary(&[("a", tensor("FloatStorage", &ones, &ones))]);
    assert_eq!(read(&saved(&most)).unwrap().tensors["a"].values, [1.0]);
}

#[test]
fn a_long_name_that_many_tensors_have() {
    let name = "a".repeat(100_000);
    let mut value = [b"}(".to_vec(), text(&name), b"q\0".to_vec()].concat();
    value.extend(tensor("FloatStorage", &[1], &[1]));
    value.extend(b"q\x01");
    value.extend(b"h\0h\x01".repeat(5_000));
    value.push(b'u');
    let fault = refused(&saved(&value));
    assert!(fault == Fault::Duplicate { name }, "{fault}");
}

#[test]
fn a_long_name_of_a_storage() {
    let place = |bytes: &[u8]| {
        let numbered = text("0");
        let mut places = bytes.windows(numbered.len());
        places.position(|bytes| bytes == numbered).unwrap()
    };
    let mut value = tensor("FloatStorage", &[4], &[1]);
    let at = place(&value);
    value.splice(at..at + 6, text(&"0".repeat(65)));
    let message = refused(&saved(&dictionary(&[("a", value)]))).to_string();
    assert_eq!(
        message,
        "tensor `a`: its storage is named by a tuple of 5 items"
    );
}

/// The checksum would be that of other bytes than those that are taken, and be computed once for each entry.
#[test]
fn a_stored_entry_of_two_sizes() {
    let mut bytes = saved(&dictionary(&[("a", tensor("FloatStorage", &[4], &[1]))]));
    let directory = bytes.windows(4).position(|bytes| bytes == b"PK\x01\x02");
    let size = directory.unwrap() + 24;
    bytes[size..size + 4].fill(0);
    let message = refused(&bytes).to_string();
    assert_eq!(
        message,
        "the zip container is damaged: entry `a/data.pkl` is stored and has two sizes; fetch the file \
         again or save it anew"
    );
}
