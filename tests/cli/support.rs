//! Running the command in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run of the command left behind.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Fails unless the exit code is `code` and standard error holds every one of `words`.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, words: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "stderr: {}", self.stderr);
        for word in words {
            assert!(
                self.stderr.contains(word),
                "no `{word}` in: {}",
                self.stderr
            );
        }
        self
    }
}

/// A folder that is gone when the test ends, with the command's working folder in it.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path().join(name).exists()
    }

    /// Names of the files in it, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// A list of cases with these lines below the header.
    pub(crate) fn cases(&self, header: &str, lines: &[String]) -> PathBuf {
        self.write("cases.csv", format!("{header}\n{}\n", lines.join("\n")))
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().unwrap();
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_voxomics"));
        command.args(arguments).current_dir(self.path());
        command.stdin(Stdio::null()).env_remove("NO_COLOR");
        command
    }
}

/// A file of the test images.
pub(crate) fn data(name: &str) -> String {
    let folder = voxomics_testkit::data().join("images/pyradiomics");
    folder
        .join(name)
        .canonicalize()
        .unwrap()
        .display()
        .to_string()
}

/// A small case with one label.
pub(crate) fn breast() -> [String; 2] {
    [data("breast1_image.nrrd"), data("breast1_label.nrrd")]
}

/// Another small case.
pub(crate) fn lung() -> [String; 2] {
    [data("lung1_crop_image.nrrd"), data("lung1_crop_label.nrrd")]
}

/// A case with several labels, 1, 7, 8 and 9.
pub(crate) fn prostate() -> [String; 2] {
    [
        data("prostate_phantom_subvolume.nrrd"),
        data("prostate_phantom_subvolume-label.nrrd"),
    ]
}

/// Image and mask as cells of a list.
pub(crate) fn cells([image, mask]: &[String; 2]) -> String {
    format!("{image},{mask}")
}

/// The cells of a row of a table, by column.
pub(crate) fn cell<'a>(table: &'a str, row: usize, column: &str) -> &'a str {
    let mut lines = table.lines();
    let header = split(lines.next().unwrap());
    let at = header.iter().position(|name| *name == column);
    let at = at.unwrap_or_else(|| panic!("no column `{column}`"));
    split(lines.nth(row).unwrap())[at]
}

/// The cells of a line; commas inside quotes do not count.
pub(crate) fn split(line: &str) -> Vec<&str> {
    let mut quoted = false;
    line.split(|character| {
        quoted ^= character == '"';
        character == ',' && !quoted
    })
    .collect()
}
