//! What tests find, in one shape.

use voxomics::stats::Interval;
use voxomics::stats::hypothesis::brunner_munzel::BrunnerMunzel;
use voxomics::stats::hypothesis::correlation::Correlation;
use voxomics::stats::hypothesis::mann_whitney::MannWhitney;
use voxomics::stats::hypothesis::signed_rank::SignedRank;
use voxomics::stats::hypothesis::t_test::TTest;
use voxomics::stats::hypothesis::variance_ratio::VarianceRatio;
use voxomics::stats::hypothesis::{ChiSquaredTest, FTest, Test};

/// A statistic with its p value; an estimate, by the name of what is estimated, with its limits.
#[derive(Default)]
pub(super) struct Found {
    pub(super) statistic: Option<f64>,
    pub(super) df: Option<f64>,
    pub(super) df2: Option<f64>,
    pub(super) p_value: Option<f64>,
    pub(super) estimate: Option<(&'static str, f64)>,
    pub(super) interval: Option<Interval>,
    pub(super) how: Option<&'static str>,
}

impl Found {
    fn new(statistic: f64, p_value: impl Into<Option<f64>>) -> Self {
        Self {
            statistic: Some(statistic),
            p_value: p_value.into(),
            ..Self::default()
        }
    }

    /// A correlation by its name.
    pub(super) fn correlation(name: &'static str, test: Correlation) -> Self {
        Self {
            df: test.df,
            estimate: Some((name, test.estimate)),
            interval: test.interval,
            ..Self::new(test.statistic, test.p_value)
        }
    }
}

impl From<Test> for Found {
    fn from(test: Test) -> Self {
        Self::new(test.statistic, test.p_value)
    }
}

impl From<ChiSquaredTest> for Found {
    fn from(test: ChiSquaredTest) -> Self {
        Self {
            df: Some(test.df as f64),
            ..Self::new(test.statistic, test.p_value)
        }
    }
}

impl From<FTest> for Found {
    fn from(test: FTest) -> Self {
        Self {
            df: Some(test.df1),
            df2: Some(test.df2),
            ..Self::new(test.statistic, test.p_value)
        }
    }
}

impl From<TTest> for Found {
    fn from(test: TTest) -> Self {
        Self {
            df: Some(test.df),
            estimate: Some(("difference", test.difference)),
            interval: Some(test.interval),
            ..Self::new(test.statistic, test.p_value)
        }
    }
}

impl From<MannWhitney> for Found {
    fn from(test: MannWhitney) -> Self {
        Self {
            estimate: Some(("share", test.share)),
            how: Some(test.method.name()),
            ..Self::new(test.statistic, test.p_value)
        }
    }
}

impl From<BrunnerMunzel> for Found {
    fn from(test: BrunnerMunzel) -> Self {
        Self {
            df: Some(test.df),
            estimate: Some(("share", test.share)),
            ..Self::new(test.statistic, test.p_value)
        }
    }
}

impl From<SignedRank> for Found {
    fn from(test: SignedRank) -> Self {
        Self {
            how: Some(test.method.name()),
            ..Self::new(test.statistic, test.p_value)
        }
    }
}

impl From<VarianceRatio> for Found {
    fn from(test: VarianceRatio) -> Self {
        Self {
            df: Some(test.df1),
            df2: Some(test.df2),
            estimate: Some(("ratio", test.statistic)),
            interval: Some(test.interval),
            ..Self::new(test.statistic, test.p_value)
        }
    }
}
