//! What random weights would show: a map that looks like theirs does not depend on what the network has learnt.

use voxomics::batch::Value;
use voxomics::deep::backend::Backend;
use voxomics::deep::cam::similarity;
use voxomics::deep::extract::{Error, Explained, Extractor};
use voxomics::deep::input::Prepared;
use voxomics::deep::layer::Layer;
use voxomics::deep::network::Network;
use voxomics::deep::weights::hash_made;

use crate::exit::Stop;

/// The network with weights of a formula in place of the learnt ones.
pub(super) struct Check(Extractor);

impl Check {
    pub(super) fn new(extractor: &Extractor) -> Result<Self, Stop> {
        // A stage has twice the channels of the one before, and there are four.
        let (width, classes) = (extractor.width() / 8, extractor.classes().max(1));
        let weights = hash_made("random", width, classes);
        let network = Network::from_state_dict(&weights).map_err(Stop::refused)?;
        let random =
            Extractor::new(network, Backend::Cpu, *extractor.recipe()).map_err(Stop::refused)?;
        Ok(Self(random))
    }

    /// Spearman's correlation with the map of one image; nothing where one of them is constant.
    pub(super) fn of(
        &self,
        image: &Prepared,
        explained: &Explained,
        layer: Layer,
    ) -> Result<Value, Error> {
        let random = self.0.explain_at(image, &explained.score, layer)?;
        let [learnt, random] = [explained, &random[0]].map(|one| one.map.gradcam());
        let found = similarity(learnt.view(), random.view())?;
        Ok(found.spearman.map_or(Value::Missing, Value::Number))
    }
}
