//! The numbers at risk that stand below a survival plot.

use crate::input;
use crate::survival::groups::Groups;
use crate::survival::{Error, FollowUp};

/// How many of each group are at risk at each time, `entry < t <= time`: a row per group, by ascending label.
///
/// Who has the event or is censored at t itself counts, as in R's `summary(fit, times)`. With left truncation R counts at
/// the next step of the curve instead, [`Curve::at_risk`](super::Curve::at_risk), and so subjects who enter after t.
///
/// ```
/// use voxomics_stats::survival::{FollowUp, kaplan_meier};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0], &[true, false, true])?;
/// let table = kaplan_meier::risk_table(&follow_up, &[7, 7, 9], &[0.0, 2.0, 2.5])?;
/// assert_eq!(table, [[2, 1, 0], [1, 1, 1]]);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] unless there is a label for each subject, and for a time that is NaN.
pub fn risk_table(
    follow_up: &FollowUp,
    groups: &[u32],
    times: &[f64],
) -> Result<Vec<Vec<usize>>, Error> {
    let groups = Groups::new("groups", groups, follow_up.subjects())?;
    input::not_nan("times of the table", times, 0)?;
    let mut table = vec![vec![0; times.len()]; groups.len()];
    let mut ascending: Vec<usize> = (0..times.len()).collect();
    ascending.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
    let truncated = follow_up.truncated();
    let sizes = groups.sizes();
    let mut at_risk: Vec<usize> = sizes
        .into_iter()
        .map(|size| if truncated { 0 } else { size as usize })
        .collect();
    let mut exits = follow_up.exits().iter().peekable();
    let mut entries = follow_up.entries().iter().peekable();
    for column in ascending {
        let t = times[column];
        while let Some(entry) = entries.next_if(|entry| entry.time < t) {
            at_risk[groups.of(entry.row)] += 1;
        }
        while let Some(exit) = exits.next_if(|exit| exit.time < t) {
            at_risk[groups.of(exit.row)] -= 1;
        }
        for (row, &count) in table.iter_mut().zip(&at_risk) {
            row[column] = count;
        }
    }
    Ok(table)
}
