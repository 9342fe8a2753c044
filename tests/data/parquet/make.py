"""Tables as pyarrow and pandas write them: what is in a study's tables, in each codec, and columns that no table of text holds.

    pip install pyarrow==26.0.1 pandas==3.1.1
    python make.py
"""

import datetime as dt
import decimal
import os

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, table, **options):
    pq.write_table(table, os.path.join(HERE, name + ".parquet"), **options)


# Ids that a double does not tell apart, and a value of each type that a study's table has, then nulls.
utc = dt.timezone.utc
study = pa.table(
    {
        "id": pa.array([2**53, 2**53 + 1, -(2**63), 2**63 - 1], pa.int64()),
        "unsigned": pa.array([2**64 - 1, 0, 7, None], pa.uint64()),
        "small": pa.array([-128, 127, None, 0], pa.int8()),
        "word": pa.array([2**32 - 1, 0, None, 1], pa.uint32()),
        "whole": pa.array([decimal.Decimal(10**37), decimal.Decimal(-1), None, decimal.Decimal(0)], pa.decimal128(38, 0)),
        "decimal": pa.array([decimal.Decimal("12.30"), decimal.Decimal("-0.05"), None, decimal.Decimal("0")], pa.decimal128(10, 2)),
        "mean": pa.array([0.1, 1e300, None, float("inf")], pa.float64()),
        "single": pa.array([0.5, -2.0, None, float("nan")], pa.float32()),
        "text": pa.array(["01", "a, b", None, ""], pa.string()),
        "phase": pa.array(["venous", "arterial", None, "venous"]).dictionary_encode(),
        "event": pa.array([True, False, None, True], pa.bool_()),
        "date": pa.array([dt.date(2024, 2, 29), dt.date(1969, 12, 31), None, dt.date(1, 1, 1)], pa.date32()),
        "seen": pa.array([dt.datetime(2024, 2, 29, 23, 59, 59, 250000), dt.datetime(1969, 12, 31, 23, 59, 59), None, dt.datetime(2000, 1, 1)], pa.timestamp("us")),
        "zoned": pa.array([dt.datetime(2024, 2, 29, 12, tzinfo=utc), dt.datetime(1970, 1, 1, tzinfo=utc), None, dt.datetime(1900, 3, 1, tzinfo=utc)], pa.timestamp("ns", tz="Europe/Berlin")),
        "time": pa.array([dt.time(7, 5), dt.time(23, 59, 59, 1000), None, dt.time(0)], pa.time64("us")),
        "nothing": pa.array([None, None, None, None], pa.null()),
    }
)
for codec in ["none", "snappy", "gzip", "lz4"]:
    write(codec, study, compression=codec)
# What cannot be read, by codec and by type.
for codec in ["zstd", "brotli"]:
    write(codec, study.select(["id", "mean"]), compression=codec)
write("binary", pa.table({"id": ["P1"], "hash": pa.array([b"\xff\x00"], pa.binary())}))
write("half", pa.table({"id": ["P1"], "mean": pa.array([0.5], pa.float16())}))
write("list", pa.table({"id": ["P1"], "values": [[1.0, 2.0]]}))
# Timestamps as Spark wrote them for long.
write("int96", study.select(["seen"]), use_deprecated_int96_timestamps=True)

# What `DataFrame.to_parquet` makes of a study: categories, an index with a name, whole numbers with gaps as doubles.
frame = pd.DataFrame(
    {
        "Patient": ["P1", "P1", "P2", "P2"],
        "Phase": pd.Categorical(["arterial", "venous", "arterial", "venous"]),
        "Age": [61, 61, None, None],
        "mean": [40.25, 38.0, 36.5, 35.0],
    }
)
frame.to_parquet(os.path.join(HERE, "pandas.parquet"), index=False)
indexed = frame[["mean"]].set_axis(pd.Index([100000000000000000, 1234567890123456, 3, 4], name="case"))
indexed.to_parquet(os.path.join(HERE, "index.parquet"))
