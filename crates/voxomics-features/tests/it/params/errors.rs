//! Every message word for word, and its class.

use std::fmt::Write as _;
use std::path::Path;

use voxomics_core::ErrorClass;
use voxomics_features::params::{Error, Params, Warning};

use super::golden::data;

#[track_caller]
fn refused(text: &str, message: &str) {
    let error = Params::from_yaml(text).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.class(), ErrorClass::Input, "{message}");
}

#[test]
fn other_versions_of_yaml() {
    refused(
        "# thirty-year-old habits\n%YAML 1.1\n---\nsetting: {binWidth: 010}\n",
        "line 2, column 1: YAML 1.1 reads numbers in other ways: remove the line, and check them",
    );
    assert!(Params::from_yaml("%YAML 1.2\n---\nsetting: {binWidth: 10}\n").is_ok());
}

#[test]
fn unknown_names() {
    refused(
        "setting:\n  label: 1\n  binWdith: 25\n",
        "setting.binWdith (line 3) is not a setting of PyRadiomics: did you mean `binWidth`?",
    );
    refused(
        "setting: {kernelRadius: 2}",
        "setting.kernelRadius (line 1) is not a setting of PyRadiomics: it belongs under `voxelSetting`",
    );
    refused(
        "voxelSetting: {size: 2}",
        "voxelSetting.size (line 1) is not a setting of PyRadiomics: \
         there are `kernelRadius`, `maskedKernel`, `initValue` and `voxelBatch`",
    );
    refused(
        "settings: {}",
        "settings (line 1) is not a section of a parameter file: did you mean `setting`?",
    );
    refused(
        "binWidth: 25",
        "binWidth (line 1) is not a section of a parameter file: \
         it belongs under `setting`",
    );
    refused(
        "imageType: {LOG: {}}",
        "imageType.LOG (line 1) is not an image type of PyRadiomics: did you mean `LoG`?",
    );
    refused(
        "imageType:\n  LoG:\n    sigmas: [1]",
        "imageType.LoG.sigmas (line 3) is not a setting of PyRadiomics: did you mean `sigma`?",
    );
    refused(
        "featureClass: {gclm: }",
        "featureClass.gclm (line 1) is not a feature class of PyRadiomics: did you mean `glcm`?",
    );
    refused(
        "featureClass:\n  ngtdm: [Contrast, Coarsness]",
        "featureClass.ngtdm[1] (line 2) is not a feature of ngtdm: did you mean `Coarseness`?",
    );
}

#[test]
fn values() {
    for (value, message) in [
        (
            "binWidth: -5",
            "setting.binWidth (line 1) is -5: write a finite number above 0",
        ),
        (
            "binWidth: .nan",
            "setting.binWidth (line 1) is nan: write a finite number above 0",
        ),
        (
            "binWidth: '25'",
            "setting.binWidth (line 1) is '25': write a finite number above 0, without quotes",
        ),
        (
            "binWidth: ",
            "setting.binWidth (line 1) is None: write a number above 0, or give a binCount",
        ),
        (
            "label: 1.0",
            "setting.label (line 1) is 1.0: write a whole number from 1 to 4294967295",
        ),
        (
            "padDistance: null",
            "setting.padDistance (line 1) is None: write a whole number of at least 0, \
             or leave it out for the default",
        ),
        (
            "force2D: yes",
            "setting.force2D (line 1) is 'yes': write true or false",
        ),
        (
            "distances: [1, 0]",
            "setting.distances[1] (line 1) is 0: write a whole number of at least 1",
        ),
        (
            "distances: 1",
            "setting.distances (line 1) is 1: write a list of whole numbers of at least 1, such as [1, 2]",
        ),
        (
            "resampledPixelSpacing: [1]",
            "setting.resampledPixelSpacing (line 1) is [1]: \
             write a list of 2 or 3 finite numbers of at least 0",
        ),
        (
            "resegmentRange: [1, 2, 3]",
            "setting.resegmentRange (line 1) is [1, 2, 3]: write a list of 1 or 2 numbers",
        ),
        (
            "resegmentMode: sgima",
            "setting.resegmentMode (line 1) is 'sgima': did you mean `sigma`?",
        ),
        (
            "weightingNorm: 2",
            "setting.weightingNorm (line 1) is 2: \
             write one of `infinity`, `euclidean`, `manhattan` and `no_weighting`",
        ),
        (
            "interpolator: BSpline",
            "setting.interpolator (line 1) is 'BSpline': did you mean `sitkBSpline`?",
        ),
        (
            "interpolator: 3, resampledPixelSpacing: [1, 1, 1]",
            "setting.interpolator (line 1) is 3: \
             SimpleITK has no interpolator of this number any more: write `sitkBSpline`",
        ),
        (
            "wavelet: mexh",
            "setting.wavelet (line 1) is 'mexh': \
             a continuous wavelet cannot decompose an image: write a discrete one, such as `coif1`",
        ),
        (
            "wavelet: db39",
            "setting.wavelet (line 1) is 'db39': did you mean `db3`?",
        ),
        (
            "lbp3DLevels: 1",
            "setting.lbp3DLevels (line 1) is 1: write a whole number from 2 to 100",
        ),
    ] {
        refused(&format!("setting: {{{value}}}"), message);
    }
}

#[test]
fn shapes_of_sections() {
    refused(
        "setting: 3",
        "setting (line 1) is 3: write keys with values, or `{}` for none",
    );
    refused(
        "imageType: {Square: }",
        "imageType.Square (line 1) is None: write keys with values, or `{}` for none",
    );
    refused(
        "featureClass: {glcm: Contrast}",
        "featureClass.glcm (line 1) is 'Contrast': write a list of features, or nothing for all of them",
    );
    refused(
        "featureClass: {glcm: [1]}",
        "featureClass.glcm[0] (line 1) is 1: write the name of a feature",
    );
    refused(
        "[1]",
        "the whole text is [1]: write the sections `setting`, `imageType` and `featureClass`",
    );
    refused(
        "",
        "no parameters: write at least `{}`, which is the defaults with every feature class",
    );
}

#[test]
fn texts() {
    refused(
        "setting: {label: 1}\nsetting: {}",
        "setting (line 2) is given twice: keep one",
    );
    refused(
        "setting:\n  label: !!int 1",
        "line 2, column 10: a tag: write the value without it",
    );
    refused(
        "setting: {<<: {label: 1}}",
        "line 1, column 11: a merge key `<<`: write out what it stands for",
    );
    refused(
        "{}\n---\n{}",
        "line 2, column 1: a second document: parameters are one",
    );
    refused(
        "? [a]\n: 1",
        "line 1, column 3: a key that is not a plain word",
    );
    refused(
        "setting: &a [*a]",
        "line 1, column 14: an alias within what it stands for",
    );
    refused(
        &"[".repeat(40),
        "line 1, column 33: nesting beyond 32 levels",
    );
    refused(
        &"[".repeat(100_000),
        "line 1, column 256: recursion limit exceeded",
    );
    let wide = format!("[{}]", "1,".repeat(20_000));
    refused(&wide, "line 1, column 40000: more than 20000 values");
    refused(
        &" ".repeat(1_048_577),
        "1048577 bytes of parameters: at most 1048576 are read",
    );
    let error = Params::from_json("{\"setting\": {\n \"label\": 1, \"label\": 2}}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 2, column 20: `label` is given twice: keep one"
    );
}

#[test]
fn aliases_of_aliases_do_not_explode() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let previous = format!("*a{}", level - 1);
        let items = [previous.as_str(); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{items}]").unwrap();
    }
    refused(&bomb, "line 5, column 10: more than 20000 values");
}

#[test]
fn files() {
    let missing = Path::new("no/such/file.yaml");
    let error = Params::from_file(missing).unwrap_err();
    assert!(matches!(error, Error::Read { .. }));
    assert!(
        error
            .to_string()
            .starts_with("no/such/file.yaml: cannot be read: "),
        "{error}"
    );
    let error = Params::from_file("parameters.txt").unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameters.txt: parameters are read from .yaml, .yml and .json files"
    );
    let error = Params::from_file(data().join("params/outcomes.json")).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("outcomes.json: the whole text is [{"),
        "{message}"
    );
    assert!(
        message.ends_with(" ...: write the sections `setting`, `imageType` and `featureClass`")
    );
    assert_eq!(error.class(), ErrorClass::Input);
}

#[test]
fn overrides() {
    let mut params = Params::default();
    for (name, text, message) in [
        (
            "binwidth",
            "25",
            "setting.binwidth is not a setting of PyRadiomics: did you mean `binWidth`?",
        ),
        (
            "binWidth",
            "wide",
            "setting.binWidth is 'wide': write a finite number above 0",
        ),
        (
            "label",
            "0",
            "setting.label is 0: write a whole number from 1 to 4294967295",
        ),
        (
            "force2D",
            "maybe",
            "setting.force2D is 'maybe': write true or false",
        ),
        (
            "distances",
            "1,",
            "setting.distances[1] is None: write a whole number of at least 1",
        ),
        (
            "sigma",
            "[1",
            "line 2, column 1: while parsing a flow sequence, expected ',' or ']'",
        ),
    ] {
        let error = params.set(name, text).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(params.settings_text(1), Params::default().settings_text(1));
    }
}

#[test]
fn warnings() {
    let warnings = |text: &str| -> Vec<String> {
        let params = Params::from_yaml(text).unwrap();
        params.warnings().iter().map(Warning::to_string).collect()
    };
    let quiet = "featureClass: {firstorder: }\nsetting: {normalizeScale: 1}";
    assert_eq!(warnings(quiet), [""; 0]);
    assert_eq!(Params::default().warnings(), []);
    assert_eq!(
        warnings(
            "featureClass: {shape: [Compactness1], glcm: [Id, SumVariance]}\n\
             setting: {binCount: 8, normalizeScale: 2, resampledPixelSpacing: [1, 1, 1], interpolator: }\n\
             imageType: {LoG: {padDistance: 3}, LBP2D: {}, LBP3D: {force2D: true}}"
        ),
        [
            "setting.normalizeScale has no effect without normalize",
            "setting.resampledPixelSpacing has no effect without interpolator",
            "imageType.LoG.padDistance has no effect: it acts only under `setting`",
            "binCount fixes the number of bins: a fixed binWidth is recommended instead",
            "shape: Compactness1 is deprecated, use with caution",
            "glcm: SumVariance is deprecated and gives no column",
            "LoG gives no images without sigma",
            "LBP2D works in planes, but features are taken in three dimensions: use with caution",
            "LBP3D works in three dimensions, but features are taken in planes: use with caution",
        ]
    );
    assert_eq!(warnings("{}"), ["shape2D gives no columns without force2D"]);
    assert_eq!(
        warnings("setting: {force2D: true, force2Ddimension: 1}"),
        ["shape2D gives no columns with force2Ddimension 1: PyRadiomics computes it for 0 and 2"]
    );
}
