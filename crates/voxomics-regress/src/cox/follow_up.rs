//! Times as they count.

use std::borrow::Cow;

use voxomics_stats::survival::NearTies;

use super::order::Exits;
use super::sort::{self, NearTimes};
use super::{Error, Options, Response};

/// Ends of observation in order, and late entries by row, near ties merged.
pub(crate) struct FollowUp<'a> {
    pub(crate) exits: Exits,
    pub(crate) starts: Option<Cow<'a, [f64]>>,
}

impl<'a> FollowUp<'a> {
    pub(crate) fn new(response: &'a Response<'a>, options: &Options) -> Result<Self, Error> {
        let mut follow_up = Self {
            exits: exits(response, options.strata.as_deref()),
            starts: response.starts().map(Cow::Borrowed),
        };
        if options.near_ties == NearTies::Merge
            && let Some(near) = follow_up.near(response)
        {
            for (_, exits) in &mut follow_up.exits {
                near.merge(exits);
            }
            let merged = |starts: &[f64]| starts.iter().map(|&start| near.merged(start)).collect();
            follow_up.starts = response.starts().map(merged).map(Cow::Owned);
        }
        follow_up.check(response)?;
        Ok(follow_up)
    }

    /// Of all times; those of one stratum without late entry are in order already.
    fn near(&self, response: &Response<'_>) -> Option<NearTimes> {
        match (&self.exits[..], response.starts()) {
            ([(_, exits)], None) => NearTimes::new(exits.iter().map(|exit| exit.time())),
            (_, starts) => {
                let mut all = [response.stops(), starts.unwrap_or_default()].concat();
                all.sort_unstable_by(f64::total_cmp);
                NearTimes::new(all.into_iter())
            }
        }
    }

    fn check(&self, response: &Response<'_>) -> Result<(), Error> {
        let (Some(starts), Some(given)) = (&self.starts, response.starts()) else {
            return Ok(());
        };
        let exits = self.exits.iter().flat_map(|(_, exits)| exits);
        let empty = exits.filter(|exit| starts[exit.row() as usize] >= exit.time());
        match empty.map(|exit| exit.row() as usize).min() {
            None => Ok(()),
            Some(row) => Err(Error::EmptyInterval {
                row,
                start: given[row],
                stop: response.stops()[row],
            }),
        }
    }
}

fn exits(response: &Response<'_>, strata: Option<&[u32]>) -> Exits {
    let (stops, events) = (response.stops(), response.events());
    match strata {
        None => vec![(0, sort::exits(0..stops.len() as u32, stops, events))],
        Some(codes) => sort::by_code(codes)
            .into_iter()
            .map(|(code, rows)| (code, sort::exits(rows.into_iter(), stops, events)))
            .collect(),
    }
}
