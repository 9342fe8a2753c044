//! The parameters: a file or the defaults, then what other flags change.

use voxomics::features::params::Params;
use voxomics::features::params::preset::{self, Preset};

use crate::args::{Extract, Labels};
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn read(args: &Extract, report: &Report) -> Result<Params, Stop> {
    let mut params = match (&args.preset, &args.param) {
        (Some(name), _) => Params::preset(name)?,
        (None, Some(path)) => Params::from_file(path)?,
        (None, None) => Params::default(),
    };
    for setting in &args.setting {
        let Some((name, value)) = setting.split_once(':') else {
            return Err(Stop::refused(format!(
                "--setting `{setting}` has no colon: write NAME:VALUE, such as binWidth:10"
            )));
        };
        params.set(name.trim(), value)?;
    }
    if let Some(Labels::One(label)) = args.listed.label {
        params.set("label", &label.to_string())?;
    }
    if args.resample_mask {
        params.set("correctMask", "true")?;
    }
    for warning in params.warnings() {
        report.warning(&warning.to_string());
    }
    Ok(params)
}

/// The presets, a line each, as `--list-presets` prints them.
pub(super) fn presets() -> String {
    let widest = preset::ALL.iter().map(|preset| preset.name.len()).max();
    let width = widest.unwrap_or(0);
    let line = |preset: &Preset| format!("{:width$}  {}\n", preset.name, preset.about);
    preset::ALL.iter().map(line).collect::<Vec<_>>().concat()
}
