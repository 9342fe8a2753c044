//! The parameters: a file or the defaults, then what other flags change.

use voxomics::features::params::Params;

use crate::args::{Extract, Labels};
use crate::exit::Stop;
use crate::report::Report;

pub(super) fn read(args: &Extract, report: &Report) -> Result<Params, Stop> {
    if let Some(name) = &args.preset {
        return Err(Stop::refused(format!(
            "there is no preset `{name}`: this version has none"
        ))
        .hint("--param reads parameter files of PyRadiomics"));
    }
    let mut params = match &args.param {
        Some(path) => Params::from_file(path)?,
        None => Params::default(),
    };
    for setting in &args.setting {
        let Some((name, value)) = setting.split_once(':') else {
            return Err(Stop::refused(format!(
                "--setting `{setting}` has no colon: write NAME:VALUE, such as binWidth:10"
            )));
        };
        params.set(name.trim(), value)?;
    }
    if let Some(Labels::One(label)) = args.label {
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
