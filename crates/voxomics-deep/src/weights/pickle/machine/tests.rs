//! Pickles by hand, and any bytes.

use proptest::prelude::*;

use super::{Fault, LIMIT, Value, run};

fn message(bytes: &[u8]) -> String {
    run(bytes).map(drop).unwrap_err().to_string()
}

#[test]
fn numbers_by_hand() {
    for (bytes, want) in [
        (&b"K\xff."[..], 255),
        (b"M\x01\x02.", 513),
        (b"J\xfe\xff\xff\xff.", -2),
        (b"\x8a\x00.", 0),
        (b"\x8a\x01\xff.", -1),
        (b"\x8a\x09\0\0\0\0\0\0\0\0\x01.", 1 << 64),
    ] {
        let pickle = run(bytes).unwrap();
        assert_eq!(pickle.integer(pickle.root()), Some(want));
        assert_eq!(pickle.end(), bytes.len());
    }
}

#[test]
fn python_2_has_byte_texts_and_ordered_dicts_of_pairs() {
    let pickle =
        run(b"\x80\x02ccollections\nOrderedDict\n]q\0]q\x01(U\x01aK\x07eaR\x85.").unwrap_err();
    assert!(
        pickle.to_string().contains("pairs"),
        "arguments are a list, not a tuple: {pickle}"
    );
    let pickle = run(b"\x80\x02ccollections\nOrderedDict\n]](U\x01aK\x07ea\x85R.").unwrap();
    let value = pickle.entry(pickle.root(), "a").unwrap();
    assert_eq!(pickle.integer(value), Some(7));
}

#[test]
fn versions_of_modules_are_passed_over() {
    let bytes = b"ccollections\nOrderedDict\n)R}(X\x09\0\0\0_metadataK\x01ub.";
    let pickle = run(bytes).unwrap();
    assert_eq!(pickle.get(pickle.root()), &Value::Dictionary(Vec::new()));
}

#[test]
fn code_is_refused_by_name() {
    for bytes in [
        &b"cposix\nsystem\n(X\x02\0\0\0lst R."[..],
        b"\x8c\x05posix\x8c\x06system\x93.",
    ] {
        let name = "posix.system".to_owned();
        assert_eq!(run(bytes).map(drop), Err(Fault::Global { name }));
    }
}

#[test]
fn opcodes_that_import_or_call_are_unknown() {
    // INST, OBJ, EXT1, NEWOBJ_EX, PERSID, REDUCE of a number, BUILD of a number.
    for bytes in [
        &b"(ios\nsystem\n."[..],
        b"(o.",
        b"\x82\x01.",
        b"\x92.",
        b"P1\n.",
        b"K\x01)R.",
        b"K\x01}b.",
    ] {
        assert!(matches!(run(bytes), Err(Fault::Pickle { .. })), "{bytes:?}");
    }
}

#[test]
fn what_cannot_be_is_refused_where_it_is() {
    for (bytes, words) in [
        (&b""[..], "byte 0: it ends"),
        (b"N", "byte 1: it ends"),
        (b".", "stack is empty"),
        (b"(.", "stack is empty"),
        (b"K\x01(\x85.", "stack is empty"),
        (b"t.", "mark"),
        (b"h\x05.", "memo 5"),
        (b"](K\x01u.", "do not take"),
        (b"}(K\x01u.", "does not take"),
        (b"\x80\x06.", "protocol 6"),
        (b"X\xff\xff\xff\xffab.", "ends"),
        (b"X\x01\0\0\0\xff.", "UTF-8"),
        (b"\x8a\x11AAAAAAAAAAAAAAAAA.", "17 bytes"),
        (b"cposix", "line"),
    ] {
        let message = message(bytes);
        assert!(
            message.contains(words.trim_start_matches("do not")),
            "{message}"
        );
    }
}

#[test]
fn deep_and_repeated_values_are_dropped_without_recursion() {
    let mut bytes = b")".to_vec();
    bytes.resize(LIMIT - 10, 0x85);
    bytes.push(b'.');
    assert!(run(&bytes).is_ok());
    // 2 to the power of 5,000 leaves, were they copied.
    let mut bytes = b")".to_vec();
    (0..5_000).for_each(|_| bytes.extend(b"q\0h\0\x86"));
    bytes.push(b'.');
    assert!(run(&bytes).is_ok());
}

#[test]
fn there_are_only_so_many_opcodes() {
    assert!(message(&vec![b'N'; LIMIT + 1]).contains("opcodes"));
}

proptest! {
    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = run(&bytes);
    }

    #[test]
    fn any_known_opcodes_end(
        steps in prop::collection::vec(prop::sample::select(&b"(NK\x01)t\x85\x86\x87]}aesuRbQq\0h\0.\x94\x81"[..]), 0..300),
    ) {
        let _ = run(&steps);
    }
}
