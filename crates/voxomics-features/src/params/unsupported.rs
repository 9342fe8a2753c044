//! What parameters may ask that this version does not do.

use super::Params;
use super::error::Error;
use super::image_type::Filter;

impl Params {
    /// The keys of what these parameters ask and this version does not do; empty if there is nothing.
    ///
    /// ```
    /// use voxomics_features::params::Params;
    ///
    /// let params = Params::from_yaml("{imageType: {Wavelet: {}}, setting: {normalize: true}}")?;
    /// assert_eq!(params.unsupported(), ["setting.normalize", "imageType.Wavelet"]);
    /// # Ok::<(), voxomics_features::params::Error>(())
    /// ```
    #[must_use]
    pub fn unsupported(&self) -> Vec<String> {
        let settings = self.settings();
        let global = [
            ("normalize", settings.normalize.is_some()),
            ("resampledPixelSpacing", settings.resample.is_some()),
            ("resegmentRange", settings.resegment.is_some()),
        ];
        let global = global.into_iter().filter(|&(_, asked)| asked);
        // PyRadiomics takes such a label inside the box of the global one.
        let labels = self.image_types().iter();
        let labels = labels.filter(|image_type| image_type.settings.label != settings.label);
        let labels = labels.map(|image_type| format!("imageType.{}.label", image_type.name()));
        let filters = self.image_types().iter();
        let filters = filters.filter(|image_type| image_type.filter != Filter::Original);
        global
            .map(|(key, _)| format!("setting.{key}"))
            .chain(filters.map(|image_type| format!("imageType.{}", image_type.name())))
            .chain(labels)
            .collect()
    }

    /// Refuses parameters that ask what this version does not do.
    ///
    /// # Errors
    ///
    /// [`Error::NotYet`], of class [`Unsupported`](voxomics_core::ErrorClass::Unsupported), with every such
    /// key.
    pub fn require_supported(&self) -> Result<(), Error> {
        let what = self.unsupported();
        if what.is_empty() {
            return Ok(());
        }
        Err(Error::NotYet { what })
    }
}
