//! What the values of a column stand for.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::schema::types::ColumnDescriptor;

/// What the values of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Themselves: numbers, or text.
    Plain,
    /// Whole numbers without a sign.
    Unsigned,
    /// Whole numbers with so many of their digits behind the point.
    Decimal(u32),
    /// Days since 1970.
    Date,
    /// Parts of a second since midnight, so many of them to a second.
    Time(i128),
    /// Parts of a second since 1970.
    Moment { per_second: i128, is_utc: bool },
    /// Nothing that a cell of text would hold.
    Other,
}

impl Meaning {
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        match column.logical_type_ref() {
            None => Self::of_old(column.converted_type(), column.type_scale()),
            Some(LogicalType::Integer(whole)) if !whole.is_signed => Self::Unsigned,
            Some(
                LogicalType::Integer(_)
                | LogicalType::String
                | LogicalType::Enum
                | LogicalType::Json
                | LogicalType::Unknown,
            ) => Self::Plain,
            Some(LogicalType::Decimal(decimal)) => Self::decimal(decimal.scale),
            Some(LogicalType::Date) => Self::Date,
            Some(LogicalType::Time(time)) => Self::Time(per_second(time.unit)),
            Some(LogicalType::Timestamp(moment)) => Self::Moment {
                per_second: per_second(moment.unit),
                is_utc: moment.is_adjusted_to_u_t_c,
            },
            Some(_) => Self::Other,
        }
    }

    /// As files of before 2019 say it, whose moments are all of UTC.
    fn of_old(converted: ConvertedType, scale: i32) -> Self {
        let moment = |per_second| Self::Moment {
            per_second,
            is_utc: true,
        };
        match converted {
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            ConvertedType::DECIMAL => Self::decimal(scale),
            ConvertedType::DATE => Self::Date,
            ConvertedType::TIME_MILLIS => Self::Time(1_000),
            ConvertedType::TIME_MICROS => Self::Time(1_000_000),
            ConvertedType::TIMESTAMP_MILLIS => moment(1_000),
            ConvertedType::TIMESTAMP_MICROS => moment(1_000_000),
            ConvertedType::BSON | ConvertedType::INTERVAL => Self::Other,
            _ => Self::Plain,
        }
    }

    fn decimal(scale: i32) -> Self {
        u32::try_from(scale).map_or(Self::Other, Self::Decimal)
    }
}

fn per_second(unit: TimeUnit) -> i128 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}
