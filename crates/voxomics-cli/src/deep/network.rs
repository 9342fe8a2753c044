//! The network: its weights, and what it runs on.

use voxomics::deep::extract::Extractor;
use voxomics::deep::input::Recipe;
use voxomics::deep::network::Network;
use voxomics::deep::weights::{self, Origin, hash_made};

use crate::args::Deep;
use crate::exit::Stop;
use crate::report::Report;

/// Channels of the first convolution, and classes, of a ResNet-18.
const WIDTH: usize = 64;
const CLASSES: usize = 1000;

/// The extractor, and which weights it has, for keys of finished cases.
pub(super) fn open(
    args: &Deep,
    recipe: Recipe,
    report: &Report,
) -> Result<(Extractor, String), Stop> {
    let (network, weights) = network(args, report)?;
    report.info(&format!("input: {recipe}"));
    let extractor = Extractor::new(network, args.backend, recipe).map_err(Stop::refused)?;
    report.line(&format!("runs on {}", extractor.engine().chosen()));
    Ok((extractor, weights))
}

fn network(args: &Deep, report: &Report) -> Result<(Network, String), Stop> {
    if let Some(word) = &args.synthetic_weights {
        report.warning(&format!(
            "weights are synthetic, made from the word `{word}`: nothing was trained, features mean nothing"
        ));
        let network = Network::from_state_dict(&hash_made(word, WIDTH, CLASSES));
        return Ok((network.map_err(Stop::refused)?, format!("synthetic {word}")));
    }
    let path = weights::locate(args.weights.as_deref()).map_err(Stop::refused)?;
    let checkpoint = weights::read(&path).map_err(Stop::refused)?;
    if checkpoint.origin == Origin::Unknown {
        report.warning(&format!("`{}`: {}", path.display(), checkpoint.origin));
    }
    let network = Network::from_state_dict(&checkpoint.state)
        .map_err(|error| Stop::refused(format!("weights `{}`: {error}", path.display())))?;
    Ok((network, checkpoint.sha256))
}
