#!/usr/bin/env bash
# Fills corpus/ with the repository's test data, each file for the targets that can read it.
set -euo pipefail
cd "$(dirname "$0")"
data=../tests/data/imaging-io
deep=../tests/data/deep
# Larger files make slow inputs.
most=16384

# seed TARGET: copies the files that are named on standard input, under names of their own.
seed() {
    mkdir -p "corpus/$1"
    while IFS= read -r file; do
        name=${file#"$data"/}
        name=${name#"$deep"/}
        cp "$file" "corpus/$1/${name//\//-}"
    done
}
files() { find "$@" -type f -size "-${most}c"; }

files "$data" \( -name '*.nii' -o -name '*.nii.gz' -o -name '*.hdr' -o -name '*.hdr.gz' \) | seed nifti
files "$data" \( -name '*.nrrd' -o -name '*.nhdr' \) | seed nrrd
files "$data" \( -name '*.mha' -o -name '*.mhd' \) | seed metaimage
files "$data"/dicom "$data"/hostile | grep -E '\.dcm$|DICOMDIR' | seed dicom_head
files "$data"/dicom "$data"/hostile | grep -E '\.dcm$' | grep -vE '/(rt|seg)_' | seed dicom_series
files "$data"/dicom "$data"/hostile | grep -E 'seg/[^/]*\.dcm$|/seg_[^/]*\.dcm$' | seed seg
files "$data"/dicom "$data"/hostile | grep -E 'rt/[^/]*\.dcm$|/rt_[^/]*\.dcm$' | seed rtstruct
files "$data" -name '*.zip' | seed zip
files "$deep"/weights "$deep"/old_containers \( -name '*.pth' -o -name '*.safetensors' \) | seed weights
# Those that load are larger than that: smaller ones, in every container.
if command -v python3 >/dev/null; then
    python3 seed_weights.py corpus/weights
fi

# Whole series: up to eight files in one input, as src/lib.rs takes them apart; and as a zip without compression.
for folder in "$data"/dicom/*/; do
    name=$(basename "$folder")
    mapfile -t slices < <(find "$folder" -name '*.dcm' -not -path '*/rt/*' -not -path '*/seg/*' | sort | head -n 8)
    if [ "${#slices[@]}" -lt 2 ]; then
        continue
    fi
    joined=corpus/dicom_series/joined-$name
    cat "${slices[0]}" >"$joined"
    for slice in "${slices[@]:1}"; do
        printf '====next file====' >>"$joined"
        cat "$slice" >>"$joined"
    done
    if [ "$(stat -c %s "$joined")" -gt $((2 * most)) ]; then
        rm "$joined"
    elif command -v zip >/dev/null; then
        rm -f "corpus/zip/$name.zip"
        zip -q -0 -j "corpus/zip/$name.zip" "${slices[@]:0:3}"
    fi
done

for target in corpus/*; do
    printf '%6d files for %s\n' "$(find "$target" -type f | wc -l)" "$(basename "$target")"
done
