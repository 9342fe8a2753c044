//! The two flags of PyRadiomics whose short form has two letters.

use std::ffi::OsString;

/// `-od` and `-up` in full, which a parser of one-letter flags would take for `-o d` and `-u -p`.
///
/// What comes after `--` is no flag.
pub(crate) fn spelled_out(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args = args.into_iter();
    let flags = args.by_ref().take_while(|arg| arg != "--");
    let mut spelled: Vec<OsString> = flags.map(long).collect();
    let rest: Vec<OsString> = args.collect();
    if !rest.is_empty() {
        spelled.push("--".into());
        spelled.extend(rest);
    }
    spelled
}

fn long(arg: OsString) -> OsString {
    let text = arg.to_str().unwrap_or_default();
    if let Some(folder) = text.strip_prefix("-od=") {
        return format!("--out-dir={folder}").into();
    }
    match text {
        "-od" => "--out-dir".into(),
        "-up" => "--unix-path".into(),
        _ => arg,
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::spelled_out;

    #[test]
    fn two_letters_before_the_end_of_flags() {
        let args = "voxomics extract -od a -od=b -up -o d -- -od"
            .split(' ')
            .map(OsString::from);
        let want = "voxomics extract --out-dir a --out-dir=b --unix-path -o d -- -od";
        assert_eq!(spelled_out(args).join(" ".as_ref()), want);
    }
}
