//! What must hold for any text.

use proptest::prelude::*;
use voxomics_features::params::Params;

/// Texts in which YAML's marks and the words of parameter files are frequent.
fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "setting",
        "imageType",
        "featureClass",
        "voxelSetting",
        "binWidth",
        "sigma",
        "LoG",
        "Original",
        "glcm",
        "Contrast",
        ": ",
        ":",
        "\n",
        "\n  ",
        "\n    ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a ",
        "*a",
        "!!int ",
        "!",
        "'",
        "\"",
        "|",
        ">",
        "#",
        "%YAML 1.1",
        "---",
        "...",
        "?",
        "~",
        "null",
        "true",
        "1",
        "-0.5",
        "1e999",
        ".nan",
        "\t",
        "\r",
        "\u{feff}",
        "\\",
        "\u{0}",
        "é",
        "@",
        "`",
        "<<",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

/// A section of settings, some of them right.
fn settings() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "binWidth",
        "binCount",
        "label",
        "distances",
        "sigma",
        "level",
        "force2D",
        "resegmentRange",
        "interpolator",
        "weightingNorm",
        "wavelet",
        "resampledPixelSpacing",
        "minimumROISize",
    ]);
    let value = prop::sample::select(vec![
        "1",
        "2.5",
        "0",
        "-1",
        "true",
        "null",
        "[1]",
        "[1, 2.0]",
        "[1, 1, 1]",
        "haar",
        "euclidean",
        "sitkLinear",
        "7",
    ]);
    prop::collection::btree_map(key, value, 0..5).prop_map(|entries| {
        let entries: Vec<String> = entries
            .iter()
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        format!("{{{}}}", entries.join(", "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_panics(text in soup(), any in any::<String>()) {
        for text in [text, any] {
            if let Ok(params) = Params::from_yaml(&text) {
                prop_assert!(params.image_types_text().len() > 1);
                prop_assert!(params.feature_names().iter().all(|name| name.contains('_')));
            }
            if let Err(error) = Params::from_json(&text) {
                prop_assert!(!error.to_string().is_empty());
            }
        }
    }

    #[test]
    fn accepted_parameters_answer_every_question(global in settings(), own in settings()) {
        let text = format!("setting: {global}\nimageType: {{LoG: {own}, Original: {{}}}}");
        let Ok(params) = Params::from_yaml(&text) else { return Ok(()) };
        let names = params.feature_names();
        let mut unique = names.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), names.len());
        prop_assert!(names.contains(&"original_glcm_Contrast".to_owned()));
        // Setting what is set already changes nothing that counts.
        let mut same = params.clone();
        same.set("label", &params.settings().label.to_string()).unwrap();
        prop_assert_eq!(same.settings(), params.settings());
        prop_assert_eq!(same.settings_text(7), params.settings_text(7));
        prop_assert_eq!(same.feature_names(), names);
    }

    #[test]
    fn overriding_a_number_is_writing_it_in_the_file(width in 1e-3..1e4_f64) {
        let mut params = Params::default();
        params.set("binWidth", &width.to_string()).unwrap();
        let file = format!("{{\"setting\": {{\"binWidth\": {width:?}}}}}");
        let file = Params::from_json(&file).unwrap();
        prop_assert_eq!(params.settings(), file.settings());
        prop_assert_eq!(params.settings_text(1), file.settings_text(1));
    }
}
