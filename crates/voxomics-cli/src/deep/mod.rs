//! `deep`: features of a ResNet-18 of a case, or of a list of them.

mod check;
mod drawing;
mod maps;
mod network;
mod nulls;
mod recipe;
mod score;
mod work;

use voxomics::deep::columns;

use crate::args::{Deep, Labels};
use crate::exit::{Outcome, Stop};
use crate::listed::{self, Chosen, Destination, Results, Shared, read_cases, start_threads};
use crate::out;
use crate::report::Report;
use crate::signals::Signals;
use maps::Maps;
use nulls::Nulls;
use work::DeepFeatures;

/// Component of a mask that has several, where nothing is said.
const CHANNEL: usize = 0;

pub(crate) fn run(args: &Deep, report: &Report, signals: &Signals) -> Result<Outcome, Stop> {
    let recipe = recipe::read(args)?;
    if args.show_recipe {
        out::print(&recipe::shown(&recipe)?)?;
        return Ok(Outcome::Done);
    }
    start_threads(args.listed.threads, report)?;
    let chosen = Chosen::of_command(&args.listed)?;
    let cases = read_cases((&args.inputs, &args.listed), CHANNEL, report)?;
    let score = args.map.as_deref().map(score::read).transpose()?;
    let (extractor, weights) = network::open(args, recipe, report)?;
    if let Some(score) = &score {
        extractor
            .check_at(score, args.map_layer)
            .map_err(Stop::refused)?;
    }
    let mut features = columns::names(extractor.width());
    if args.logits {
        let classes = 0..extractor.classes();
        features.extend(classes.map(|class| format!("deep_resnet18_logit_{class}")));
    }
    let numbers = features.clone();
    let results = Results {
        folder_files: score.is_some(),
        is_text: Box::new(move |name| {
            let is_feature = numbers.iter().any(|number| number == name);
            !is_feature && !maps::NUMBERS.contains(&name)
        }),
    };
    let destination = Destination::open(&args.listed, results)?;
    let maps = score.map(|score| Maps::new(args, score, &extractor, destination.is_ours));
    let work = DeepFeatures {
        maps: maps.transpose()?,
        nulls: Nulls::new(extractor.width()),
        extractor,
        weights,
        label: label(args),
        columns: features,
        has_logits: args.logits,
        shared: Shared::new(cases.as_slice().len() == 1, chosen, report, signals),
    };
    let outcome = listed::run(
        (&args.listed, destination),
        &work,
        &cases,
        (report, signals),
    )?;
    work.nulls.tell(report);
    if let Some(maps) = &work.maps {
        maps.sheet(&cases, report)?;
    }
    Ok(outcome)
}

/// The label of cases that name none; several are cases of their own already.
fn label(args: &Deep) -> u32 {
    match args.listed.label {
        Some(Labels::One(label)) => label,
        _ => 1,
    }
}
