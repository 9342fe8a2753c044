"""The images that all sides get, what they extract, and the targets that stand for it."""

import csv
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
IMAGES = ROOT / "tests/data/images"
PARAMETERS = HERE / "parameters"


# Peers with defaults to compare.
ALL = ("flash", "mirp", "nyxus")


@dataclass(frozen=True)
class Case:
    name: str
    what: str
    image: Path
    mask: Path
    # Defaults without.
    params: Path | None = None
    # Maps of features in place of features; only from arrays.
    maps: bool = False
    # How many times less CPU time voxomics should take, from arrays: by the name of the other side.
    targets: dict = field(default_factory=dict, hash=False)
    # How many times less wall time its whole command should take than PyRadiomics'.
    wall_target: int | None = None
    # Other sides than PyRadiomics that give the same values.
    peers: tuple = ()
    # Rounds, where a round of PyRadiomics takes minutes.
    rounds: int | None = None

    @property
    def files(self):
        return [str(self.image), str(self.mask)]

    @property
    def arguments(self):
        """Of the programs that time from arrays."""
        params = [str(self.params)] if self.params else []
        return [*self.files, *params, *(["maps"] if self.maps else [])]

    @property
    def options(self):
        """Of the commands."""
        return ["-p", str(self.params)] if self.params else []


def cases(shared, folder, python):
    """The cases that can be had; `shared` has images that are not free enough or too large for the repository,
    `folder` is where large synthetic images are made, by this `python`."""
    pyradiomics, tumour = IMAGES / "pyradiomics", IMAGES / "sts_cohort/STS_041"
    sts = tumour / "CT.nii.gz", tumour / "CT_mask.nii.gz"
    brain1 = pyradiomics / "brain1_image.nrrd", pyradiomics / "brain1_label.nrrd"
    lung1 = pyradiomics / "lung1_crop_image.nrrd", pyradiomics / "lung1_crop_label.nrrd"
    lung2 = pyradiomics / "lung2_crop_image.nrrd", pyradiomics / "lung2_crop_label.nrrd"
    study = PARAMETERS / "study.yaml"
    found = [
        Case("brain1", "MR of a brain, a small tumour", *brain1, targets={"PyRadiomics": 12}, peers=ALL),
        Case("lung2_crop", "CT of a lung tumour, cropped", *lung2, peers=("flash",)),
        Case("sts_ct", "CT of a soft-tissue sarcoma, cropped", *sts, peers=("flash",)),
        Case("lung1_1834", "CT of a small lung tumour, cropped; the study's 1,834 features", *lung1, study,
             targets={"PyRadiomics": 15}),
        Case("sts_1834", "CT of a soft-tissue sarcoma; the study's 1,834 features, resampled to 1 mm", *sts,
             PARAMETERS / "study-1mm.yaml", targets={"PyRadiomics": 25}, wall_target=40),
        Case("brain1_mcc", "MR of a brain; MCC with 666 grey levels", *brain1, PARAMETERS / "mcc.yaml",
             targets={"PyRadiomics": 50}, rounds=1),
    ]
    if not shared:
        return found
    phantom = Path(shared) / "data/ibsi1/ct_phantom"
    ibsi = phantom / "image.nii.gz", phantom / "mask.nii.gz"
    big, mask, cube, inner = synthetic(Path(shared), folder, python)
    return [
        *found,
        Case("ibsi_ct", "CT phantom of IBSI 1, a lung tumour", *ibsi, targets={"PyRadiomics": 20}, peers=ALL),
        Case("ibsi_1834", "CT phantom of IBSI 1; the study's 1,834 features", *ibsi, study,
             targets={"PyRadiomics": 25}),
        Case("large", "synthetic, 2,545,998 voxels of 512 x 512 x 160", big, mask,
             targets={"PyRadiomics": 20, "flash": 8}, peers=("flash",), rounds=2),
        Case("maps_11", "synthetic, maps of all GLCM features of 32 x 32 x 32 voxels, 11 grey levels", cube, inner,
             PARAMETERS / "maps-25.yaml", maps=True, targets={"flash": 15}, peers=("flash",), rounds=1),
        Case("maps_22", "the same, 22 grey levels", cube, inner,
             PARAMETERS / "maps-12.yaml", maps=True, targets={"flash": 15}, peers=("flash",), rounds=1),
        Case("maps_36", "the same, 36 grey levels", cube, inner,
             PARAMETERS / "maps-7.yaml", maps=True, targets={"PyRadiomics": 100, "flash": 15}, peers=("flash",), rounds=1),
    ]


@dataclass(frozen=True)
class Cohort:
    """Many cases in one table, with two workers; only as a whole command."""

    name: str
    what: str
    pairs: tuple
    params: Path
    wall_target: int
    rounds: int = 2
    workers: int = 2

    def write(self, path):
        lines = ["Image,Mask", *(f"{image},{mask}" for image, mask in self.pairs)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    @property
    def options(self):
        return ["-p", str(self.params), "--jobs", str(self.workers)]


def cohort(shared):
    """The CT of the first 24 patients of the soft-tissue sarcoma cohort."""
    folder = Path(shared) / "data/sts_cohort"
    with open(folder / "manifest.csv", newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["modality"] == "CT"]
    pairs = tuple((folder / row["image"], folder / row["mask"]) for row in rows[:24])
    what = "CT of 24 soft-tissue sarcomas; the study's 1,834 features, two workers"
    return Cohort("cohort_24", what, pairs, PARAMETERS / "study.yaml", wall_target=30)


# Sides of the synthetic lesions that cost is plotted for: about 10^3 to 10^7 voxels.
SIDES = (15, 32, 70, 150, 323)


def sizes(folder, make_lesion):
    """Synthetic lesions of growing size, made once by this program."""
    folder.mkdir(parents=True, exist_ok=True)
    for side in SIDES:
        image, mask = (folder / f"lesion_{side}_{name}.nrrd" for name in ("image", "mask"))
        if not (image.exists() and mask.exists()):
            subprocess.run([make_lesion, str(side), str(image), str(mask)], check=True)
        rounds = None if side < 100 else 1
        yield Case(f"lesion_{side}", f"synthetic lesion, {side} voxels wide", image, mask, peers=("flash",), rounds=rounds)


def synthetic(shared, folder, python):
    """Large images, made once."""
    files = [folder / f"{name}.nrrd" for name in ("big_image", "big_mask", "vox_image", "vox_mask")]
    if not all(file.exists() for file in files):
        script = shared / "goldens/pyradiomics/make_speed_input.py"
        subprocess.run([python, str(script), str(folder)], check=True)
    return files
