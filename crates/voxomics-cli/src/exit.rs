//! How a command ends, and the exit code that says so.

use std::error::Error;
use std::process::ExitCode;

use voxomics::batch;
use voxomics::batch::output;

/// How a command ended that did what it was asked for, as far as that was possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it: 0.
    Done,
    /// Some cases failed, the others are done: 1.
    SomeFailed,
    /// Some of the inputs were refused as a whole: 2.
    SomeRefused,
}

impl Outcome {
    pub(crate) fn code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::SomeFailed => ExitCode::from(1),
            Self::SomeRefused => ExitCode::from(2),
        }
    }
}

/// Why a command ended without result.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Command, parameters or input as a whole are refused, or the result cannot be written: 2.
    Refused {
        error: Box<dyn Error + Send + Sync>,
        hint: Option<String>,
    },
    /// The user, or the system, asked to stop: as shells have it, 128 and the signal, 130 for Ctrl-C.
    Interrupted {
        message: String,
        hint: Option<String>,
    },
    /// Nobody reads the output any more, as after `| head`: 0.
    Closed,
}

impl Stop {
    pub(crate) fn refused(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Refused {
            error: error.into(),
            hint: None,
        }
    }

    /// With what can be done about it.
    pub(crate) fn hint(mut self, text: impl Into<String>) -> Self {
        if let Self::Refused { hint, .. } | Self::Interrupted { hint, .. } = &mut self {
            *hint = Some(text.into());
        }
        self
    }

    /// `signal` is the one that was received, if one was.
    pub(crate) fn code(&self, signal: Option<u8>) -> ExitCode {
        match self {
            Self::Refused { .. } => ExitCode::from(2),
            Self::Interrupted { .. } => ExitCode::from(128 + signal.unwrap_or(2)),
            Self::Closed => ExitCode::SUCCESS,
        }
    }
}

impl From<output::Error> for Stop {
    fn from(error: output::Error) -> Self {
        match error {
            output::Error::BrokenPipe { .. } => Self::Closed,
            error => Self::refused(error),
        }
    }
}

impl From<batch::Error> for Stop {
    fn from(error: batch::Error) -> Self {
        match error {
            batch::Error::Output(error) => error.into(),
            batch::Error::Cancelled { .. } => Self::Interrupted {
                message: error.to_string(),
                hint: None,
            },
            error => Self::refused(error),
        }
    }
}

macro_rules! refusals {
    ($($error:ty)*) => {$(
        impl From<$error> for Stop {
            fn from(error: $error) -> Self {
                Self::refused(error)
            }
        }
    )*};
}

refusals!(
    batch::cases::Error batch::failures::Error batch::store::Error
    voxomics::features::params::Error voxomics::features::extractor::Error
    voxomics::io::Error voxomics::phantom::lesion::Error
);
