//! `stats icc` and `stats kappa`.

use serde_json::{Value, json};
use voxomics::stats::icc::{self, MeanSquares, Model, Unit};
use voxomics::stats::kappa;
use voxomics::table::Sheet;

use super::{Answer, Data, Grid, flat, refused};
use crate::args::stats::{self as args, Convention, Weights};
use crate::exit::Stop;
use crate::report::Report;

/// The names of `McGraw` and Wong.
const FORMS: [(&str, Model, Unit); 6] = [
    ("ICC(1)", Model::OneWay, Unit::Single),
    ("ICC(A,1)", Model::Agreement, Unit::Single),
    ("ICC(C,1)", Model::Consistency, Unit::Single),
    ("ICC(k)", Model::OneWay, Unit::Average),
    ("ICC(A,k)", Model::Agreement, Unit::Average),
    ("ICC(C,k)", Model::Consistency, Unit::Average),
];

pub(super) fn icc(args: &args::Icc, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    if args.ratings.len() < 2 {
        return Err(Stop::refused(
            "an intraclass correlation needs two raters: name their columns by `--ratings A,B`",
        ));
    }
    let names: Vec<&str> = args.ratings.iter().map(String::as_str).collect();
    let data = Data::read(common, &names, report)?;
    let ratings = names.iter().map(|name| data.numbers(name));
    let ratings: Vec<Vec<f64>> = ratings.collect::<Result<_, _>>()?;
    let raters: Vec<&[f64]> = ratings.iter().map(Vec::as_slice).collect();
    let squares = MeanSquares::new(&raters).map_err(|error| refused(common, error))?;
    let convention = match args.convention {
        Convention::Irr => icc::Convention::Irr,
        Convention::Psych => icc::Convention::Psych,
    };
    let forms = FORMS.map(|(name, model, unit)| {
        let options = icc::Options {
            model,
            unit,
            convention,
            level: args.confidence.level,
            ..icc::Options::default()
        };
        form(name, &squares, &options, (common, report)).map_err(|error| refused(common, error))
    });
    let forms: Vec<Value> = forms.into_iter().collect::<Result<_, _>>()?;
    let header = [
        "form", "model", "unit", "icc", "lower", "upper", "f", "df1", "df2", "p_value",
    ];
    let grid = Grid::of("Intraclass correlation", &header, &forms);
    Ok(Answer::new(
        json!({
            "rows": data.rows(),
            "omitted": data.omitted,
            "level": args.confidence.level,
            "convention": convention,
            "forms": forms,
            "mean_squares": squares,
        }),
        vec![grid],
    ))
}

/// One of the forms, which may have no coefficient where others have; of equal ratings none has.
fn form(
    name: &str,
    squares: &MeanSquares,
    options: &icc::Options,
    (common, report): (&args::Common, &Report),
) -> Result<Value, icc::Error> {
    let found = match squares.icc(options) {
        Err(error @ icc::Error::NoSubjectVariance) => Err(error),
        Err(error @ icc::Error::NoVariance) if options.model == Model::Consistency => Err(error),
        found => Ok(found?),
    };
    let found = found
        .inspect_err(|error| {
            let table = common.table.display();
            report.warning(&format!("{table}: no {name}: {error}"));
        })
        .ok();
    Ok(flat(json!({
        "form": name,
        "model": options.model,
        "unit": options.unit,
        "icc": found.map(|found| found.icc),
        "interval": found.map(|found| found.interval),
        "f": found.and_then(|found| found.f),
        "df1": found.map(|found| found.df1),
        "df2": found.map(|found| found.df2),
        "p_value": found.map(|found| found.p_value),
    })))
}

pub(super) fn kappa(args: &args::Kappa, report: &Report) -> Result<Answer, Stop> {
    let common = &args.common;
    let data = Data::read(common, &[&args.first, &args.second], report)?;
    let ratings = Ratings::read(&data, args)?;
    let options = kappa::Options {
        weights: match args.weights {
            Weights::None => kappa::Weights::Unweighted,
            Weights::Linear => kappa::Weights::Linear,
            Weights::Quadratic => kappa::Weights::Quadratic,
        },
        categories: Some((0..).take(ratings.names.len()).collect()),
        level: args.confidence.level,
        ..kappa::Options::default()
    };
    let found = kappa::cohen(&ratings.first, &ratings.second, &options);
    let found = found.map_err(|error| match error {
        kappa::Error::OneCategory(place) => Stop::refused(format!(
            "table `{}`: both raters use category `{}` only: agreement by chance is certain, and kappa 0/0",
            common.table.display(),
            ratings.names[place as usize]
        )),
        error => refused(common, error),
    })?;
    let mut json = json!({
        "rows": data.rows(),
        "omitted": data.omitted,
        "level": args.confidence.level,
        "weights": options.weights,
    });
    let keys = [
        "kappa",
        "standard_error",
        "lower",
        "upper",
        "null_standard_error",
        "z",
        "p_value",
        "table",
    ];
    let values = flat(&found);
    for key in keys {
        json[key] = values[key].clone();
    }
    json["categories"] = json!(ratings.names);
    let summary = Grid::of("Cohen's kappa", &keys[..7], [&json]);
    let header = [args.first.as_str()];
    let header = header
        .into_iter()
        .chain(ratings.names.iter().map(String::as_str));
    let title = format!("Rows {}, columns {}", args.first, args.second);
    let mut table = Grid::new(title, &header.collect::<Vec<_>>());
    for (name, counts) in ratings.names.iter().zip(&found.table) {
        table.row(
            [json!(name)]
                .into_iter()
                .chain(counts.iter().map(|count| json!(count))),
        );
    }
    Ok(Answer::new(json, vec![summary, table]))
}

/// Both raters' categories as places in one order.
struct Ratings {
    names: Vec<String>,
    first: Vec<u32>,
    second: Vec<u32>,
}

impl Ratings {
    fn read(data: &Data<'_>, args: &args::Kappa) -> Result<Self, Stop> {
        let both = [&args.first, &args.second].map(|name| data.groups(name));
        let [first, second] = both;
        let (first, second) = (first?, second?);
        let names = if args.categories.is_empty() {
            ascending(first.names.iter().chain(&second.names))
        } else {
            declared(&args.categories)?
        };
        let places = |column: &str, groups: &voxomics::table::Groups| {
            let place = |name: &String| {
                let place = names.iter().position(|other| same(other, name));
                let place = place.and_then(|place| u32::try_from(place).ok());
                place.ok_or_else(|| {
                    Stop::refused(format!(
                        "table `{}`: column `{column}` has the category `{name}`, which `--categories` lacks: {}",
                        args.common.table.display(),
                        names.join(", ")
                    ))
                })
            };
            let places: Vec<u32> = groups.names.iter().map(place).collect::<Result<_, _>>()?;
            let codes = groups.codes.iter();
            Ok::<_, Stop>(codes.map(|&code| places[code as usize]).collect())
        };
        Ok(Self {
            first: places(&args.first, &first)?,
            second: places(&args.second, &second)?,
            names,
        })
    }
}

/// The categories of the command line, each once.
fn declared(categories: &[String]) -> Result<Vec<String>, Stop> {
    for (place, name) in categories.iter().enumerate() {
        if let Some(first) = categories[..place].iter().find(|other| same(other, name)) {
            return Err(Stop::refused(format!(
                "`--categories` names one category twice, `{first}` and `{name}`: name it once"
            )));
        }
    }
    Ok(categories.to_vec())
}

/// Distinct names in the order of groups: as numbers if all are, else as text.
fn ascending<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let column = Sheet::from_rows(["category"], names.map(|name| [name.as_str()]));
    let groups = column.and_then(|column| column.column("category")?.groups());
    groups.map(|groups| groups.names).unwrap_or_default()
}

/// `1` and `1.0` are one category.
fn same(a: &str, b: &str) -> bool {
    a == b
        || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if a.total_cmp(&b).is_eq())
}
