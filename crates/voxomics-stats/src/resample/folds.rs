use serde::{Deserialize, Serialize};
use voxomics_core::Seed;

use super::Error;
use super::draw::{all, members, room, shuffle};

/// One division of the rows: a model learns on `train` and answers for `test`. Both ascend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fold {
    /// All other rows.
    pub train: Vec<usize>,
    /// The rows left out.
    pub test: Vec<usize>,
}

/// How rows are divided; write the rest as `..Folds::default()`.
///
/// ```
/// use voxomics_core::Seed;
/// use voxomics_stats::resample::Folds;
///
/// assert_eq!(Folds::default(), Folds { folds: 10, repeats: 1, seed: Seed(0) });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Folds {
    /// Parts; each row is left out once per repeat.
    pub folds: usize,
    /// How often the rows are divided anew; repeat `r` draws from stream `r`, labelled `folds`.
    pub repeats: usize,
    /// Where the order of the rows comes from.
    pub seed: Seed,
}

impl Default for Folds {
    fn default() -> Self {
        Self {
            folds: 10,
            repeats: 1,
            seed: Seed(0),
        }
    }
}

/// Folds of rows in random order, whose sizes differ by one at most; the folds of the first repeat come first.
///
/// ```
/// use voxomics_stats::resample::{Folds, k_fold};
///
/// let folds = k_fold(7, Folds { folds: 3, ..Folds::default() })?;
/// assert_eq!(folds.iter().map(|fold| fold.test.len()).collect::<Vec<_>>(), [3, 2, 2]);
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Folds`] unless there are at least two folds and a row for each; [`Error::NoResamples`] for no repeats;
/// [`Error::OutOfMemory`]: every fold holds every row number.
#[doc(alias("KFold", "RepeatedKFold", "createFolds"))]
pub fn k_fold(rows: usize, folds: Folds) -> Result<Vec<Fold>, Error> {
    dealt(&[all(rows)?], folds)
}

/// Folds of neighbouring rows, the first `rows mod folds` of them one row longer; nothing is random.
///
/// For rows in random order, and to meet scikit-learn, whose `KFold` does not shuffle unless asked to.
///
/// ```
/// use voxomics_stats::resample::contiguous_k_fold;
///
/// let folds = contiguous_k_fold(5, 2)?;
/// assert_eq!((&folds[0].test[..], &folds[1].test[..]), (&[0, 1, 2][..], &[3, 4][..]));
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Folds`], [`Error::OutOfMemory`] as [`k_fold`].
#[doc(alias("KFold", "cross_val_score"))]
pub fn contiguous_k_fold(rows: usize, folds: usize) -> Result<Vec<Fold>, Error> {
    if folds < 2 || folds > rows {
        return Err(Error::Folds { folds, rows });
    }
    room("row numbers of folds", folds.saturating_mul(rows))?;
    let (least, longer) = (rows / folds, rows % folds);
    let start = |fold: usize| fold * least + fold.min(longer);
    let fold = |fold: usize| {
        let (first, after) = (start(fold), start(fold + 1));
        Fold {
            train: (0..first).chain(after..rows).collect(),
            test: (first..after).collect(),
        }
    };
    Ok((0..folds).map(fold).collect())
}

/// [`k_fold`] with the share of each stratum kept: its rows in two folds differ by one at most, and so do the folds'.
///
/// A stratum with fewer rows than folds is missing from some folds (scikit-learn warns of that).
///
/// ```
/// use voxomics_stats::resample::{Folds, stratified_k_fold};
///
/// let labels = [true, false, false, true, false, false];
/// let folds = stratified_k_fold(&labels, Folds { folds: 2, ..Folds::default() })?;
/// for fold in folds {
///     assert_eq!(fold.test.iter().filter(|&&row| labels[row]).count(), 1);
/// }
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
///
/// # Errors
///
/// As [`k_fold`].
#[doc(alias("StratifiedKFold", "RepeatedStratifiedKFold"))]
pub fn stratified_k_fold<S: Ord>(strata: &[S], folds: Folds) -> Result<Vec<Fold>, Error> {
    dealt(&members(strata), folds)
}

/// A fold for each row, in the order of the rows; nothing is random.
///
/// They hold `rows²` row numbers, 8 bytes each; for a statistic without each row take [`jackknife`](super::jackknife()).
///
/// ```
/// use voxomics_stats::resample::leave_one_out;
///
/// let folds = leave_one_out(3)?;
/// assert_eq!((&folds[1].train[..], &folds[1].test[..]), (&[0, 2][..], &[1][..]));
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Folds`] for fewer than two rows, [`Error::OutOfMemory`].
#[doc(alias("LeaveOneOut", "jackknife"))]
pub fn leave_one_out(rows: usize) -> Result<Vec<Fold>, Error> {
    if rows < 2 {
        return Err(Error::Folds { folds: rows, rows });
    }
    room("row numbers of folds", rows.saturating_mul(rows))?;
    let fold = |left_out| Fold {
        train: (0..rows).filter(|&row| row != left_out).collect(),
        test: vec![left_out],
    };
    Ok((0..rows).map(fold).collect())
}

/// Shuffles each stratum and deals all rows out like cards.
fn dealt(strata: &[Vec<usize>], options: Folds) -> Result<Vec<Fold>, Error> {
    let Folds {
        folds,
        repeats,
        seed,
    } = options;
    let rows: usize = strata.iter().map(Vec::len).sum();
    if folds < 2 || folds > rows {
        return Err(Error::Folds { folds, rows });
    }
    if repeats == 0 {
        return Err(Error::NoResamples);
    }
    let divisions = folds.saturating_mul(repeats);
    room("row numbers of folds", divisions.saturating_mul(rows))?;
    let mut all = Vec::new();
    for repeat in 0..repeats {
        let mut stream = seed.stream("folds", repeat as u64);
        let mut fold_of = vec![0; rows];
        let mut dealt = 0;
        for members in strata {
            let mut members = members.clone();
            shuffle(&mut members, &mut stream);
            for row in members {
                fold_of[row] = dealt % folds;
                dealt += 1;
            }
        }
        all.extend((0..folds).map(|fold| {
            let (test, train) = (0..rows).partition(|&row| fold_of[row] == fold);
            Fold { train, test }
        }));
    }
    Ok(all)
}
