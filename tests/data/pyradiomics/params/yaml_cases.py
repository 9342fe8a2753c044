"""Parameter files to ask PyRadiomics about: (suffix, text)."""
import json

BY_HAND = [
    "{}", "", "null", "[]", "text",
    # How words are read.
    "setting: {binWidth: 1_0.5}", "setting: {binWidth: .5e1}", "setting: {binWidth: 1e1}",
    "setting: {binWidth: 2.5E+1}", "setting: {binWidth: nan}", "setting: {binWidth: .nan}",
    "setting: {binWidth: .inf}", "setting: {binWidth: 1e400}", "setting: {binWidth: -0.0}",
    "setting: {binWidth: 12.50}", "setting: {binWidth: '25'}", "setting: {binWidth: }",
    "setting: {'binWidth': 3}", "setting: {\"binWidth\": 3}", "setting: {binWidth: 100000000000000000000000}",
    "setting: {label: 0o1}", "setting: {label: 01}", "setting: {label: 0x1}", "setting: {label: 0b1}",
    "setting: {label: +1}", "setting: {label: 1.0}", "setting: {label: ''}", "setting: {label: 5000000000}",
    "setting: {preCrop: yes}", "setting: {preCrop: True}", "setting: {preCrop: TRUE}", "setting: {preCrop: tRUE}",
    "setting: {padDistance: 0}",
    # YAML.
    "setting: {label: 1}\nsetting: {label: 1}", "setting: {label: 1, label: 1}",
    "setting: &x {binWidth: 3}\nimageType: {Original: *x}", "setting: {binWidth: *x}",
    "---\nsetting: {}\n---\nsetting: {}", "---\nsetting: {}\n...\n", "setting: {label: 1}\n...\ngarbage: [",
    "setting:\n\tbinWidth: 3", "setting: {label: 1", "setting: [", "? [a]\n: 1", "1: 2", "'': 2",
    "# only a comment", "\ufeffsetting: {binWidth: 3}", "setting: {binWidth: 5} # with a comment",
    "setting:\n  binWidth: 5\n  label: 1\r\n  force2D: false\r\n", "setting:\n- binWidth", "setting: {binWidth: 5,}",
    # Sections.
    "setting: null", "voxelSetting: null", "imageType: null", "featureClass: null", "setting: 3", "setting: {}",
    "voxelSetting: {}", "imageType: {}", "imageType: []", "imageType: [Original]", "featureClass: {}",
    "featureClass: []", "featureClass: [glcm]", "settings: {}", "binWidth: 25", "Setting: {}",
    # Image types.
    "imageType: {original: {}}", "imageType: {Original: null}", "imageType: {Original: []}",
    "imageType: {Original: {binWidth: 3, foo: 1}}", "imageType: {Original: {binwidth: 3}}",
    "imageType: {Original: {resampledPixelSpacing: [2, 2, 2]}}", "imageType: {Original: {binCount: 8}}",
    "imageType: {Wavelet: {}, Original: {}}\nfeatureClass: {firstorder: [Mean]}",
    "imageType: {LoG: {sigma: [2, 2.0, 2.0, 1.5]}}\nfeatureClass: {firstorder: [Mean]}",
    "imageType: {LoG: {sigma: 1}}", "imageType: {LoG: {sigma: [null]}}", "imageType: {LoG: {sigma: [0]}}",
    "imageType: {LoG: {}}\nsetting: {sigma: [3.0, 1]}\nfeatureClass: {firstorder: [Mean]}",
    "imageType: {LBP3D: {lbp3DLevels: 4}}\nfeatureClass: {firstorder: [Mean]}",
    "imageType: {LBP2D: {}}\nfeatureClass: {firstorder: [Mean]}",
    "imageType: {Wavelet: {level: 2}}\nfeatureClass: {firstorder: [Mean]}\nsetting: {force2D: true}",
    "imageType: {Wavelet: {force2D: true, force2Ddimension: 2}}\nfeatureClass: {firstorder: [Mean]}",
    "imageType: {Wavelet: {level: 3, start_level: 1}}\nfeatureClass: {firstorder: [Mean], shape: [Elongation]}",
    "imageType: {Square: {}, SquareRoot: {}, Logarithm: {}, Exponential: {}, Gradient: {}}\nfeatureClass: {glcm: [Id]}",
    # Feature classes.
    "featureClass: {glcm: }", "featureClass: {glcm: []}", "featureClass: {glcm: ''}", "featureClass: {glcm: {}}",
    "featureClass: {GLCM: }", "featureClass: {foo: }", "featureClass: {glcm: Contrast}", "featureClass: {glcm: [contrast]}",
    "featureClass: {glcm: [Contrast, Busyness]}", "featureClass: {firstorder: [10Percentile, ~]}",
    "featureClass: {firstorder: [10Percentile, 10]}", "featureClass: {firstorder: [[Mean]]}",
    "featureClass: {firstorder: [Range, Mean, Range, Energy]}", "featureClass: {glcm: [Dissimilarity]}",
    "featureClass: {glcm: [SumVariance, Id, Homogeneity1, Homogeneity2], firstorder: [StandardDeviation, Mean]}",
    "featureClass: {gldm: [DependencePercentage, DependenceEntropy, GrayLevelNonUniformityNormalized]}",
    "featureClass: {ngtdm: , shape: [Compactness2, Compactness1, SphericalDisproportion], glrlm: [RunEntropy]}",
    "featureClass: {shape2D: , firstorder: [Mean]}", "featureClass: {shape2D: [SphericalDisproportion], shape: [Flatness]}",
    "featureClass: {shape: , firstorder: [Mean]}\nsetting: {force2D: true}", "setting: {force2D: true}",
    # Several settings together.
    "setting: {binWidth: null, binCount: 8}", "setting: {binCount: null, binWidth: 8}",
    "setting: {binWidth: null}\nfeatureClass: {shape: }", "imageType: {Original: {binWidth: null}}",
    "setting: {binWidth: null}\nimageType: {Original: {binCount: 8}}",
    "setting: {interpolator: 3}", "setting: {interpolator: 3, resampledPixelSpacing: [2, 2, 2]}",
    "setting: {interpolator: null, resampledPixelSpacing: [2, 2, 2]}",
    "setting: {resegmentRange: [-.inf, 150]}", "setting: {resegmentRange: [.nan]}",
    "setting: {distances: [1, 2]}\nfeatureClass: {gldm: [DependenceEntropy]}", "setting: {distances: [1, null]}",
    "setting: {kernelRadius: 1}", "setting: {initValue: 0}", "voxelSetting: {binWidth: 2}",
    "voxelSetting: {initValue: .nan, kernelRadius: 2, maskedKernel: false, voxelBatch: 100}",
    "voxelSetting: {voxelBatch: -1}", "voxelSetting: {kernelRadius: 0}", "voxelSetting: {kernelRadius: 1.5}",
    "setting: {additionalInfo: false}", "setting: {geometryTolerance: .inf}", "setting: {gldm_a: 3000000000}",
    "setting: {voxelArrayShift: -300, label: 1, binWidth: 3, weightingNorm: manhattan, symmetricalGLCM: false, gldm_a: 1}",
]

BY_HAND_JSON = [
    "{}", "", "null", "[]", '{"setting": {"binWidth": 25, "binWidth": 5}}', '{"setting": {"binWidth": 25.0}}',
    '{"setting": {"binWidth": 1e1}}', '{"setting": {"binWidth": "25"}}', '{"setting": {"binWidth": 25,}}',
    '{"imageType": {"LoG": {"sigma": [2, 2.0]}}, "featureClass": {"firstorder": ["Mean"]}}',
    '{"featureClass": {"firstorder": null}}', '{"setting": {"force2D": tru}}',
    '{"setting": {"interp\\u006flator": "sitkLinear"}}',
]

# Each setting, with what makes it act.
SETTINGS = {
    "minimumROIDimensions": {}, "minimumROISize": {}, "geometryTolerance": {}, "correctMask": {}, "additionalInfo": {},
    "label": {}, "label_channel": {}, "binWidth": {}, "binCount": {}, "normalize": {},
    "normalizeScale": {"normalize": True}, "removeOutliers": {"normalize": True}, "resampledPixelSpacing": {},
    "interpolator": {"resampledPixelSpacing": [2, 2, 2]}, "padDistance": {"preCrop": True}, "distances": {}, "force2D": {},
    "force2Ddimension": {"force2D": True}, "resegmentRange": {}, "resegmentMode": {"resegmentRange": [0, 150]},
    "resegmentShape": {"resegmentRange": [0, 150]}, "preCrop": {}, "voxelArrayShift": {}, "symmetricalGLCM": {},
    "weightingNorm": {}, "gldm_a": {},
}
OPTIONS = {
    "LoG": ["sigma"], "Wavelet": ["start_level", "level", "wavelet"], "Gradient": ["gradientUseSpacing"],
    "LBP2D": ["lbp2DRadius", "lbp2DSamples", "lbp2DMethod"],
    "LBP3D": ["lbp3DLevels", "lbp3DIcosphereRadius", "lbp3DIcosphereSubdivision"],
}
VALUES = [None, True, False, 0, 1, 2, 3, 4, -1, 0.5, 1.0, 2.5, -0.5, "text", "1", [], [1], [1.5], [0, 100], [1, 1, 1], [0, 0, 0.5],
          [-1], ["1"], [True], {}, {"a": 1}]
WORDS = {
    "interpolator": ["sitkLinear", "sitkBSpline", "sitkLabelGaussian", "Linear", 10, 11],
    "resegmentMode": ["absolute", "relative", "sigma", "Sigma"], "weightingNorm": ["euclidean", "no_weighting", "none"],
    "wavelet": ["haar", "db38", "db39", "sym20", "sym1", "coif17", "bior6.8", "bior6.9", "rbio1.1", "dmey", "mexh", "cgau8", "shan", "Haar"],
    "lbp2DMethod": ["default", "ror", "uniform", "var", "nri_uniform"],
}
FEATURES = {"firstorder": ["Energy"], "glcm": ["Contrast"], "gldm": ["DependenceEntropy"], "ngtdm": ["Contrast"]}


def cases():
    yield from ((".yaml", text) for text in BY_HAND)
    yield from ((".json", text) for text in BY_HAND_JSON)
    for key, companions in SETTINGS.items():
        for value in VALUES + WORDS.get(key, []):
            setting = {**companions, key: value}
            yield ".json", json.dumps({"setting": setting, "featureClass": FEATURES})
    for image_type, keys in OPTIONS.items():
        for key in keys:
            for value in VALUES + WORDS.get(key, []):
                types = {image_type: {key: value}}
                yield ".json", json.dumps({"imageType": types, "featureClass": {"firstorder": ["Energy"]}})
