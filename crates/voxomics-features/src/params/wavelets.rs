//! The names of wavelets that `PyWavelets` knows.

const CONTINUOUS: &[&str] = &[
    "cgau1", "cgau2", "cgau3", "cgau4", "cgau5", "cgau6", "cgau7", "cgau8", "cmor", "fbsp",
    "gaus1", "gaus2", "gaus3", "gaus4", "gaus5", "gaus6", "gaus7", "gaus8", "mexh", "morl", "shan",
];

const BIORTHOGONAL: &[&str] = &[
    "1.1", "1.3", "1.5", "2.2", "2.4", "2.6", "2.8", "3.1", "3.3", "3.5", "3.7", "3.9", "4.4",
    "5.5", "6.8",
];

/// Families whose members are numbered: first number, last number.
const NUMBERED: &[(&str, u32, u32)] = &[("coif", 1, 17), ("db", 1, 38), ("sym", 2, 20)];

/// Whether an image can be decomposed by it.
pub(super) fn is_discrete(name: &str) -> bool {
    discrete().iter().any(|known| known == name)
}

/// Whether it is a continuous wavelet, which `PyRadiomics`' schema lets pass and its filter refuses.
pub(super) fn is_continuous(name: &str) -> bool {
    CONTINUOUS.contains(&name)
}

/// Every discrete wavelet, 106 of them.
pub(super) fn discrete() -> Vec<String> {
    let mut names = vec!["dmey".to_owned(), "haar".to_owned()];
    for &(family, first, last) in NUMBERED {
        names.extend((first..=last).map(|number| format!("{family}{number}")));
    }
    for family in ["bior", "rbio"] {
        names.extend(
            BIORTHOGONAL
                .iter()
                .map(|orders| format!("{family}{orders}")),
        );
    }
    names
}

#[cfg(test)]
mod tests {
    #[test]
    fn as_many_as_pywavelets() {
        // PyWavelets 1.5: len(pywt.wavelist(kind="discrete")), len(pywt.wavelist(kind="continuous"))
        assert_eq!(super::discrete().len(), 106);
        assert_eq!(super::CONTINUOUS.len(), 21);
    }
}
